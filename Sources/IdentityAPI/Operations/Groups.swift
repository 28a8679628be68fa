package import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html
package enum CreateGroup: IdentityContract {
    package struct Input: Sendable {
        package let group: IdentityReference
        package let path: IdentityPath
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            group: try request.identity(.group),
            path: try request.value("Path", IdentityPath.init(_:)) ?? .root
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .createGroup }
    package static func resources(of input: Input) -> [IdentityResource] { [.new(input.group, path: input.path)] }

    package static func write(_ output: Identity, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("Group") { $0.identity(output, place, .whole) }
    }
}

/// A group and a page of its users.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html
package enum GetGroup: IdentityContract {
    package struct Input: Sendable {
        package let group: IdentityReference
        package let page: IdentityPageRequest
    }

    package struct Output: Sendable {
        let group: Identity
        let users: IdentityPage<Identity>

        /// - Parameter users: in the order of their folded names.
        package init(group: Identity, users: IdentityPage<Identity>) {
            self.group = group
            self.users = users
        }
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(group: try request.identity(.group), page: try request.page())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getGroup }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.group)] }

    package static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("Group") { $0.identity(output.group, place, .whole) }
        xml.list("Users", output.users.items) { $0.identity($1, place, .listed) }
        xml.pageEnd(output.users.marker)
    }
}

/// AddUserToGroup and RemoveUserFromGroup. What is so already is success.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
package enum ChangeMembership: IdentityContract {
    package enum Change: Hashable, Sendable {
        case add
        case remove
    }

    package struct Input: Sendable {
        package let change: Change
        package let user: IdentityReference
        package let group: IdentityReference
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            change: request.operation == .addUserToGroup ? .add : .remove,
            user: try request.identity(.user),
            group: try request.identity(.group)
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName {
        switch input.change {
        case .add: .addUserToGroup
        case .remove: .removeUserFromGroup
        }
    }

    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.group)] }
    package typealias Output = Void
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
package enum ListGroupsForUser: IdentityContract {
    package struct Input: Sendable {
        package let user: IdentityReference
        package let page: IdentityPageRequest
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(user: try request.identity(.user), page: try request.page())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .listGroupsForUser }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.user)] }

    /// In the order of the folded names.
    package static func write(_ output: IdentityPage<Identity>, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.list("Groups", output.items) { $0.identity($1, place, .listed) }
        xml.pageEnd(output.marker)
    }
}
