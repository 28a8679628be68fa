package import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
package enum SimulatePrincipalPolicy: IdentityContract {
    package struct Input: Sendable {
        /// Whose policies they are.
        package let source: IdentityARN
        /// What it might have besides.
        package let policies: [PolicyDocumentText]
        package let terms: SimulationTerms
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            source: try request.policySource(),
            policies: try request.policies("PolicyInputList", most: .max),
            terms: try SimulationTerms(&request)
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .simulatePrincipalPolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.source.identity)] }

    package static func write(_ output: SimulationPage, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.simulation(output)
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
package enum SimulateCustomPolicy: IdentityContract {
    package struct Input: Sendable {
        package let policies: [PolicyDocumentText]
        package let terms: SimulationTerms
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(policies: try request.requiredPolicies(), terms: try SimulationTerms(&request))
    }

    package static func operation(of input: Input) -> IdentityOperationName { .simulateCustomPolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.everything] }

    package static func write(_ output: SimulationPage, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.simulation(output)
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html
package enum GetContextKeysForPrincipalPolicy: IdentityContract {
    package struct Input: Sendable {
        package let source: IdentityARN
        package let policies: [PolicyDocumentText]
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            source: try request.policySource(),
            policies: try request.policies("PolicyInputList", most: .max)
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getContextKeysForPrincipalPolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.source.identity)] }

    package static func write(_ output: [String], to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.list("ContextKeyNames", output)
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html
package enum GetContextKeysForCustomPolicy: IdentityContract {
    package struct Input: Sendable {
        package let policies: [PolicyDocumentText]
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(policies: try request.requiredPolicies())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getContextKeysForCustomPolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.everything] }

    package static func write(_ output: [String], to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.list("ContextKeyNames", output)
    }
}

extension IdentityRequest {
    /// An identity of the caller's account.
    fileprivate mutating func policySource() throws(IdentityError) -> IdentityARN {
        let account = account
        return try required("PolicySourceArn") { (text) throws(IdentityValueError) in
            let arn = try IdentityARN(text, of: IdentityKind.allCases)
            guard arn.identity.account == account else { throw .malformed(.identityARN(IdentityKind.allCases)) }
            return arn
        }
    }

    fileprivate mutating func requiredPolicies() throws(IdentityError) -> [PolicyDocumentText] {
        let policies = try policies("PolicyInputList", most: .max)
        guard !policies.isEmpty else { throw .missingParameter("PolicyInputList") }
        return policies
    }
}
