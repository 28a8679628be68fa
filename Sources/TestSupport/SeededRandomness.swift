package import GlacierModel
import SeededTesting
import Synchronization

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
