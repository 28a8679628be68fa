import AccessPolicy
import Catalogue
import GlacierAPI
import GlacierModel
package import IdentityAPI

/// Requests that nobody sent are decided by what decides those that somebody does: `PolicySet.decide`.
extension AccessControl {
    /// - Throws: `IdentityError.identityNotFound`, `SimulationError`, or what reading the catalogue throws.
    package func simulate(_ request: Authorised<SimulatePrincipalPolicy.Input>) async throws -> SimulationPage {
        let input = request.input
        var source = try await rules.simulatedSource(input.source)
        source.identity += try SimulatedPolicy.list(input.policies, in: "PolicyInputList")
        return try Simulation(source, input.terms, by: request.caller, deployment, at: now()).page()
    }

    /// - Throws: `SimulationError`
    package func simulate(_ request: Authorised<SimulateCustomPolicy.Input>) async throws -> SimulationPage {
        let source = SimulatedSource(
            identity: try SimulatedPolicy.list(request.input.policies, in: "PolicyInputList")
        )
        return try Simulation(source, request.input.terms, by: request.caller, deployment, at: now()).page()
    }

    /// The keys that policies ask for, each once.
    ///
    /// - Throws: `IdentityError.identityNotFound`, `SimulationError`, or what reading the catalogue throws.
    package func contextKeys(
        _ request: Authorised<GetContextKeysForPrincipalPolicy.Input>
    ) async throws -> [String] {
        let source = try await rules.simulatedSource(request.input.source)
        let given = try SimulatedPolicy.list(request.input.policies, in: "PolicyInputList")
        return Simulation.once((source.identity + given).flatMap(\.policy.document.conditionKeys))
    }

    /// The keys that policies ask for, each once.
    ///
    /// - Throws: `SimulationError`
    package func contextKeys(_ request: Authorised<GetContextKeysForCustomPolicy.Input>) async throws -> [String] {
        let given = try SimulatedPolicy.list(request.input.policies, in: "PolicyInputList")
        return Simulation.once(given.flatMap(\.policy.document.conditionKeys))
    }
}

/// What simulated requests have in common.
private struct Simulation {
    let terms: SimulationTerms
    let deployment: Deployment
    let caller: PolicyCaller
    let context: ConditionContext
    let identity: [SimulatedPolicy]
    let boundary: SimulatedPolicy?

    /// - Parameter sender: of the request that asks for the simulation; the policies are of its account.
    /// - Throws: `SimulationError`
    init(
        _ source: SimulatedSource,
        _ terms: SimulationTerms,
        by sender: Caller,
        _ deployment: Deployment,
        at now: Timestamp
    ) throws(SimulationError) {
        self.terms = terms
        self.deployment = deployment
        identity = source.identity
        if let text = terms.boundary {
            boundary = try SimulatedPolicy(text, in: "PermissionsBoundaryPolicyInputList.1", as: .identity)
        } else {
            boundary = source.boundary
        }
        var context: ConditionContext
        if let user = terms.caller, user.text != source.caller?.principalARN {
            caller = PolicyCaller(account: user.identity.account.text, kind: .user(arn: user.text))
            context = deployment.context(at: now)
            context.set("aws:PrincipalArn", user.text)
            context.set("aws:PrincipalAccount", user.identity.account.text)
            context.set("aws:PrincipalType", "User")
            context.set("aws:username", user.identity.name.text)
        } else if let known = source.caller {
            caller = known.policyCaller(deployment)
            context = known.context(deployment, at: now)
        } else {
            guard terms.resourcePolicy == nil else { throw .callerNeeded }
            // Nobody in particular: policies of identities do not ask who it is.
            caller = PolicyCaller(account: sender.account.text, kind: .user(arn: ""))
            context = deployment.context(at: now)
        }
        for key in terms.context {
            switch key.values {
            case .single(let value): context.set(key.name, value)
            case .several(let values): context.set(key.name, values)
            }
        }
        self.context = context
    }

