/// The ARN of a managed policy: `arn:{partition}:iam::{account}:policy{path}{name}`, with `aws` in place of the account
/// for the policies that are part of the program.
package struct PolicyARN: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    /// Nil for policies that are part of the program.
    package let account: AccountID?
    package let path: IdentityPath
    package let name: PolicyName

    private static let fieldCount = 6

    /// Reads any text; whether there is such a policy is not asked.
    package init(_ text: String) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.policyARNLength)
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == Self.fieldCount, fields[0] == "arn",
            Deployment.Partition(rawValue: String(fields[1])) != nil, fields[2] == "iam", fields[3].isEmpty,
            let slash = fields[5].lastIndex(of: "/"), fields[5].hasPrefix("policy/")
        else { throw .malformed(.policyARN) }
        do {
            account = fields[4] == "aws" ? nil : try AccountID(String(fields[4]))
            name = try PolicyName(String(fields[5][fields[5].index(after: slash)...]))
            path = try IdentityPath(ofPolicy: String(fields[5][...slash].dropFirst("policy".count)))
        } catch {
            throw .malformed(.policyARN)
        }
        self.text = text
    }

    init(partition: Deployment.Partition, account: AccountID?, path: IdentityPath, name: PolicyName) {
        text = "arn:\(partition.rawValue):iam::\(account?.text ?? "aws"):policy\(path)\(name)"
        self.account = account
        self.path = path
        self.name = name
    }

    package static func == (left: PolicyARN, right: PolicyARN) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
    package var description: String { text }
}

/// The number of a version of a managed policy, written `v1`, `v2`, …; a number is never given twice.
package struct PolicyVersionID: Hashable, Sendable, CustomStringConvertible {
    /// 1 or more.
    package let number: Int64

    /// The version that a policy is made with.
    package static let first = PolicyVersionID()

    private init() { number = 1 }

    package init(_ text: String) throws(IdentityValueError) {
        guard text.utf8.first == UInt8(ascii: "v"), text.utf8.dropFirst().first != UInt8(ascii: "0"),
            text.utf8.dropFirst().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(text.dropFirst())
        else { throw .malformed(.policyVersion) }
        self.number = number
    }

    /// One that is read back or counted on.
    package init(number: Int64) throws(IdentityValueError) {
        guard number > 0 else { throw .malformed(.policyVersion) }
        self.number = number
    }

    package var description: String { "v\(number)" }
}
