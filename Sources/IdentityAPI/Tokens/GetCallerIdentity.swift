package import GlacierModel

/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
package enum GetCallerIdentity: TokenContract {
    package struct Input: Sendable {}

    package struct Output: Sendable {
        let account: AccountID
        let userID: String
        let arn: String

        package init(account: AccountID, userID: String, arn: String) {
            self.account = account
            self.userID = userID
            self.arn = arn
        }
    }

    package static func input(from request: inout TokenRequest) throws -> Input { Input() }

    package static func write(_ output: Output, to xml: inout XMLWriter) {
        xml.element("Arn", output.arn)
        xml.element("UserId", output.userID)
        xml.element("Account", output.account.text)
    }
}
