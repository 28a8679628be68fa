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
            switch ASCIICase.lowered(text) {
            case "true": return true
            case "false": return false
            default: throw .malformedBool
            }
        }
    }
}
