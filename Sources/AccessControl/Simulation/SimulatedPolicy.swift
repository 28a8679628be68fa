import AccessPolicy
import Catalogue
import GlacierModel
import IdentityAPI

/// A policy that takes part in simulated requests, with what answers call it.
struct SimulatedPolicy: Sendable {
    let source: SimulationResult.Statement
    let policy: NamedPolicy

    /// One that hangs on a user, group or role.
    ///
    /// - Throws: `UnreadablePolicy`
    init(_ stored: StoredPolicy, of identity: IdentityReference, _ rules: AccessRules) throws {
        policy = try NamedPolicy(stored, rules.deployment, rules.read)
        source =
            switch stored.source {
            case .inline(let name): Self.inline(name, of: identity.kind, identity.name.text)
            case .inlineOfGroup(let name, let group): Self.inline(name, of: .group, group)
            case .managed(let arn), .managedOfGroup(let arn, _): Self.managed(arn)
            }
    }

    /// One that came with the request.
    ///
    /// - Parameter parameter: the one that it came in.
    /// - Throws: `SimulationError.malformedPolicy`
    init(
        _ text: PolicyDocumentText,
        in parameter: String,
        as kind: PolicyKind,
        _ type: SimulationResult.PolicyType = .none
    ) throws(SimulationError) {
        do throws(PolicyError) {
            let document = try PolicyDocument(parsing: text.text, as: kind, maximumBytes: .max)
            policy = NamedPolicy(parameter, document)
        } catch {
            throw .malformedPolicy(parameter, reason: error.description)
        }
        source = SimulationResult.Statement(policyID: parameter, policyType: type)
    }

    /// The policies of a list.
    static func list(
        _ texts: [PolicyDocumentText],
        in parameter: String
    ) throws(SimulationError) -> [SimulatedPolicy] {
        var policies: [SimulatedPolicy] = []
        for (index, text) in texts.enumerated() {
            policies.append(try SimulatedPolicy(text, in: "\(parameter).\(index + 1)", as: .identity))
        }
        return policies
    }

    private static func inline(
        _ name: String,
        of kind: IdentityKind,
        _ identity: String
    ) -> SimulationResult.Statement {
        let type: SimulationResult.PolicyType =
            switch kind {
            case .user: .user
            case .group: .group
            case .role: .role
            }
        return SimulationResult.Statement(policyID: "\(kind.rawValue)_\(identity)_\(name)", policyType: type)
    }

    private static func managed(_ text: String) -> SimulationResult.Statement {
        let arn = try? PolicyARN(text)
        return SimulationResult.Statement(
            policyID: arn?.name.text ?? text,
            policyType: arn?.account == nil ? .builtIn : .managed
        )
    }
}

/// The policies of an identity, and the identity as a caller where it is one that can ask.
struct SimulatedSource: Sendable {
    var identity: [SimulatedPolicy] = []
    var boundary: SimulatedPolicy?
    /// Nil for a group, and for policies that nobody has.
    var caller: Caller?
}

extension AccessRules {
    /// - Throws: `IdentityError.identityNotFound`, `UnreadablePolicy`
    func simulatedSource(_ arn: IdentityARN) async throws -> SimulatedSource {
        let reference = arn.identity
        let absent = IdentityError.identityNotFound(reference.kind, reference.name.text)
        let kind: StoredPrincipal.Kind
        switch reference.kind {
        case .user: kind = .user
        case .role: kind = .role
        case .group:
            guard let group = try await catalogue.groupPolicies(reference),
                deployment.arn(of: group.identity, in: reference.account) == arn.text
            else { throw absent }
            return SimulatedSource(
                identity: try group.policies.map { try SimulatedPolicy($0, of: reference, self) }
            )
        }
        let found = try await catalogue.principal(kind, named: reference.name.text, of: reference.account).value
        guard let stored = found,
            deployment.identityARN(reference.kind, path: stored.path, name: stored.name, in: stored.account) == arn.text
        else { throw absent }
        let known = try KnownPrincipal(stored, deployment, read)
        return SimulatedSource(
            identity: try stored.policies.map { try SimulatedPolicy($0, of: reference, self) },
            boundary: try stored.boundary.map { try SimulatedPolicy($0, of: reference, self) },
            caller: kind == .user
                ? Caller(user: known, accessKeyID: "", deployment: deployment)
                : Caller(sessionOf: known, named: "simulated", accessKeyID: "", deployment: deployment)
        )
    }
}
