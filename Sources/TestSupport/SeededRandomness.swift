package import GlacierModel
import Synchronization

/// Chance that repeats itself: the same numbers for the same seed, on every machine.
///
/// SplitMix64. Source: https://prng.di.unimi.it/splitmix64.c
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A source of random bytes for tests.
package final class SeededRandomness: Sendable {
    private let generator: Mutex<SeededGenerator>

    package init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    package func bytes(_ count: Int) -> [UInt8] {
        generator.withLock { generator in
            (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
        }
    }
}

extension Surroundings {
    /// A clock that a test moves, randomness from a seed, and waiting that is over at once.
    package static func manual(_ clock: ManualClock, seed: UInt64 = 1) -> Surroundings {
        let randomness = SeededRandomness(seed: seed)
        return Surroundings(
            now: { clock.now },
            randomBytes: { randomness.bytes($0) },
            sleep: { span in
                try Task.checkCancellation()
                clock.advance(by: span)
                await Task.yield()
            }
        )
    }
}
