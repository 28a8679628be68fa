import GlacierModel

/// How so many bytes are cut into parts.
struct UploadPlan: Hashable, Sendable {
    /// Bytes of the largest archive that is sent in one request where nobody asks for parts. A request that breaks off
    /// begins anew, and whether it arrived cannot be found out.
    static let largestSingleRequest: Int64 = 16 << 20
    /// So large that a request is cheap by its bytes, so small that parts can wait in memory.
    private static let usualPartSize: Int64 = 8 << 20
    /// 10,000 of them are 156 GiB.
    private static let usualStreamPartSize: Int64 = 16 << 20

    /// Bytes of the whole, at least one.
    let size: Int64
    /// A power of two of MiB that is enough for 10,000 parts.
    let partSize: Int64

    /// - Parameter partSize: nil for the one that suits the size.
    init(size: Int64, partSize: Int64?) throws(UploadError) {
        guard size > 0 else { throw .empty }
        guard size <= Limits.archiveBytes else { throw .tooLarge(size) }
        let needed = Self.smallestPartSize(for: size)
        self.size = size
        self.partSize = try Self.checked(partSize) ?? max(needed, Self.usualPartSize)
        guard self.partSize >= needed else { throw .partSizeTooSmall(self.partSize, needed: needed) }
    }

    /// The part size of a stream, of which nobody knows how long it is.
    ///
    /// - Parameter expected: bytes; some more should fit too.
    static func streamPartSize(asked: Int64?, expected: Int64?) throws(UploadError) -> Int64 {
        let hint = min(expected ?? 0, Limits.archiveBytes)
        let needed = smallestPartSize(for: min(hint + hint / 8, Limits.archiveBytes))
        guard let asked = try checked(asked) else { return max(needed, usualStreamPartSize) }
        let exact = smallestPartSize(for: hint)
        guard asked >= exact else { throw .partSizeTooSmall(asked, needed: exact) }
        return asked
    }

    private static func checked(_ partSize: Int64?) throws(UploadError) -> Int64? {
        guard let partSize else { return nil }
        guard (try? PartSize(bytes: partSize)) != nil else { throw .invalidPartSize(partSize) }
        return partSize
    }

    private static func smallestPartSize(for size: Int64) -> Int64 {
        var partSize = Limits.partSize.lowerBound
        while partSize * Limits.partsPerUpload < size { partSize *= 2 }
        return partSize
    }

    /// 1 to 10,000.
    var partCount: Int { Int((size + partSize - 1) / partSize) }

    /// The bytes of a part, counted from 0.
    func range(of index: Int) -> Range<Int64> {
        let start = Int64(index) * partSize
        return start..<min(start + partSize, size)
    }
}
