import GlacierModel

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
