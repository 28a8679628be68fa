/// `true` or `false`, without case.
struct BoolCondition: Hashable, Sendable {
    static let operators: ConditionFamily.Names = [("Bool", .bool)]

    let values: [Bool]

    init(_ values: [PolicyValue]) throws(PolicyError) {
        self.values = try values.map { (value) throws(PolicyError) in try value.truth() }
    }
}

extension PolicyValue {
    func truth() throws(PolicyError) -> Bool {
        try readScalar { (text) throws(PolicyError.Reason) in
            guard let value = BoolCondition.value(of: text) else { throw .malformedBool }
            return value
        }
    }
}

extension BoolCondition {
    /// Whether a value of the request is one of the policy's.
    func matches(_ value: String) -> Bool {
        guard let value = Self.value(of: value) else { return false }
        return values.contains(value)
    }

    fileprivate static func value(of text: String) -> Bool? {
        switch ASCIICase.lowered(text) {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
