public import TreeHash

/// What an upload says of its body before it is read.
public struct PayloadClaims: Hashable, Sendable {
    /// `x-amz-content-sha256` as sent; it is compared as given.
    public let contentSHA256: String
    /// `x-amz-sha256-tree-hash` as sent.
    public let treeHash: TreeHashClaim
    /// `Content-Length`; nil when the body comes in chunks of unknown total.
    public let contentLength: Int64?

    /// Takes the claims as sent; they are judged when the body has been read.
    public init(contentSHA256: String, treeHash: TreeHashClaim, contentLength: Int64?) {
        self.contentSHA256 = contentSHA256
        self.treeHash = treeHash
        self.contentLength = contentLength
    }

    /// The linear hash is judged before the tree hash.
    public func check(linear: Digest, tree: Digest) throws(ServiceError) {
        guard linear.hex == contentSHA256 else {
            throw .contentHashMismatch(expected: contentSHA256, actual: linear)
        }
        guard treeHash.matches(tree) else { throw .treeHashMismatch(expected: treeHash.header, actual: tree) }
    }
}

/// A tree hash as a header claims it: an even number of hex digits, which may have any case and, when it cannot be
/// right, any length.
public struct TreeHashClaim: Hashable, Sendable {
    /// As sent: the error quotes it, and its case and length are the caller's.
    public let header: String
    private let digest: Digest?

    /// - Throws: `ServiceError.invalidTreeHash` when the text is not hex or has an odd number of digits.
    public init(header: String) throws(ServiceError) {
        guard header.utf8.count.isMultiple(of: 2), header.utf8.allSatisfy(TreeHashClaim.isHexDigit) else {
            throw .invalidTreeHash(header)
        }
        self.header = header
        digest = Digest(hex: header)
    }

    /// Whether the claim is right, whatever the case of its digits. One that is not 64 digits long never is.
    public func matches(_ actual: Digest) -> Bool { digest == actual }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
