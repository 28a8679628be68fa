import HTTPTypes
public import TreeHash

/// What an upload says of its bytes before it sends them.
public struct PayloadSummary: Hashable, Sendable {
    /// In bytes.
    public let length: Int64
    /// Plain SHA-256 of all bytes: what the signature binds.
    public let contentSHA256: Digest
    /// The SHA-256 tree hash, which the server compares with its own.
    public let treeHash: Digest

    /// Takes what is known of the bytes. If it is wrong, the server refuses them.
    public init(length: Int64, contentSHA256: Digest, treeHash: Digest) {
        self.length = length
        self.contentSHA256 = contentSHA256
        self.treeHash = treeHash
    }

    /// Of a payload that was hashed.
    public init(_ hashes: PayloadHashes) {
        self.init(length: hashes.byteCount, contentSHA256: hashes.linear, treeHash: hashes.tree)
    }

    var headers: HTTPFields { [.contentSHA256: contentSHA256.hex, .treeHash: treeHash.hex] }
}
