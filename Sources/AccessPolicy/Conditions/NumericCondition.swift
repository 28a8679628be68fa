/// Decimal numbers.
struct NumericCondition: Hashable, Sendable {
    static let operators: ConditionFamily.Names = OrderComparison.allCases.map {
        ("Numeric\($0.rawValue)", .numeric($0))
    }

    let comparison: OrderComparison
    let values: [PolicyNumber]

    init(_ comparison: OrderComparison, _ values: [PolicyValue]) throws(PolicyError) {
        self.comparison = comparison
        self.values = try values.map { (value) throws(PolicyError) in
            try value.readScalar { (text) throws(PolicyError.Reason) in
                guard let number = PolicyNumber(text) else { throw .malformedNumber }
                return number
            }
        }
    }
}

extension NumericCondition {
    /// Whether a value of the request stands to one of the numbers as the operator says; no other text does.
    func matches(_ value: String) -> Bool {
        guard let number = PolicyNumber(value) else { return false }
        return values.contains { comparison.matches(number, $0) }
    }
}
