import TreeHash

/// Which bytes of an archive a job retrieves: `first-last`, decimal, inclusive.
public struct RetrievalByteRange: Hashable, Sendable {
    private let text: String
    private let bytes: Range<Int64>

    /// - Throws: `ServiceError.invalidParameter` when the text is not two decimal numbers in order.
    public init(_ text: String) throws(ServiceError) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int64(decimalDigits: ends[0]), let last = Int64(decimalDigits: ends[1]),
            first <= last, last < .max
        else { throw RetrievalByteRange.invalid(text) }
        self.text = text
        bytes = first..<(last + 1)
    }

    /// The range within an archive of `size` bytes.
    ///
    /// - Throws: `ServiceError.invalidParameter` when it ends beyond the archive or is not megabyte aligned.
    public func resolve(size: Int64) throws(ServiceError) -> Range<Int64> {
        guard bytes.upperBound <= size, TreeAlignment.isMegabyteAligned(bytes, of: size) else {
            throw RetrievalByteRange.invalid(text)
        }
        return bytes
    }

    private static func invalid(_ text: String) -> ServiceError {
        .invalidParameter("Invalid retrieval byte range: \(text)")
    }
}

/// Which bytes of a job's output a request asks for, from its `Range` header.
///
/// A header that is not understood is ignored, as HTTP allows: the whole output is sent.
/// Source: https://www.rfc-editor.org/rfc/rfc9110#section-14.2
public struct OutputRange: Hashable, Sendable {
    private enum Form: Hashable {
        case from(Int64, through: Int64?)
        case last(Int64)
    }
    private let form: Form
    private let header: String

    /// Nil when the header is absent or is not a single range of bytes.
    public init?(header: String?) {
        guard let header, header.hasPrefix("bytes=") else { return nil }
        let ends = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        switch (Int64(clampingDecimalDigits: ends[0]), Int64(clampingDecimalDigits: ends[1])) {
        case (let first?, let last?) where first <= last: form = .from(first, through: last)
        case (let first?, nil) where ends[1].isEmpty: form = .from(first, through: nil)
        case (nil, let count?) where ends[0].isEmpty && count > 0: form = .last(count)
        default: return nil
        }
        self.header = header
    }

    /// The range within an output of `total` bytes; an end beyond it is cut.
    ///
    /// - Throws: `ServiceError.rangeBeyondOutput` when it starts at or after the end.
    public func resolve(total: Int64) throws(ServiceError) -> Range<Int64> {
        switch form {
        case .from(let first, _) where first >= total: throw .rangeBeyondOutput(header)
        case .from(let first, let last): return first..<(min(last ?? total - 1, total - 1) + 1)
        case .last(let count): return max(0, total - count)..<total
        }
    }
}
