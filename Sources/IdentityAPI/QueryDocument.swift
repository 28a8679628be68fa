/// The documents of the query protocol, whatever the service: an answer, and an error.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/programming.html
package enum QueryDocument {
    /// The namespace of the identity API.
    package static let identityNamespace = "https://iam.amazonaws.com/doc/2010-05-08/"

    /// The namespace of what gives out temporary credentials.
    package static let tokenNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    /// `<XResponse><XResult>…</XResult><ResponseMetadata>…`
    ///
    /// - Parameters:
    ///   - operation: the name of the operation, `X`.
    ///   - result: writes what stands in the result; nil for operations that have none.
    package static func answer(
        to operation: String,
        namespace: String,
        requestID: String,
        result: ((inout XMLWriter) -> Void)?
    ) -> [UInt8] {
        var xml = XMLWriter()
        xml.element("\(operation)Response", namespace: namespace) { xml in
            if let result { xml.element("\(operation)Result", result) }
            xml.element("ResponseMetadata") { $0.element("RequestId", requestID) }
        }
        return xml.bytes
    }

    /// `<ErrorResponse><Error>…</Error><RequestId>…`
    package static func error(_ error: QueryError, namespace: String, requestID: String) -> [UInt8] {
        var xml = XMLWriter()
        xml.element("ErrorResponse", namespace: namespace) { xml in
            xml.element("Error") { xml in
                xml.element("Type", error.isSendersFault ? "Sender" : "Receiver")
                xml.element("Code", error.code)
                xml.element("Message", error.message)
            }
            xml.element("RequestId", requestID)
        }
        return xml.bytes
    }
}

/// An error as the wire shows it.
package struct QueryError: Error, Hashable, Sendable {
    /// The HTTP status.
    package let status: Int
    /// What clients act on.
    package let code: String
    package let message: String

    package init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// Whether the request is to blame.
    package var isSendersFault: Bool { status < 500 }
}
