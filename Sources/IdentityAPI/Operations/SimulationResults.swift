package import GlacierModel

/// What became of simulated requests: one for each action and resource, actions first.
package typealias SimulationPage = IdentityPage<SimulationResult>

/// What became of one simulated request.
package struct SimulationResult: Sendable {
    /// The words of the API.
    package enum Decision: String, Sendable {
        case allowed
        case explicitDeny
        case implicitDeny
    }

    /// A statement that decided, by the policy that it is in.
    package struct Statement: Hashable, Sendable {
        package let policyID: String
        package let policyType: PolicyType

        package init(policyID: String, policyType: PolicyType) {
            self.policyID = policyID
            self.policyType = policyType
        }
    }

    /// Where a policy hangs, in the words of the API.
    package enum PolicyType: String, Hashable, Sendable {
        case user
        case group
        case role
        case builtIn = "aws-managed"
        case managed = "user-managed"
        case resource
        /// It came with the request.
        case none
    }

    package let action: String
    package let resource: String
    package let decision: Decision
    /// Those that deny it, or else those that allow it.
    package let statements: [Statement]
    /// Keys that policies ask for and that had no value, in the order of their names.
    package let missingKeys: [String]
    /// Nil without a boundary.
    package let isAllowedByBoundary: Bool?

    package init(
        action: String,
        resource: String,
        decision: Decision,
        statements: [Statement],
        missingKeys: [String],
        isAllowedByBoundary: Bool?
    ) {
        self.action = action
        self.resource = resource
        self.decision = decision
        self.statements = statements
        self.missingKeys = missingKeys
        self.isAllowedByBoundary = isAllowedByBoundary
    }
}

/// Why nothing can be simulated.
package enum SimulationError: Error, Hashable, Sendable {
    /// A policy of the request is none: the parameter that it came in, and what is wrong with it.
    case malformedPolicy(String, reason: String)
    /// A resource policy names principals, and nobody says who asks.
    case callerNeeded
    /// A policy of a resource that has none here.
    case noResourcePolicy(String)
}

extension QueryError {
    package init(_ error: SimulationError) {
        switch error {
        case .malformedPolicy(let parameter, let reason):
            self.init(400, "InvalidInput", "The policy in \(parameter) is not valid: \(reason)")
        case .callerNeeded:
            self.init(400, "InvalidInput", "CallerArn must be specified when ResourcePolicy is specified.")
        case .noResourcePolicy(let resource):
            self.init(400, "InvalidInput", "\(resource) is neither a vault nor a role and has no policy of its own.")
        }
    }
}

extension XMLWriter {
    mutating func simulation(_ page: SimulationPage) {
        list("EvaluationResults", page.items) { xml, result in
            xml.element("EvalActionName", result.action)
            xml.element("EvalResourceName", result.resource)
            xml.element("EvalDecision", result.decision.rawValue)
            xml.list("MatchedStatements", result.statements) { xml, statement in
                xml.element("SourcePolicyId", statement.policyID)
                xml.element("SourcePolicyType", statement.policyType.rawValue)
            }
            xml.list("MissingContextValues", result.missingKeys)
            if let isAllowed = result.isAllowedByBoundary {
                xml.element("PermissionsBoundaryDecisionDetail") { xml in
                    xml.element("AllowedByPermissionsBoundary", isAllowed ? "true" : "false")
                }
            }
        }
        pageEnd(page.marker)
    }
}
