package import GlacierModel

/// Who sent a request, once the signature has proved it.
package struct Caller: Hashable, Sendable {
    package let account: AccountID
    /// The ARN that messages name and policies match.
    package let principalARN: String
    package let accessKeyID: String

    init(account: AccountID, principalARN: String, accessKeyID: String) {
        self.account = account
        self.principalARN = principalARN
        self.accessKeyID = accessKeyID
    }
}
