package import HTTPTypes
import TreeHash

/// What a client says of a body that it uploads.
package func uploadHeaders(_ body: [UInt8], range: Range<Int>? = nil) -> HTTPFields {
    var hasher = PayloadHasher()
    body.withUnsafeBytes { hasher.update($0) }
    let hashes = hasher.finalize()
    var headers: HTTPFields = [
        .known("x-amz-content-sha256"): hashes.linear.hex,
        .known("x-amz-sha256-tree-hash"): hashes.tree.hex,
    ]
    if let range { headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/*" }
    return headers
}

/// The tree hash of some bytes, in hex.
package func treeHash(_ body: [UInt8]) -> String {
    var hasher = PayloadHasher()
    body.withUnsafeBytes { hasher.update($0) }
    return hasher.finalize().tree.hex
}
