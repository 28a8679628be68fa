/// What each of the sides says of one request.
struct SideOpinions {
    /// The first statement that denies.
    private(set) var denial: AccessDecision.Source?
    /// The first statement of an identity policy that allows.
    private var identity: AccessDecision.Source?
    /// The first of the statements that allow with the widest reach.
    private var resource: (source: AccessDecision.Source, reach: PolicyReach)?
    /// Boundary and session policy, as far as there are such and they do not allow.
    private var limits: [PolicySide] = []

    mutating func take(_ policies: PolicySet, _ request: PolicyRequest) {
        for policy in policies.identity {
            let grant = take(policy, .identity, request)
            if identity == nil { identity = grant?.source }
        }
        if let policy = policies.boundary, take(policy, .boundary, request) == nil { limits.append(.boundary) }
        if let policy = policies.session, take(policy, .session, request) == nil { limits.append(.session) }
        for policy in policies.resource {
            guard let grant = take(policy, .resource, request) else { continue }
            if resource.map({ $0.reach < grant.reach }) ?? true { resource = grant }
        }
    }

    /// The sides that do not allow and would have to; none when the request is allowed.
    func missing(
        for caller: PolicyCaller,
        on resourceAccount: String,
        _ resourceRule: PolicySet.ResourceRule
    ) -> [PolicySide] {
        let own = (caller.kind == .root || identity != nil ? [] : [.identity]) + limits
        if resource == nil, caller.account != resourceAccount || resourceRule == .mustAllow {
            return own + [.resource]
        }
        guard caller.account == resourceAccount else { return own }
        if own.isEmpty { return [] }
        switch (resource?.reach, caller.kind) {
        case (nil, _), (.account, _): return own
        case (.role, _): return limits
        case (.caller, .session): return []
        case (.caller, .root), (.caller, .user): return limits.filter { $0 == .session }
        }
    }

    /// The statement on which a permission rests; of a denied request one that allows nevertheless.
    func grant(missing: [PolicySide]) -> AccessDecision.Source? {
        guard missing.isEmpty, !limits.isEmpty else { return identity ?? resource?.source }
        return resource?.source
    }

    /// What a policy allows. Keeps the first denial.
    private mutating func take(
        _ policy: NamedPolicy,
        _ side: PolicySide,
        _ request: PolicyRequest
    ) -> (source: AccessDecision.Source, reach: PolicyReach)? {
        switch policy.document.evaluate(request) {
        case .nothing: return nil
        case .allow(let statement, let reach):
            return (AccessDecision.Source(side: side, policy: policy.name, statement: statement), reach)
        case .deny(let statement):
            denial = denial ?? AccessDecision.Source(side: side, policy: policy.name, statement: statement)
            return nil
        }
    }
}
