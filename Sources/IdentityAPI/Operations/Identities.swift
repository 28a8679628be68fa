package import GlacierModel

/// ListUsers, ListGroups, ListRoles.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
package enum ListIdentities: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let account: AccountID
        package let kind: IdentityKind
        package let prefix: IdentityPathPrefix
        package let page: IdentityPageRequest
    }

    package struct Output: Sendable {
        let kind: IdentityKind
        let page: IdentityPage<Identity>

        /// - Parameter page: in the order of the folded names.
        package init(kind: IdentityKind, page: IdentityPage<Identity>) {
            self.kind = kind
            self.page = page
        }
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .listUsers: .user, .listGroups: .group, .listRoles: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            account: request.account,
            kind: try request.kind(in: family),
            prefix: try request.pathPrefix(),
            page: try request.page()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.listing(input.kind, input.prefix)] }

    package static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.list("\(output.kind.word)s", output.page.items) { $0.identity($1, place, .listed) }
        xml.pageEnd(output.page.marker)
    }
}

/// UpdateUser and UpdateGroup: another name, another path, or both.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
package enum UpdateIdentity: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let newName: IdentityName?
        package let newPath: IdentityPath?
    }

    private static let family: [IdentityOperationName: IdentityKind] = [.updateUser: .user, .updateGroup: .group]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        let kind = try request.kind(in: family)
        return Input(
            operation: request.operation,
            identity: try request.identity(kind),
            newName: try request.value("New\(kind.word)Name") { (text) throws(IdentityValueError) in
                try IdentityName(text, of: kind)
            },
            newPath: try request.value("NewPath", IdentityPath.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }

    /// Both the old and the new one: whoever may rename one user must not give him another's place.
    package static func resources(of input: Input) -> [IdentityResource] {
        let old = input.identity
        guard input.newName != nil || input.newPath != nil else { return [.identity(old)] }
        let new = IdentityReference(account: old.account, kind: old.kind, name: input.newName ?? old.name)
        return [.identity(old), .renamed(old, to: new.name, path: input.newPath)]
    }

    package typealias Output = Void
}

/// DeleteUser, DeleteGroup, DeleteRole.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
package enum DeleteIdentity: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
    }

    private static let family: [IdentityOperationName: IdentityKind] = [
        .deleteUser: .user, .deleteGroup: .group, .deleteRole: .role,
    ]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(operation: request.operation, identity: try request.identity(try request.kind(in: family)))
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }
    package typealias Output = Void
}
