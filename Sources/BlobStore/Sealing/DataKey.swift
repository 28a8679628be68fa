import Crypto
import FoundationEssentials
import NIOCore

/// The key of one blob: 32 random bytes that seal this blob and nothing else, so that nonces can be counted.
///
/// Everything is AES-256-GCM (https://csrc.nist.gov/pubs/sp/800/38/d/final) with a nonce of 96 bits: the domain in 32
/// bits, then an index in 64 bits, most significant byte first. No pair of the two is used twice in a blob.
struct DataKey: Sendable {
    /// What is sealed; the first four bytes of the nonce.
    enum Domain: UInt32, Sendable {
        /// The descriptor in the header, index 0.
        case descriptor = 1
        /// A chunk, by its index.
        case chunk = 2
        /// The leaf digests in the footer, index 0.
        case leaves = 3
        /// The empty message that proves the total length, index 0.
        case ending = 4
    }

    private let key: SymmetricKey

    /// The key of these bytes; nil unless there are 32.
    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: Array(bytes))
    }

    /// Encrypts `plaintext` and proves `associated` along with it.
    func seal(
        _ plaintext: some DataProtocol,
        _ domain: Domain,
        index: Int64 = 0,
        associated: [UInt8]
    ) throws(BlobStoreError) -> AES.GCM.SealedBox {
        do {
            let nonce = try Self.nonce(domain, index: index)
            return try AES.GCM.seal(plaintext, using: key, nonce: nonce, authenticating: associated)
        } catch {
            throw BlobStoreError(.unavailable, message: "sealing failed", cause: error)
        }
    }

    /// Decrypts what ``seal(_:_:index:associated:)`` made: the ciphertext with the tag behind it.
    ///
    /// - Throws: ``BlobStoreError/Code/damaged`` if a single bit of anything that went into it is different.
    func open(
        _ sealed: ByteBuffer,
        _ domain: Domain,
        index: Int64 = 0,
        associated: [UInt8],
        key blob: BlobKey
    ) throws(BlobStoreError) -> Data {
        let length = sealed.readableBytes - SealedBlobFormat.tagBytes
        guard length >= 0 else {
            throw BlobStoreError(.damaged, key: blob, message: "something sealed is too short to have a tag")
        }
        do {
            let nonce = try Self.nonce(domain, index: index)
            let box = try sealed.withUnsafeReadableBytes { bytes in
                try AES.GCM.SealedBox(
                    nonce: nonce,
                    ciphertext: UnsafeRawBufferPointer(rebasing: bytes[..<length]),
                    tag: UnsafeRawBufferPointer(rebasing: bytes[length...])
                )
            }
            return try AES.GCM.open(box, using: key, authenticating: associated)
        } catch {
            throw BlobStoreError(.damaged, key: blob, message: "\(domain) \(index) does not prove itself", cause: error)
        }
    }

    /// Lends the key's bytes.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { key.withUnsafeBytes(body) }

    /// The nonce of one message under this key.
    static func nonceBytes(_ domain: Domain, index: Int64) -> [UInt8] {
        domain.rawValue.bigEndianBytes + UInt64(index).bigEndianBytes
    }

    private static func nonce(_ domain: Domain, index: Int64) throws -> AES.GCM.Nonce {
        try AES.GCM.Nonce(data: nonceBytes(domain, index: index))
    }
}

extension FixedWidthInteger {
    /// The number's bytes, most significant first.
    var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian, Array.init) }
}
