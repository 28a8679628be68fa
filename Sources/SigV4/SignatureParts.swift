/// The three texts of a signature, as they stand in an `Authorization` header or in a presigned query.
struct SignatureParts {
    let accessKeyID: String
    let scope: CredentialScope
    let signedHeaders: [String]
    /// 64 lower-case hex digits.
    let signature: String

    /// - Throws: ``SignatureError/incomplete(_:)`` for a part that is not of its form,
    ///   ``SignatureError/wrongScope(_:)`` for a scope with another last element.
    init(credential: [UInt8], signedHeaders: [UInt8], signature: [UInt8]) throws(SignatureError) {
        (accessKeyID, scope) = try Self.parseCredential(credential)
        self.signedHeaders = try Self.parseSignedHeaders(signedHeaders)
        guard signature.count == 64, signature.allSatisfy(isLowercaseHexDigit) else {
            throw .incomplete("Signature must be 64 lower-case hexadecimal digits.")
        }
        self.signature = String(decoding: signature, as: UTF8.self)
    }

    private static func parseCredential(_ text: [UInt8]) throws(SignatureError) -> (String, CredentialScope) {
        guard text.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .incomplete("Credential must consist of printable ASCII characters.")
        }
        let elements = text.split(separator: UInt8(ascii: "/"), maxSplits: 5, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard elements.count == 5, elements.allSatisfy({ !$0.isEmpty }) else {
            throw .incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term."
            )
        }
        guard elements[4] == CredentialScope.terminator else {
            throw .wrongScope(
                "Credential should be scoped with a valid terminator: '\(CredentialScope.terminator)', "
                    + "not '\(elements[4])'."
            )
        }
        return (elements[0], CredentialScope(day: elements[1], region: elements[2], service: elements[3]))
    }

    /// Names in strictly ascending order: sorted, and none of them twice.
    private static func parseSignedHeaders(_ text: [UInt8]) throws(SignatureError) -> [String] {
        let names = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard names.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isLowercaseTokenCharacter) }) else {
            throw .incomplete("SignedHeaders must be lower-case header names separated by ';'.")
        }
        guard zip(names, names.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) }) else {
            throw .incomplete("SignedHeaders must be sorted and name each header once.")
        }
        return names.map { String(decoding: $0, as: UTF8.self) }
    }
}

private func isLowercaseHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
}

/// A character of a header name that is not an upper-case letter.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
private func isLowercaseTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
