import Crypto

/// The last line of a canonical request: what a signature says about the body.
public enum PayloadHash {
    /// SHA-256 of no bytes, 64 lower-case hex digits.
    public static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// SHA-256 of a body, 64 lower-case hex digits.
    public static func hex(of body: [UInt8]) -> String {
        String(hexadecimal: SHA256.hash(data: body))
    }

    /// Whether a payload hash is one of the literals that stand for "the signature does not cover the body".
    static func isUncovered(_ payloadHash: String) -> Bool {
        payloadHash == "UNSIGNED-PAYLOAD" || payloadHash.utf8.starts(with: "STREAMING-".utf8)
    }
}
