package import AccessControl
import Catalogue
package import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func createGroup(_ request: Authorised<CreateGroup.Input>) async throws -> Identity {
        let input = request.input
        let group = Identity(
            kind: .group,
            name: input.group.name,
            path: input.path,
            uniqueID: UniqueID(of: .group, randomFrom: surroundings),
            creationDate: surroundings.now()
        )
        try await catalogue.createIdentity(group, in: input.group.account)
        return group
    }

    package func getGroup(_ request: Authorised<GetGroup.Input>) async throws -> GetGroup.Output {
        let found = try await catalogue.members(of: request.input.group, request.input.page)
        return GetGroup.Output(group: found.group, users: found.users)
    }

    package func changeMembership(_ request: Authorised<ChangeMembership.Input>) async throws {
        let input = request.input
        switch input.change {
        case .add: try await catalogue.addUser(input.user, to: input.group)
        case .remove: try await catalogue.removeUser(input.user, from: input.group)
        }
    }

    package func listGroupsForUser(
        _ request: Authorised<ListGroupsForUser.Input>
    ) async throws -> IdentityPage<Identity> {
        try await catalogue.groups(of: request.input.user, request.input.page)
    }
}
