import Crypto

/// The chain of HMACs that leads from a secret to a signature.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
enum SigningKey {
    static func derive(secretAccessKey: String, scope: CredentialScope) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(secretAccessKey)".utf8))
        for element in [scope.day, scope.region, scope.service, CredentialScope.terminator] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(element.utf8), using: key))
        }
        return key
    }

    /// 64 lower-case hex digits.
    static func signature(of stringToSign: [UInt8], using key: SymmetricKey) -> String {
        String(hexadecimal: HMAC<SHA256>.authenticationCode(for: stringToSign, using: key))
    }

    /// Compares in constant time.
    static func isSignature(_ signature: [UInt8], of stringToSign: [UInt8], using key: SymmetricKey) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: stringToSign, using: key)
    }
}
