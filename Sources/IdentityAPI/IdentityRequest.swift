package import GlacierModel

/// A request of the identity API on its way to becoming an operation's input.
package struct IdentityRequest: QueryReading, Sendable {
    package let operation: IdentityOperationName
    package let account: AccountID
    package let caller: CallingIdentity
    package let form: QueryForm
    package var namesRead: Set<String> = ["Action", "Version"]

    package init(
        _ operation: IdentityOperationName,
        _ form: QueryForm,
        account: AccountID,
        caller: CallingIdentity
    ) {
        self.operation = operation
        self.form = form
        self.account = account
        self.caller = caller
    }

    /// Which kind of identity this operation of a family is about.
    func kind(in family: [IdentityOperationName: IdentityKind]) throws(IdentityError) -> IdentityKind {
        guard let kind = family[operation] else {
            throw .unknownAction(operation.rawValue, version: IdentityOperationName.version)
        }
        return kind
    }

    /// The name of an identity, in a parameter such as `UserName`.
    mutating func identity(_ kind: IdentityKind) throws(IdentityError) -> IdentityReference {
        let name = try required("\(kind.word)Name") { (text) throws(IdentityValueError) in
            try IdentityName(text, of: kind)
        }
        return IdentityReference(account: account, kind: kind, name: name)
    }

    /// The user that a request names, or the caller.
    ///
    /// - Throws: `IdentityError.userNameNeeded` when the caller is neither a user nor the root.
    mutating func userOrCaller() throws(IdentityError) -> AccessKeyOwner {
        let name = try value("UserName") { (text) throws(IdentityValueError) in try IdentityName(text, of: .user) }
        if let name { return .user(name) }
        switch caller {
        case .root: return .root
        case .user(let name): return .user(name)
        case .session: throw .userNameNeeded
        }
    }

    mutating func page() throws(IdentityError) -> IdentityPageRequest {
        let limit = try value("MaxItems") { (text) throws(IdentityValueError) in
            try IdentityPageRequest(marker: nil, limit: try QueryText.number(text)).limit
        }
        let page = try value("Marker") { (text) throws(IdentityValueError) in
            try IdentityPageRequest(marker: text, limit: limit)
        }
        if let page { return page }
        do {
            return try IdentityPageRequest(marker: nil, limit: limit)
        } catch {
            throw .invalidParameter("MaxItems", value: limit.map(String.init) ?? "", error)
        }
    }

    mutating func pathPrefix() throws(IdentityError) -> IdentityPathPrefix {
        try value("PathPrefix", IdentityPathPrefix.init(_:)) ?? .everything
    }

    mutating func policyARN(_ name: String = "PolicyArn") throws(IdentityError) -> PolicyARN {
        try required(name, PolicyARN.init(_:))
    }
}
