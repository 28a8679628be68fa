extension PolicyDocument {
    /// What the document says of a request: a `Deny` that matches counts before any `Allow`, whatever their order.
    public func evaluate(_ request: PolicyRequest) -> PolicyOpinion {
        var allowed: (index: Int, reach: PolicyReach)?
        for index in statements.indices {
            switch statements[index].effect {
            case .deny:
                if statements[index].reach(request) != nil { return .deny(decidingStatement(index)) }
            case .allow:
                if allowed?.reach == .caller { continue }
                guard let reach = statements[index].reach(request) else { continue }
                if allowed.map({ $0.reach < reach }) ?? true { allowed = (index, reach) }
            }
        }
        guard let allowed else { return .nothing }
        return .allow(decidingStatement(allowed.index), allowed.reach)
    }

    func decidingStatement(_ index: Int) -> DecidingStatement {
        DecidingStatement(index: index, sid: statements[index].sid)
    }
}

extension PolicyStatement {
    /// How the statement reaches the caller; nil where the caller or any other part of the request is not meant. What
    /// takes least time and excludes most comes first.
    fileprivate func reach(_ request: PolicyRequest) -> PolicyReach? {
        guard actions.selects({ $0.matches(request.action) }) else { return nil }
        var reach = PolicyReach.caller
        if let principals {
            guard let given = principals.reach(request.caller) else { return nil }
            reach = given
        }
        guard resources.selects({ $0.matches(request.resource, in: request.context) }),
            conditions.allSatisfy({ $0.holds(in: request.context, for: effect) })
        else { return nil }
        return reach
    }
}

extension Selection {
    /// Whether something is selected, of which an entry tells whether it matches it.
    func selects(_ matches: (Entry) -> Bool) -> Bool {
        switch self {
        case .matching(let entries): entries.contains(where: matches)
        case .notMatching(let entries): !entries.contains(where: matches)
        }
    }
}
