import GlacierModel
import Testing

@Suite("Data retrieval policies")
struct DataRetrievalPolicyTests {
    @Test(
        "a strategy is read with its number, and says both again",
        arguments: [
            ("None", nil, DataRetrievalPolicy.none), ("FreeTier", nil, .freeTier),
            ("BytesPerHour", 1, .bytesPerHour(1)), ("BytesPerHour", .max, .bytesPerHour(9_223_372_036_854_775_807)),
        ] as [(String, Int64?, DataRetrievalPolicy)]
    )
    func reads(_ strategy: String, _ bytes: Int64?, _ policy: DataRetrievalPolicy) throws {
        #expect(try DataRetrievalPolicy(strategy: strategy, bytesPerHour: bytes) == policy)
        #expect(policy.strategy.rawValue == strategy)
        #expect(policy.bytesPerHour == bytes)
    }

    @Test("any other word is refused", arguments: ["", "none", "NONE", "Freetier", "BytesPerHour "])
    func refusesStrategy(_ word: String) {
        #expect(throws: ServiceError.invalidParameter("Invalid strategy: \(word)")) {
            try DataRetrievalPolicy(strategy: word, bytesPerHour: 1)
        }
    }

    @Test("the number is required of one strategy, and refused of the others")
    func judgesNumber() {
        #expect(throws: ServiceError.missingParameter("bytesPerHour")) {
            try DataRetrievalPolicy(strategy: "BytesPerHour", bytesPerHour: nil)
        }
        for bytes in [0, -1, Int64.min] {
            #expect(throws: ServiceError.invalidParameter("Invalid BytesPerHour: \(bytes)")) {
                try DataRetrievalPolicy(strategy: "BytesPerHour", bytesPerHour: bytes)
            }
        }
        for word in ["None", "FreeTier"] {
            let message = "BytesPerHour must not be given with the strategy \(word)"
            #expect(throws: ServiceError.invalidParameter(message)) {
                try DataRetrievalPolicy(strategy: word, bytesPerHour: 1)
            }
        }
    }
}
