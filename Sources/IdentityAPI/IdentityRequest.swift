package import GlacierModel

/// A form on its way to becoming an operation's input. It remembers what was read, so that nothing a caller says is
/// passed over in silence.
package struct IdentityRequest: Sendable {
    package let operation: IdentityOperationName
    package let account: AccountID
    package let caller: CallingIdentity
    private let form: QueryForm
    private var namesRead: Set<String> = ["Action", "Version"]

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

    /// Refuses what no reader asked for.
    ///
    /// - Throws: `IdentityError.unknownParameter`
    package func requireAllRead() throws(IdentityError) {
        if let name = form.names.filter({ !namesRead.contains($0) }).min() { throw .unknownParameter(name) }
    }

    /// Which kind of identity this operation of a family is about.
    func kind(in family: [IdentityOperationName: IdentityKind]) throws(IdentityError) -> IdentityKind {
        guard let kind = family[operation] else {
            throw .unknownAction(operation.rawValue, version: IdentityOperationName.version)
        }
        return kind
    }

    // Values

    /// The text of a parameter; nil when it is missing.
    mutating func text(_ name: String) -> String? {
        namesRead.insert(name)
        return form.value(of: name)
    }

    /// A parameter that may be missing.
    mutating func value<Value>(
        _ name: String,
        _ read: (String) throws(IdentityValueError) -> Value
    ) throws(IdentityError) -> Value? {
        guard let text = text(name) else { return nil }
        do {
            return try read(text)
        } catch {
            throw .invalidParameter(name, value: text, error)
        }
    }

    /// A parameter that must be there.
    mutating func required<Value>(
        _ name: String,
        _ read: (String) throws(IdentityValueError) -> Value
    ) throws(IdentityError) -> Value {
        guard let value = try value(name, read) else { throw .missingParameter(name) }
        return value
    }

    /// `{name}.member.1`, `{name}.member.2`, …; nil when there is none. An empty list is written as an empty text.
    ///
    /// - Parameter most: how many members it may have.
    mutating func members(_ name: String, most: Int) throws(IdentityError) -> [String]? {
        var members: [String] = []
        while let member = text("\(name).member.\(members.count + 1)") {
            guard members.count < most else { throw .tooManyMembers(name, maximum: most) }
            members.append(member)
        }
        if members.isEmpty { return text(name) == "" ? [] : nil }
        return members
    }

    // Values that several operations have

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
            try IdentityPageRequest(marker: nil, limit: try Self.number(text)).limit
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

    mutating func tags() throws(IdentityError) -> [IdentityTag] {
        var tags: [IdentityTag] = []
        while let key = try value("Tags.member.\(tags.count + 1).Key", IdentityTagKey.init(_:)) {
            guard tags.count < IdentityLimits.tagsPerIdentity else {
                throw .tooManyMembers("Tags", maximum: IdentityLimits.tagsPerIdentity)
            }
            guard !key.isReserved else { throw .reservedTagKey }
            guard !tags.contains(where: { $0.key == key }) else { throw .duplicateTagKeys }
            tags.append(
                try required("Tags.member.\(tags.count + 1).Value") { (text) throws(IdentityValueError) in
                    try IdentityTag(key: key, value: text)
                }
            )
        }
        if tags.isEmpty { _ = text("Tags") }
        return tags
    }

    static func number(_ text: String) throws(IdentityValueError) -> Int {
        guard !text.isEmpty, text.utf8.count <= 9,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(text)
        else { throw .malformed(.number) }
        return number
    }

    static func boolean(_ text: String) throws(IdentityValueError) -> Bool {
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw .malformed(.boolean)
        }
    }

    /// One of the words that an enumeration knows.
    static func word<Word: RawRepresentable & CaseIterable>(
        _ text: String
    ) throws(IdentityValueError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else { throw .notOneOf(Word.allCases.map(\.rawValue)) }
        return word
    }
}
