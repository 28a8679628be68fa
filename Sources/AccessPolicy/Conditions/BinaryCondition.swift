/// Bytes, written as base64.
struct BinaryCondition: Hashable, Sendable {
    static let operators: ConditionFamily.Names = [("BinaryEquals", .binary)]

    let values: [[UInt8]]

    init(_ values: [PolicyValue]) throws(PolicyError) {
        self.values = try values.map { (value) throws(PolicyError) in
            try value.readScalar { (text) throws(PolicyError.Reason) in
                guard let bytes = Base64.decode(text) else { throw .malformedBase64 }
                return bytes
            }
        }
    }
}

extension BinaryCondition {
    /// Whether a value of the request is base64 of the same bytes as one of the policy's.
    func matches(_ value: String) -> Bool {
        guard let bytes = Base64.decode(value) else { return false }
        return values.contains(bytes)
    }
}
