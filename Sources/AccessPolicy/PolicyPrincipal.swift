/// An entry of `Principal` or `NotPrincipal`.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
public enum PolicyPrincipal: Hashable, Sendable {
    /// `*`, also callers of other accounts.
    case everyone
    /// 12 digits, alone or in the ARN of the account's root.
    case account(String)
    /// The ARN of a user: `arn:{partition}:iam::{account}:user/{path}{name}`.
    case user(arn: String)
    /// The ARN of a role, which means all its sessions: `arn:{partition}:iam::{account}:role/{path}{name}`.
    case role(arn: String)
    /// The ARN of one session: `arn:{partition}:sts::{account}:assumed-role/{role}/{session}`.
    case session(arn: String)
    /// A principal of a type that no caller of a server like this has.
    case foreign(ForeignType, String)

    /// Names of principals that are not of AWS accounts.
    public enum ForeignType: String, Hashable, Sendable {
        case service = "Service"
        case federated = "Federated"
        case canonicalUser = "CanonicalUser"
    }

    /// Reads `"*"`, or an object that has a list of names for each type.
    static func read(_ value: PolicyValue) throws(PolicyError) -> [PolicyPrincipal] {
        guard !value.isString else {
            return [
                try value.read { (text) throws(PolicyError.Reason) in
                    guard text == "*" else { throw text.isEmpty ? .empty : .malformedPrincipal }
                    return .everyone
                }
            ]
        }
        let types = try value.object().sorted
        guard !types.isEmpty else { throw PolicyError(.empty, at: value.place) }
        var principals: [PolicyPrincipal] = []
        for (name, names) in types {
            let foreignType = ForeignType(rawValue: name)
            guard foreignType != nil || name == "AWS" else {
                throw PolicyError(.unknownPrincipalType, at: names.place)
            }
            for entry in try names.oneOrMore() {
                principals.append(
                    try entry.read { (text) throws(PolicyError.Reason) in
                        guard let foreignType else { return try PolicyPrincipal(ofAccount: text) }
                        return try PolicyPrincipal(text, of: foreignType)
                    }
                )
            }
        }
        return principals
    }

    private init(_ text: String, of type: ForeignType) throws(PolicyError.Reason) {
        guard !text.isEmpty else { throw .empty }
        guard text == "*" || !PrincipalName.hasWildcard(text) else { throw .wildcardInPrincipal }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .malformedPrincipal }
        self = .foreign(type, text)
    }

    /// `*`, an account or something in one.
    private init(ofAccount text: String) throws(PolicyError.Reason) {
        guard !text.isEmpty else { throw .empty }
        guard text != "*" else {
            self = .everyone
            return
        }
        guard !PrincipalName.hasWildcard(text) else { throw .wildcardInPrincipal }
        guard !PrincipalName.isAccount(text.utf8) else {
            self = .account(text)
            return
        }
        let fields = ARNText(text).fields
        guard fields.count == ARNText.fieldCount, fields[0].elementsEqual("arn".utf8),
            PrincipalName.partitions.contains(where: { fields[1].elementsEqual($0.utf8) }), fields[3].isEmpty,
            PrincipalName.isAccount(fields[4])
        else { throw .malformedPrincipal }
        let service = String(decoding: fields[2], as: UTF8.self)
        let names = fields[5].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        switch (service, String(decoding: names[0], as: UTF8.self)) {
        case ("iam", "root") where names.count == 1: self = .account(String(decoding: fields[4], as: UTF8.self))
        case ("iam", "user") where PrincipalName.isPathAndName(names[1...]): self = .user(arn: text)
        case ("iam", "role") where PrincipalName.isPathAndName(names[1...]): self = .role(arn: text)
        case ("sts", "assumed-role") where names.count == 3 && names[1...].allSatisfy(PrincipalName.isName):
            self = .session(arn: text)
        default: throw .malformedPrincipal
        }
    }
}

/// What the names inside of principals may be made of.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
private enum PrincipalName {
    static let partitions = ["aws", "aws-cn", "aws-us-gov"]

    private static let accountDigits = 12
    private static let longestName = 64
    /// Of a path, with the `/` at both its ends.
    private static let longestPath = 512

    static func isAccount(_ text: some Collection<UInt8>) -> Bool {
        text.count == accountDigits && text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    static func hasWildcard(_ text: String) -> Bool { text.utf8.contains { "*?".utf8.contains($0) } }

    /// What stands between the `/` of a path, and then a name.
    static func isPathAndName(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        guard let name = parts.last, isName(name) else { return false }
        let path = parts.dropLast()
        return path.reduce(1) { $0 + $1.count + 1 } <= longestPath
            && path.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x21...0x7E).contains($0) } }
    }

    static func isName(_ text: ArraySlice<UInt8>) -> Bool {
        (1...longestName).contains(text.count) && text.allSatisfy(isNameCharacter)
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "+=,.@_-".utf8.contains(byte)
        }
    }
}
