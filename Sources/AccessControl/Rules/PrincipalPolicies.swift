import AccessPolicy
import Catalogue
import GlacierModel

/// The policies of a principal, read once for as long as no rule changes. Holding them is the proof that each could be
/// read: one that cannot be is an error, never passed over.
final class PrincipalPolicies: Sendable {
    /// What the policies of a root are: none, because it needs none.
    static let root = PrincipalPolicies(identity: [], boundary: nil, tags: [])

    /// Its own and those of its groups.
    let identity: [NamedPolicy]
    let boundary: NamedPolicy?
    /// Of the user or role: the keys `aws:PrincipalTag/…`.
    let tags: [(key: String, value: String)]

    private init(identity: [NamedPolicy], boundary: NamedPolicy?, tags: [(key: String, value: String)]) {
        self.identity = identity
        self.boundary = boundary
        self.tags = tags
    }

    /// - Parameter read: reads the text of a policy.
    /// - Throws: `UnreadablePolicy` for a policy that is stored but is none.
    init(
        _ principal: StoredPrincipal,
        _ deployment: Deployment,
        _ read: (String) throws(PolicyError) -> PolicyDocument
    ) throws {
        identity = try principal.policies.map { try NamedPolicy($0, deployment, read) }
        boundary = try principal.boundary.map { try NamedPolicy($0, deployment, read) }
        tags = principal.tags
    }
}

/// A stored policy that cannot be read: whatever it decides about is refused.
package struct UnreadablePolicy: Error, Sendable, CustomStringConvertible {
    package let name: String
    package let reason: String

    package var description: String { "the \(name) cannot be read: \(reason)" }
}

extension NamedPolicy {
    /// Stored policies were judged when they were set; a limit of their length is not judged again.
    init(
        _ stored: StoredPolicy,
        _ deployment: Deployment,
        _ read: (String) throws(PolicyError) -> PolicyDocument
    ) throws(UnreadablePolicy) {
        let name = stored.source.description
        guard let text = stored.document ?? deployment.builtInDocument(stored.source) else {
            throw UnreadablePolicy(name: name, reason: "there is no such policy")
        }
        do {
            self.init(name, try read(text))
        } catch {
            throw UnreadablePolicy(name: name, reason: "\(error)")
        }
    }

    init(named name: String, _ text: String, as kind: PolicyKind) throws(UnreadablePolicy) {
        do {
            self.init(name, try PolicyDocument(parsing: text, as: kind, maximumBytes: .max))
        } catch {
            throw UnreadablePolicy(name: name, reason: "\(error)")
        }
    }
}

extension Deployment {
    /// The text of a policy that is part of the program.
    fileprivate func builtInDocument(_ source: StoredPolicy.Source) -> String? {
        source.managedARN.flatMap { try? PolicyARN($0) }.flatMap(builtInPolicy)?.document
    }
}

extension StoredPolicy.Source {
    /// In words that `firn admin explain` shows.
    var description: String {
        switch self {
        case .inline(let name): "inline policy \(name)"
        case .inlineOfGroup(let name, let group): "inline policy \(name) of the group \(group)"
        case .managed(let arn): "managed policy \(arn)"
        case .managedOfGroup(let arn, let group): "managed policy \(arn) of the group \(group)"
        }
    }

    var managedARN: String? {
        switch self {
        case .managed(let arn), .managedOfGroup(let arn, _): arn
        case .inline, .inlineOfGroup: nil
        }
    }
}
