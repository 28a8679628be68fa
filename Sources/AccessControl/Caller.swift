import AccessPolicy
package import GlacierModel

/// Who sent a request, once the signature has proved it, with everything that decides what they may do.
package struct Caller: Sendable {
    /// Who acts.
    package enum Principal: Hashable, Sendable {
        /// The account itself: may do everything in it that nothing denies.
        case root
        case user(UserReference)
        /// Somebody who assumed a role.
        case session(RoleSession)
    }

    /// A user of the caller's account.
    package struct UserReference: Hashable, Sendable {
        package let uniqueID: String
        package let name: String
        package let path: String
    }

    /// A session of a role of the caller's account.
    package struct RoleSession: Hashable, Sendable {
        package let roleID: String
        package let roleName: String
        package let rolePath: String
        package let sessionName: String
    }

    package let account: AccountID
    package let principal: Principal
    /// The ARN that messages name and policies match: of the root, the user or the session.
    package let principalARN: String
    package let accessKeyID: String
    /// When the credentials were issued; nil for those that last until they are deleted.
    package let temporarySince: Timestamp?
    /// Of the user and its groups, or of the role.
    let policies: PrincipalPolicies
    /// What bounds a session besides; nil for none.
    let sessionPolicy: NamedPolicy?

    /// The root of an account.
    init(rootOf account: AccountID, accessKeyID: String, _ bounds: SessionBounds? = nil, deployment: Deployment) {
        self.init(account, .root, .root, accessKeyID, bounds, deployment)
    }

    /// A user.
    init(user: KnownPrincipal, accessKeyID: String, _ bounds: SessionBounds? = nil, deployment: Deployment) {
        let reference = UserReference(uniqueID: user.uniqueID, name: user.name, path: user.path)
        self.init(user.account, .user(reference), user.policies, accessKeyID, bounds, deployment)
    }

    /// A session of a role.
    init(
        sessionOf role: KnownPrincipal,
        named name: String,
        accessKeyID: String,
        _ bounds: SessionBounds? = nil,
        deployment: Deployment
    ) {
        let session = RoleSession(
            roleID: role.uniqueID,
            roleName: role.name,
            rolePath: role.path,
            sessionName: name
        )
        self.init(role.account, .session(session), role.policies, accessKeyID, bounds, deployment)
    }

    private init(
        _ account: AccountID,
        _ principal: Principal,
        _ policies: PrincipalPolicies,
        _ accessKeyID: String,
        _ bounds: SessionBounds?,
        _ deployment: Deployment
    ) {
        self.account = account
        self.principal = principal
        self.accessKeyID = accessKeyID
        self.policies = policies
        temporarySince = bounds?.issued
        sessionPolicy = bounds?.policy
        principalARN =
            switch principal {
            case .root: deployment.rootARN(of: account)
            case .user(let user): deployment.identityARN(.user, path: user.path, name: user.name, in: account)
            case .session(let session):
                deployment.sessionARN(of: account, roleName: session.roleName, sessionName: session.sessionName)
            }
    }

    /// What `aws:userid` and GetCallerIdentity show: the account's id for the root.
    package var userID: String {
        switch principal {
        case .root: account.text
        case .user(let user): user.uniqueID
        case .session(let session): "\(session.roleID):\(session.sessionName)"
        }
    }
}

/// What temporary credentials add to whom they act for.
struct SessionBounds: Sendable {
    let issued: Timestamp
    /// Nil for no bounds.
    let policy: NamedPolicy?
}
