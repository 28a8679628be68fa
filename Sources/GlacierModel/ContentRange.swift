/// The bytes of the archive that a part fills, with the header as sent for the messages that repeat it.
public struct ContentRange: Hashable, Sendable {
    /// As sent: the errors quote it.
    public let header: String
    /// Counted from the first byte of the archive; never empty.
    public let bytes: Range<Int64>

    /// Reads `bytes {first}-{last}/*`, inclusive, decimal. `bytes=` is accepted as well, and a number after the
    /// slash, which is ignored.
    ///
    /// - Throws: `ServiceError.invalidContentRange` when it is anything else or ends before it starts.
    /// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-upload-part.html
    public init(header: String) throws(ServiceError) {
        guard let bytes = ContentRange.parse(header) else { throw .invalidContentRange(header) }
        self.header = header
        self.bytes = bytes
    }

    private static func parse(_ header: String) -> Range<Int64>? {
        guard header.hasPrefix("bytes ") || header.hasPrefix("bytes=") else { return nil }
        let value = header.dropFirst("bytes ".count).drop { $0 == " " }
        let halves = value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, halves[1] == "*" || Int64(decimalDigits: halves[1]) != nil else { return nil }
        let ends = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int64(decimalDigits: ends[0]), let last = Int64(decimalDigits: ends[1]),
            first <= last, last < .max
        else { return nil }
        return first..<(last + 1)
    }

    /// Checks that do not need the bytes, in the order in which the API makes them.
    ///
    /// - Parameter contentLength: what the body announces; nil when it comes in chunks of unknown total.
    public func check(contentLength: Int64?, partSize: PartSize) throws(ServiceError) {
        let length = Int64(bytes.count)
        if let contentLength, contentLength != length {
            throw .contentRangeAgainstLength(range: header, length: contentLength)
        }
        guard bytes.lowerBound % partSize.bytes == 0, length <= partSize.bytes else {
            throw .contentRangeAgainstPartSize(range: header, partSize: partSize.bytes)
        }
        let index = bytes.lowerBound / partSize.bytes
        guard index < Limits.partsPerUpload else { throw .tooManyParts(number: index + 1) }
    }
}
