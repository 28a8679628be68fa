import JSONText

/// A piece of the document that is being read, and where it stands.
struct PolicyValue {
    let json: JSONValue
    let place: PolicyPlace

    func object() throws(PolicyError) -> PolicyObject {
        guard case .object(let members) = json else { throw unexpected(expecting: .object) }
        return PolicyObject(members: members, place: place)
    }

    var isString: Bool { if case .string = json { true } else { false } }

    func string() throws(PolicyError) -> String {
        guard case .string(let text) = json else { throw unexpected(expecting: .string) }
        return text
    }

    /// A string as it is; a number or a boolean as the text that stands for it.
    func scalarText() throws(PolicyError) -> String {
        switch json {
        case .string(let text), .number(let text): return text
        case .bool(let isTrue): return isTrue ? "true" : "false"
        case .null, .array, .object: throw unexpected(expecting: .scalar)
        }
    }

    /// The elements of an array, which must have some; anything else is a list of itself.
    func oneOrMore() throws(PolicyError) -> [PolicyValue] {
        guard case .array(let elements) = json else { return [self] }
        guard !elements.isEmpty else { throw PolicyError(.empty, at: place) }
        return elements.enumerated().map { PolicyValue(json: $0.element, place: place.element($0.offset)) }
    }

    /// What a string means; adds the place to what is wrong with it.
    func read<Meaning>(
        _ meaning: (String) throws(PolicyError.Reason) -> Meaning
    ) throws(PolicyError) -> Meaning {
        try located(string(), meaning)
    }

    /// The same for a string, a number or a boolean.
    func readScalar<Meaning>(
        _ meaning: (String) throws(PolicyError.Reason) -> Meaning
    ) throws(PolicyError) -> Meaning {
        try located(scalarText(), meaning)
    }

    private func located<Meaning>(
        _ text: String,
        _ meaning: (String) throws(PolicyError.Reason) -> Meaning
    ) throws(PolicyError) -> Meaning {
        do {
            return try meaning(text)
        } catch {
            throw PolicyError(error, at: place)
        }
    }

    private func unexpected(expecting shape: PolicyError.Shape) -> PolicyError {
        PolicyError(json == .null ? .nullValue : .wrongType(expected: shape), at: place)
    }
}

/// An object of the document that is being read.
struct PolicyObject {
    let members: [String: JSONValue]
    let place: PolicyPlace

    subscript(name: String) -> PolicyValue? {
        members[name].map { PolicyValue(json: $0, place: place.member(name)) }
    }

    /// In the order of their names, so that of several mistakes the same one is found every time.
    var sorted: [(name: String, value: PolicyValue)] {
        members.sorted { $0.key < $1.key }.map { ($0.key, PolicyValue(json: $0.value, place: place.member($0.key))) }
    }

    func required(_ name: String) throws(PolicyError) -> PolicyValue {
        guard let value = self[name] else { throw PolicyError(.missingElement(name), at: place) }
        return value
    }

    func allowOnly(_ names: Set<String>) throws(PolicyError) {
        guard let name = members.keys.filter({ !names.contains($0) }).min() else { return }
        throw PolicyError(.unknownElement, at: place.member(name))
    }
}
