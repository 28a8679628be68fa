import HTTPTypes

/// The time of signing of a request whose signature is in the `Authorization` header.
struct SignatureTimestamp {
    let instant: SigningInstant
    /// The lower-case name of the header it came from.
    let header: String

    /// `x-amz-date`, in the basic form; without one `Date`, in the basic form or as an RFC 1123 date.
    ///
    /// - Throws: ``SignatureError/incomplete(_:)`` when neither is there, or the one that counts is malformed or
    /// repeated.
    init(_ request: HTTPRequest) throws(SignatureError) {
        if request.headerFields.contains(.amzDate) {
            let text = try Self.single(.amzDate, in: request)
            guard let instant = SigningInstant(basic: text) else {
                throw .incomplete("Date must be in ISO-8601 'basic format'. Got '\(text)'.")
            }
            self.instant = instant
            header = HTTPField.Name.amzDate.canonicalName
            return
        }
        guard request.headerFields.contains(.date) else {
            throw .incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
            )
        }
        let text = try Self.single(.date, in: request)
        guard let instant = SigningInstant(basic: text) ?? SigningInstant(httpDate: text) else {
            throw .incomplete("Date must be in ISO-8601 'basic format' or an RFC 1123 date. Got '\(text)'.")
        }
        self.instant = instant
        header = HTTPField.Name.date.canonicalName
    }

    private static func single(_ name: HTTPField.Name, in request: HTTPRequest) throws(SignatureError) -> String {
        let fields = request.headerFields[fields: name]
        guard let field = fields.first, fields.count == 1 else {
            throw .incomplete("Header '\(name.canonicalName)' was sent more than once.")
        }
        return String(decoding: field.trimmedBytes, as: UTF8.self)
    }
}

extension HTTPField {
    /// The value without spaces and tabs at both ends.
    var trimmedBytes: [UInt8] {
        withUnsafeBytesOfValue { Array(Array($0)[...].trimmingBlanks()) }
    }
}
