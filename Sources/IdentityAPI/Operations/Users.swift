package import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
package enum CreateUser: IdentityContract {
    package struct Input: Sendable {
        package let user: IdentityReference
        package let path: IdentityPath
        package let boundary: PolicyARN?
        package let tags: [IdentityTag]
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            user: try request.identity(.user),
            path: try request.value("Path", IdentityPath.init(_:)) ?? .root,
            boundary: try request.value("PermissionsBoundary", PolicyARN.init(_:)),
            tags: try request.tags()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .createUser }
    package static func resources(of input: Input) -> [IdentityResource] { [.new(input.user, path: input.path)] }

    package static func facts(of input: Input) -> IdentityRequestFacts {
        var facts = IdentityRequestFacts()
        facts.permissionsBoundary = input.boundary
        facts.tags = input.tags
        return facts
    }

    package static func write(_ output: Identity, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("User") { $0.identity(output, place, .whole) }
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
package enum GetUser: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let user: AccessKeyOwner
    }

    package enum Output: Sendable {
        case user(Identity)
        /// The account's root has no name, and no date that is known.
        case root
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(account: request.account, user: try request.userOrCaller())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getUser }

    package static func resources(of input: Input) -> [IdentityResource] {
        [input.user.resource(in: input.account)]
    }

    package static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("User") { xml in
            switch output {
            case .user(let user): xml.identity(user, place, .whole)
            case .root:
                xml.element("UserId", place.account.text)
                xml.element("Arn", place.deployment.rootARN(of: place.account))
            }
        }
    }
}

extension AccessKeyOwner {
    /// What permission for this user, or for the root, is asked for.
    func resource(in account: AccountID) -> IdentityResource {
        switch self {
        case .root: .root
        case .user(let name): .identity(IdentityReference(account: account, kind: .user, name: name))
        }
    }
}
