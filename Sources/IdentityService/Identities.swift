package import AccessControl
import Catalogue
package import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func createUser(_ request: Authorised<CreateUser.Input>) async throws -> Identity {
        let input = request.input
        let user = Identity(
            kind: .user,
            name: input.user.name,
            path: input.path,
            uniqueID: UniqueID(of: .user, randomFrom: surroundings),
            creationDate: surroundings.now(),
            boundary: input.boundary,
            tags: input.tags
        )
        try await catalogue.createIdentity(user, in: input.user.account)
        return user
    }

    package func getUser(_ request: Authorised<GetUser.Input>) async throws -> GetUser.Output {
        switch request.input.user {
        case .root: return .root
        case .user(let name):
            let user = IdentityReference(account: request.input.account, kind: .user, name: name)
            return .user(try await catalogue.identity(user))
        }
    }

    package func listIdentities(
        _ request: Authorised<ListIdentities.Input>
    ) async throws -> ListIdentities.Output {
        let input = request.input
        let page = try await catalogue.identities(of: input.account, input.kind, below: input.prefix, input.page)
        return ListIdentities.Output(kind: input.kind, page: page)
    }

    package func updateIdentity(_ request: Authorised<UpdateIdentity.Input>) async throws {
        let input = request.input
        try await catalogue.renameIdentity(input.identity, to: input.newName, path: input.newPath)
    }

    package func deleteIdentity(_ request: Authorised<DeleteIdentity.Input>) async throws {
        try await catalogue.deleteIdentity(request.input.identity)
    }
}
