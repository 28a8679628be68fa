/// The size of every part of an upload but the last: 1 MiB × 2ⁿ for n = 0…12.
public struct PartSize: Hashable, Sendable {
    /// A power of two within `Limits.partSize`.
    public let bytes: Int64

    /// - Throws: `ServiceError.invalidPartSize`
    public init(bytes: Int64) throws(ServiceError) {
        guard Limits.partSize.contains(bytes), bytes.nonzeroBitCount == 1 else {
            throw .invalidPartSize(String(bytes))
        }
        self.bytes = bytes
    }

    /// - Parameter text: the header as sent, nil when it is missing.
    /// - Throws: `ServiceError.invalidPartSize` with the value as sent.
    public init(header text: String?) throws(ServiceError) {
        guard let text, let bytes = Int64(decimalDigits: text), let size = try? PartSize(bytes: bytes) else {
            throw .invalidPartSize(text)
        }
        self = size
    }
}
