package import AccessControl
import Catalogue
import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    /// The secret is shown here and never again; what is stored is sealed.
    package func createAccessKey(
        _ request: Authorised<CreateAccessKey.Input>
    ) async throws -> CreateAccessKey.Output {
        let input = request.input
        let key = AccessKey.random(for: input.account, from: surroundings)
        let created = try await catalogue.createAccessKey(
            key.id,
            sealedSecret: try sealing.seal(Array(key.secret.utf8), .accessKeySecret, of: key.id),
            of: input.owner,
            in: input.account,
            at: surroundings.now()
        )
        return CreateAccessKey.Output(owner: created.owner, key: created.key, secret: key.secret)
    }

    package func listAccessKeys(
        _ request: Authorised<ListAccessKeys.Input>
    ) async throws -> ListAccessKeys.Output {
        let input = request.input
        let listed = try await catalogue.accessKeys(of: input.owner, in: input.account, input.page)
        return ListAccessKeys.Output(owner: listed.owner, page: listed.page)
    }

    package func updateAccessKey(_ request: Authorised<UpdateAccessKey.Input>) async throws {
        let input = request.input
        try await catalogue.setStatus(input.status, ofAccessKey: input.id, of: input.owner, in: input.account)
    }

    package func deleteAccessKey(_ request: Authorised<DeleteAccessKey.Input>) async throws {
        let input = request.input
        try await catalogue.deleteAccessKey(input.id, of: input.owner, in: input.account)
    }

    package func getAccessKeyLastUsed(
        _ request: Authorised<GetAccessKeyLastUsed.Input>
    ) async throws -> GetAccessKeyLastUsed.Output {
        let found = try await catalogue.accessKeyUse(request.input.id, in: request.input.account)
        return GetAccessKeyLastUsed.Output(owner: found.owner, lastUse: found.lastUse)
    }
}
