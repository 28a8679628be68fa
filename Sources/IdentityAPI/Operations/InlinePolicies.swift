package import GlacierModel

/// PutUserPolicy, PutGroupPolicy, PutRolePolicy: a policy that belongs to one identity alone.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html
package enum PutInlinePolicy: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let name: PolicyName
        package let document: PolicyDocumentText
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .putUserPolicy: .user, .putGroupPolicy: .group, .putRolePolicy: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            name: try request.required("PolicyName", PolicyName.init(_:)),
            document: try request.required("PolicyDocument", PolicyDocumentText.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }
    package typealias Output = Void
}

/// GetUserPolicy, GetGroupPolicy, GetRolePolicy.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
package enum GetInlinePolicy: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let name: PolicyName
    }

    package struct Output: Sendable {
        let kind: IdentityKind
        let identityName: IdentityName
        let policy: InlinePolicy

        package init(kind: IdentityKind, identityName: IdentityName, policy: InlinePolicy) {
            self.kind = kind
            self.identityName = identityName
            self.policy = policy
        }
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .getUserPolicy: .user, .getGroupPolicy: .group, .getRolePolicy: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            name: try request.required("PolicyName", PolicyName.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    package static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("\(output.kind.word)Name", output.identityName.text)
        xml.element("PolicyName", output.policy.name.text)
        xml.element("PolicyDocument", PercentText.encode(output.policy.document))
    }
}

/// ListUserPolicies, ListGroupPolicies, ListRolePolicies.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html
package enum ListInlinePolicies: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let page: IdentityPageRequest
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .listUserPolicies: .user, .listGroupPolicies: .group, .listRolePolicies: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            page: try request.page()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    /// In the order of the folded names.
    package static func write(_ output: IdentityPage<PolicyName>, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.list("PolicyNames", output.items.map(\.text))
        xml.pageEnd(output.marker)
    }
}

/// DeleteUserPolicy, DeleteGroupPolicy, DeleteRolePolicy.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html
package enum DeleteInlinePolicy: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let name: PolicyName
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .deleteUserPolicy: .user, .deleteGroupPolicy: .group, .deleteRolePolicy: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            name: try request.required("PolicyName", PolicyName.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }
    package typealias Output = Void
}
