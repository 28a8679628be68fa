import HTTPTypes

extension HTTPField.Name {
    /// `x-amz-date`: the time of signing in the basic form.
    static let amzDate = constant("x-amz-date")
    /// `x-amz-security-token`: the session token of temporary credentials.
    static let amzSecurityToken = constant("x-amz-security-token")
    /// `x-amz-content-sha256`: the payload hash, where the client sends it.
    static let amzContentSHA256 = constant("x-amz-content-sha256")
    /// `x-amzn-authorization`: where signature version 3 stood.
    static let amznAuthorization = constant("x-amzn-authorization")
    /// `host`, which most HTTP libraries keep as the authority of the request and not as a field.
    static let host = constant("host")

    /// A name written in this file; every one of them is a valid token.
    private static func constant(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("not a header name: \(text)") }
        return name
    }
}
