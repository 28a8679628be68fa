/// Which bytes of a job's output are asked for, counted within the output.
public enum JobOutputBytes: Hashable, Sendable {
    /// A range, which is cut where it ends beyond the output.
    case range(Range<Int64>)
    /// All from an offset on.
    case from(Int64)
    /// The last bytes.
    case last(Int64)

    /// The value of the `Range` header.
    func header() throws(UnsendableCall) -> String {
        switch self {
        case .range(let range): return "bytes=\(try range.inclusiveText(named: "range"))"
        case .from(let offset) where offset >= 0: return "bytes=\(offset)-"
        case .last(let count) where count > 0: return "bytes=-\(count)"
        case .from(let number), .last(let number): throw UnsendableCall("range", String(number))
        }
    }
}
