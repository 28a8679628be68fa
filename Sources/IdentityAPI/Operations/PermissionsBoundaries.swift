package import GlacierModel

/// PutUserPermissionsBoundary and PutRolePermissionsBoundary.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html
package enum PutPermissionsBoundary: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let policy: PolicyARN
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .putUserPermissionsBoundary: .user, .putRolePermissionsBoundary: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            policy: try request.policyARN("PermissionsBoundary")
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    package static func facts(of input: Input) -> IdentityRequestFacts {
        var facts = IdentityRequestFacts()
        facts.permissionsBoundary = input.policy
        return facts
    }

    package typealias Output = Void
}

/// DeleteUserPermissionsBoundary and DeleteRolePermissionsBoundary. None being set is success.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html
package enum DeletePermissionsBoundary: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .deleteUserPermissionsBoundary: .user, .deleteRolePermissionsBoundary: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(operation: request.operation, identity: try request.identity(try request.kind(in: family)))
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }
    package typealias Output = Void
}
