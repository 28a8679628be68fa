package import GlacierModel

/// AttachUserPolicy, AttachGroupPolicy, AttachRolePolicy.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html
package enum AttachPolicy: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let policy: PolicyARN
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .attachUserPolicy: .user, .attachGroupPolicy: .group, .attachRolePolicy: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            policy: try request.policyARN()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    package static func facts(of input: Input) -> IdentityRequestFacts {
        var facts = IdentityRequestFacts()
        facts.policyARN = input.policy
        return facts
    }

    package typealias Output = Void
}

/// DetachUserPolicy, DetachGroupPolicy, DetachRolePolicy.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html
package enum DetachPolicy: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let policy: PolicyARN
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .detachUserPolicy: .user, .detachGroupPolicy: .group, .detachRolePolicy: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            policy: try request.policyARN()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    package static func facts(of input: Input) -> IdentityRequestFacts {
        var facts = IdentityRequestFacts()
        facts.policyARN = input.policy
        return facts
    }

    package typealias Output = Void
}

/// ListAttachedUserPolicies, ListAttachedGroupPolicies, ListAttachedRolePolicies.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html
package enum ListAttachedPolicies: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        /// Of the policies' paths.
        package let prefix: IdentityPathPrefix
        package let page: IdentityPageRequest
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .listAttachedUserPolicies: .user, .listAttachedGroupPolicies: .group, .listAttachedRolePolicies: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            prefix: try request.pathPrefix(),
            page: try request.page()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    /// In the order of the policies' folded names.
    package static func write(_ output: IdentityPage<PolicyARN>, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.attachedPolicies("AttachedPolicies", output.items)
        xml.pageEnd(output.marker)
    }
}
