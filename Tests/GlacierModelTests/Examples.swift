import GlacierModel

/// SplitMix64: the same numbers for the same seed, on every machine.
///
/// Source: https://prng.di.unimi.it/splitmix64.c
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Surroundings {
    /// Chance that always yields the same byte, at the beginning of 1970.
    static func drawing(_ byte: UInt8) -> Surroundings {
        Surroundings(
            now: { Timestamp(milliseconds: 0) },
            randomBytes: { count in [UInt8](repeating: byte, count: count) },
            sleep: { _ in }
        )
    }
}

/// 92 characters, as upload and job ids have.
let id92 = "XfiA5PM122LLolN5gu___oRss20GeXhvM0ZFJiAmvBhZXRSN1Py8ZNQHxkeFk24Vm0zOjMUodpYJ02WFJ7Hp7i7EACwF"

/// 138 characters, as archive ids have.
let id138 =
    "TgCPA9cpYEGWVo6-_TDVqkHeeA7g_6opDeu2KZv_6GVf98sOWqwyVca5sxOmz6k--yegDNONmbO-iR-hnMbgeESA5T6w_Fs2N11YoqgX7FW-"
    + "Rtovl3KXkbwUjrTTj9bQUlFVN1LlXw"
