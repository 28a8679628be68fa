import Crypto

/// Hashes of a body straight from their definition, so that no mistake of the product's own is shared.
enum PlainHashes {
    /// Bytes of a leaf.
    private static let leaf = 1 << 20

    static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] { Array(SHA256.hash(data: Array(bytes))) }

    /// Hashes of pieces of 1 MiB, then of pairs of hashes, until one is left; one without a partner moves up.
    ///
    /// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html
    static func treeHash(_ bytes: [UInt8]) -> [UInt8] {
        var level = stride(from: 0, to: max(bytes.count, 1), by: leaf).map {
            sha256(bytes[$0..<min($0 + leaf, bytes.count)])
        }
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map {
                $0 + 1 < level.count ? sha256(level[$0] + level[$0 + 1]) : level[$0]
            }
        }
        return level[0]
    }

    /// Two lower-case digits for each byte.
    static func hex(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