    /// Decides the requests of one page.
    ///
    /// - Throws: `SimulationError`
    func page() throws -> SimulationPage {
        let count = terms.actions.count * terms.resources.count
        let last = terms.page.after.flatMap { Int($0) } ?? -1
        let found = Array((0..<count).dropFirst(min(max(last, -1), count) + 1).prefix(terms.page.limit + 1))
        return try terms.page.page(found: found, key: String.init(_:)).map { index in
            try Task.checkCancellation()
            let action = terms.actions[index / terms.resources.count].text
            return try result(action, terms.resources[index % terms.resources.count])
        }
    }

    private func result(_ action: String, _ resource: String) throws -> SimulationResult {
        let owner = deployment.account(ofARN: resource) ?? terms.resourceOwner
        var context = context
        if let owner { context.set("aws:ResourceAccount", owner.text) }
        let request = PolicyRequest(caller: caller, action: action, resource: resource, context: context)
        let resourcePolicy = try resourcePolicy(for: action, resource)
        let policies = PolicySet(
            identity: identity.map(\.policy),
            boundary: boundary?.policy,
            resource: resourcePolicy.map { [$0.policy] } ?? [],
            resourceAccount: owner?.text ?? caller.account,
            resourceRule: resourcePolicy?.rule ?? .mayAllow
        )
        let taken = identity + [boundary, resourcePolicy?.simulated].compactMap(\.self)
        return SimulationResult(action, resource, policies.decide(request), boundary, taken, request)
    }

    /// The policy of the request as that of one resource, where it has a say in the action.
    private func resourcePolicy(for action: String, _ resource: String) throws -> SimulatedResourcePolicy? {
        guard let text = terms.resourcePolicy else { return nil }
        if deployment.vault(ofARN: resource) != nil {
            let policy = try SimulatedPolicy(
                text,
                in: "ResourcePolicy",
                as: .resource(.vault(arn: resource)),
                .resource
            )
            guard OperationName(action: action)?.canBeGrantedByVaults == true else { return nil }
            return SimulatedResourcePolicy(simulated: policy, rule: .mayAllow)
        }
        guard (try? IdentityARN(resource, of: [.role])) != nil else {
            throw SimulationError.noResourcePolicy(resource)
        }
        let policy = try SimulatedPolicy(text, in: "ResourcePolicy", as: .trust, .resource)
        return SimulatedResourcePolicy(simulated: policy, rule: .mustAllow)
    }

    /// Names of keys in their order, each once whatever its case.
    static func once(_ keys: [String]) -> [String] {
        Dictionary(keys.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
            .sorted { $0.key < $1.key }.map(\.value)
    }
}

/// The policy of a simulated resource.
private struct SimulatedResourcePolicy {
    let simulated: SimulatedPolicy
    let rule: PolicySet.ResourceRule

    var policy: NamedPolicy { simulated.policy }
}

extension SimulationResult {
    fileprivate init(
        _ action: String,
        _ resource: String,
        _ decision: AccessDecision,
        _ boundary: SimulatedPolicy?,
        _ policies: [SimulatedPolicy],
        _ request: PolicyRequest
    ) {
        let outcome: SimulationResult.Decision
        let effect: PolicyStatement.Effect
        switch decision.outcome {
        case .allowed: (outcome, effect) = (.allowed, .allow)
        case .explicitDeny: (outcome, effect) = (.explicitDeny, .deny)
        case .implicitDeny: (outcome, effect) = (.implicitDeny, .allow)
        }
        let findings = policies.map { (source: $0.source, findings: $0.policy.document.findings(for: request)) }
        self.init(
            action: action,
            resource: resource,
            decision: outcome,
            statements: findings.flatMap { source, findings in
                findings.filter { $0.difference == nil && $0.effect == effect }.map { _ in source }
            },
            missingKeys: Simulation.once(findings.flatMap { $0.findings.flatMap(\.missingKeys) }),
            isAllowedByBoundary: boundary.map { $0.policy.document.allows(request) }
        )
    }
}

extension PolicyDocument {
    fileprivate func allows(_ request: PolicyRequest) -> Bool {
        if case .allow = evaluate(request) { true } else { false }
    }
}
