package import GlacierModel

/// A request of the query protocol on its way to becoming an operation's input, whatever the service. It remembers what
/// was read, so that nothing a caller says is passed over in silence.
package protocol QueryReading {
    var form: QueryForm { get }
    /// Parameters that somebody asked for.
    var namesRead: Set<String> { get set }
}

extension QueryReading {
    /// Refuses what no reader asked for.
    ///
    /// - Throws: `IdentityError.unknownParameter`
    package func requireAllRead() throws(IdentityError) {
        if let name = form.names.filter({ !namesRead.contains($0) }).min() { throw .unknownParameter(name) }
    }

    /// The text of a parameter; nil when it is missing.
    package mutating func text(_ name: String) -> String? {
        namesRead.insert(name)
        return form.value(of: name)
    }

    /// A parameter that may be missing.
    package mutating func value<Value>(
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
    package mutating func required<Value>(
        _ name: String,
        _ read: (String) throws(IdentityValueError) -> Value
    ) throws(IdentityError) -> Value {
        guard let value = try value(name, read) else { throw .missingParameter(name) }
        return value
    }

    /// `{name}.member.1`, `{name}.member.2`, …; nil when there is none. An empty list is written as an empty text.
    ///
    /// - Parameter most: how many members it may have.
    package mutating func members<Value>(
        _ name: String,
        most: Int,
        _ read: (String) throws(IdentityValueError) -> Value
    ) throws(IdentityError) -> [Value]? {
        var members: [Value] = []
        while let member = try value("\(name).member.\(members.count + 1)", read) {
            guard members.count < most else { throw .tooManyMembers(name, maximum: most) }
            members.append(member)
        }
        if members.isEmpty { return text(name) == "" ? [] : nil }
        return members
    }

    /// `Tags.member.1.Key` and `.Value`, …; empty also where there are none.
    package mutating func tags() throws(IdentityError) -> [IdentityTag] {
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
        if tags.isEmpty, let text = text("Tags"), !text.isEmpty { throw .unknownParameter("Tags") }
        return tags
    }
}

/// How texts of the query protocol are read that have no type of their own.
package enum QueryText {
    /// A whole number without sign, of up to nine digits.
    package static func number(_ text: String) throws(IdentityValueError) -> Int {
        guard !text.isEmpty, text.utf8.count <= 9,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(text)
        else { throw .malformed(.number) }
        return number
    }

    package static func boolean(_ text: String) throws(IdentityValueError) -> Bool {
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw .malformed(.boolean)
        }
    }

    /// One of the words that an enumeration knows.
    package static func word<Word: RawRepresentable & CaseIterable>(
        _ text: String
    ) throws(IdentityValueError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else { throw .notOneOf(Word.allCases.map(\.rawValue)) }
        return word
    }
}
