import HTTPTypes
public import TreeHash

/// What a response says of the bytes of a job's output that follow it.
public struct JobOutputHead: Hashable, Sendable {
    /// Of an archive `application/octet-stream`, of an inventory `application/json` or `text/csv`.
    public let contentType: String?
    /// Bytes that follow; nil when the service did not say.
    public let contentLength: Int64?
    /// Where those bytes lie within the output; nil for the whole of it.
    public let range: Range<Int64>?
    /// Bytes of the whole output, where a range was asked for and the service said.
    public let totalLength: Int64?
    /// `bytes` where ranges may be asked for.
    public let acceptRanges: String?
    /// Of archives that have one.
    public let archiveDescription: String?
    /// Of exactly the bytes that follow, where they are tree-hash aligned.
    public let treeHash: Digest?

    /// Whether the bytes are a range of the output: status 206.
    public var isPartial: Bool { range != nil }

    init(_ answer: APIAnswer) throws(UnreadableAnswer) {
        contentType = answer.headers[.contentType]
        contentLength = answer.headers[.contentLength].flatMap { Int64($0) }
        acceptRanges = answer.headers[.acceptRanges]
        archiveDescription = answer.headers[.archiveDescription]
        treeHash = try answer.digest(.treeHash)
        guard answer.status == .partialContent else {
            (range, totalLength) = (nil, nil)
            return
        }
        let header = try answer.requiredHeader(.contentRange)
        let halves = header.split(separator: "/", maxSplits: 1)
        guard header.hasPrefix("bytes "), halves.count == 2,
            let range = Range(inclusiveText: halves[0].dropFirst("bytes ".count))
        else { throw UnreadableAnswer(HTTPField.Name.contentRange.rawName) }
        self.range = range
        totalLength = Int64(halves[1])
    }
}
