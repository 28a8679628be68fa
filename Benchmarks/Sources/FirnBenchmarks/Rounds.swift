import Foundation

/// Measures several things in turn, each once in a round. Every round begins with another one, so that none always
/// finds what the same one left behind.
func measured<Key: Hashable, Value>(
    _ keys: [Key],
    rounds: Int,
    _ measure: (_ key: Key, _ round: Int) async throws -> Value
) async throws -> [Key: [Value]] {
    var values: [Key: [Value]] = [:]
    for round in 0..<rounds {
        for key in keys.rotated(by: round) { values[key, default: []].append(try await measure(key, round)) }
    }
    return values
}

extension Array {
    /// The same elements in the same order, beginning with another one; as it is when empty.
    func rotated(by count: Int) -> [Element] {
        guard !isEmpty else { return self }
        let start = count % self.count
        return Array(self[start...] + self[..<start])
    }
}

/// How fast bytes went, and what they cost.
struct Throughput {
    /// MB (10⁶ bytes) per second.
    let rate: Double
    /// Milliseconds of processor time for a GB (10⁹ bytes).
    let processor: Double

    init(bytes: Int, time: Duration, processor: Duration) {
        rate = Double(bytes) / 1e6 / (time / .seconds(1))
        self.processor = processor / .milliseconds(1) / (Double(bytes) / 1e9)
    }
}

extension [Throughput] {
    /// The median of one of the two quantities.
    func median(_ quantity: KeyPath<Throughput, Double>) -> Double {
        map { $0[keyPath: quantity] }.median ?? 0
    }
}

/// Lets the kernel write what it still holds, so that the next measurement does not pay for the last one.
func settleDisk() { sync() }
