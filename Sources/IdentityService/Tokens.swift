package import AccessControl
import GlacierModel
package import IdentityAPI

extension IdentityOperations {
    package func getCallerIdentity(_ request: Authorised<GetCallerIdentity.Input>) -> GetCallerIdentity.Output {
        GetCallerIdentity.Output(
            account: request.caller.account,
            userID: request.caller.userID,
            arn: request.caller.principalARN
        )
    }

    /// Credentials of an account's root last an hour, whatever was asked for.
    package func getSessionToken(_ request: Authorised<GetSessionToken.Input>) throws -> TemporaryCredentials {
        let caller = request.caller, seconds = request.input.seconds
        switch caller.principal {
        case .root:
            return try credentials(for: .root, of: caller.account, seconds: min(seconds, SessionLimits.hour))
        case .user(let user):
            return try credentials(for: .user(id: user.uniqueID), of: caller.account, seconds: seconds)
        case .session: throw TokenError.needsLastingCredentials(.getSessionToken)
        }
    }

    package func assumeRole(_ request: Authorised<RoleToAssume>) throws -> AssumeRole.Output {
        let input = request.input
        let id = input.role.uniqueID.text, name = input.sessionName.text
        return AssumeRole.Output(
            credentials: try credentials(
                for: .role(id: id, sessionName: name),
                of: input.account,
                seconds: input.seconds,
                policy: input.policy
            ),
            sessionID: "\(id):\(name)",
            sessionARN: deployment.sessionARN(
                of: input.account,
                roleName: input.role.name.text,
                sessionName: name
            ),
            policySize: input.policy?.percentage
        )
    }

    /// New credentials, which are kept nowhere: the token holds all that they are.
    private func credentials(
        for principal: SessionClaims.Principal,
        of account: AccountID,
        seconds: Int,
        policy: SessionPolicyText? = nil
    ) throws -> TemporaryCredentials {
        let key = AccessKey.random(for: account, .temporary, from: surroundings)
        let now = surroundings.now()
        let expiration = now + .seconds(Int64(seconds))
        let token = try sealing.token(
            of: SessionClaims(
                accessKeyID: key.id,
                secret: key.secret,
                account: account,
                principal: principal,
                issued: now,
                expiration: expiration,
                sessionPolicy: policy?.text
            )
        )
        return TemporaryCredentials(accessKeyID: key.id, secret: key.secret, token: token, expiration: expiration)
    }
}
