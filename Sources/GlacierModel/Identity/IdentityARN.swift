/// The ARN of a user, group or role: `arn:{partition}:iam::{account}:{kind}{path}{name}`.
package struct IdentityARN: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    /// The identity that it names, wherever its path says it is.
    package let identity: IdentityReference

    private static let fieldCount = 6

    /// Reads any text; whether there is such an identity is not asked.
    ///
    /// - Parameter kinds: of the identities that are meant.
    package init(_ text: String, of kinds: [IdentityKind]) throws(IdentityValueError) {
        try IdentityText.checkLength(text, IdentityLimits.identityARNLength)
        let fields = text.split(separator: ":", maxSplits: Self.fieldCount - 1, omittingEmptySubsequences: false)
        guard fields.count == Self.fieldCount, fields[0] == "arn",
            Deployment.Partition(rawValue: String(fields[1])) != nil, fields[2] == "iam", fields[3].isEmpty,
            let kind = kinds.first(where: { fields[5].hasPrefix("\($0.rawValue)/") }),
            let slash = fields[5].lastIndex(of: "/")
        else { throw .malformed(.identityARN(kinds)) }
        do {
            identity = IdentityReference(
                account: try AccountID(String(fields[4])),
                kind: kind,
                name: try IdentityName(String(fields[5][fields[5].index(after: slash)...]), of: kind)
            )
            _ = try IdentityPath(String(fields[5][...slash].dropFirst(kind.rawValue.count)))
        } catch {
            throw .malformed(.identityARN(kinds))
        }
        self.text = text
    }

    package static func == (left: IdentityARN, right: IdentityARN) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
    package var description: String { text }
}
