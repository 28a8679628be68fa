import AccessControl
import IdentityAPI
import IdentityService

extension IdentityHandler {
    /// Carries an operation out. A new case of `TokenOperationName` makes the compiler ask for its line here.
    func dispatch(_ call: TokenCall) async throws -> OutgoingResponse {
        switch call.request.operation {
        case .assumeRole:
            try await answer(AssumeRole.self, call) { input in
                try operations.assumeRole(try await access.authorise(input, call.facts, for: call.caller))
            }
        case .getCallerIdentity:
            try await answer(GetCallerIdentity.self, call) { input in
                operations.getCallerIdentity(access.authorise(input, for: call.caller))
            }
        case .getSessionToken:
            try await answer(GetSessionToken.self, call) { input in
                try operations.getSessionToken(try access.authorise(input, for: call.caller))
            }
        }
    }
}
