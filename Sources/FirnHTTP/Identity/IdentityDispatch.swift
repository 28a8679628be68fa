import IdentityAPI
import IdentityService

extension IdentityHandler {
    /// Carries an operation out. A new case of `IdentityOperationName` makes the compiler ask for its line here.
    func dispatch(_ call: IdentityCall) async throws -> OutgoingResponse {
        switch call.request.operation {
        case .createUser: try await answer(CreateUser.self, call, operations.createUser)
        case .getUser: try await answer(GetUser.self, call, operations.getUser)
        case .listUsers: try await answer(ListIdentities.self, call, operations.listIdentities)
        case .updateUser: try await answer(UpdateIdentity.self, call, operations.updateIdentity)
        case .deleteUser: try await answer(DeleteIdentity.self, call, operations.deleteIdentity)
        case .tagUser: try await answer(TagIdentity.self, call, operations.tagIdentity)
        case .untagUser: try await answer(UntagIdentity.self, call, operations.untagIdentity)
        case .listUserTags: try await answer(ListIdentityTags.self, call, operations.listIdentityTags)
        case .createAccessKey: try await answer(CreateAccessKey.self, call, operations.createAccessKey)
        case .listAccessKeys: try await answer(ListAccessKeys.self, call, operations.listAccessKeys)
        case .updateAccessKey: try await answer(UpdateAccessKey.self, call, operations.updateAccessKey)
        case .deleteAccessKey: try await answer(DeleteAccessKey.self, call, operations.deleteAccessKey)
        case .getAccessKeyLastUsed:
            try await answer(GetAccessKeyLastUsed.self, call, operations.getAccessKeyLastUsed)
        }
    }
}
