import Crypto
import FoundationEssentials
import NIOCore

/// The header of a sealed blob, with its data key unwrapped and its descriptor opened.
struct SealedHeader: Sendable {
    /// Bytes of the header, and so where the first chunk begins.
    let byteCount: Int
    /// Bytes of plaintext, if they were known when the header was written.
    let plaintextLength: Int64?
    /// What the blob is, in the words of whoever wrote it.
    let descriptor: [UInt8]
    /// The master key under which the data key is wrapped.
    let masterKeyID: MasterKeyRing.KeyID
    /// The key that seals this blob.
    let dataKey: DataKey
    /// SHA-256 of the header without its wrap section: what chunks and footer are bound to. The wrap section proves
    /// itself and stays out, so that a data key can be wrapped anew without touching anything else.
    let digest: [UInt8]

    /// The bytes before the master key id: the first part that ``digest`` covers.
    private static let identityBytes = 32
    /// The bytes before the wrapped data key: what the wrapping is bound to.
    private static let wrapAssociatedBytes = 48
    private static let wrapNonceBytes = 12
    private static let wrappedKeyBytes = 32

    /// A new header under the ring's current key, and its bytes.
    ///
    /// - Precondition: `descriptor` has at most ``SealedBlobFormat/descriptorLimit`` bytes.
    static func make(
        key: BlobKey,
        descriptor: [UInt8],
        plaintextLength: Int64?,
        format: SealedBlobFormat,
        keyRing: MasterKeyRing,
        randomBytes: (Int) -> [UInt8]
    ) throws(BlobStoreError) -> (header: SealedHeader, bytes: [UInt8]) {
        let byteCount = SealedBlobFormat.headerBytesWithoutDescriptor + descriptor.count
        let identity =
            SealedBlobFormat.magic + SealedBlobFormat.version.bigEndianBytes + UInt16(0).bigEndianBytes
            + UInt32(byteCount).bigEndianBytes + key.bytes
        let fields =
            (plaintextLength.map(UInt64.init) ?? SealedBlobFormat.unknownLength).bigEndianBytes
            + UInt32(format.chunkBytes).bigEndianBytes + UInt32(descriptor.count).bigEndianBytes
        let keyBytes = randomBytes(wrappedKeyBytes)
        let nonce = randomBytes(wrapNonceBytes)
        guard let dataKey = DataKey(bytes: keyBytes), nonce.count == wrapNonceBytes else {
            throw BlobStoreError(.misuse, key: key, message: "the random source returned too few or too many bytes")
        }
        let front = identity + keyRing.currentID.bytes
        let wrapped = try wrap(keyBytes, nonce: nonce, associated: front, keyRing: keyRing)
        let box = try dataKey.seal(descriptor, .descriptor, associated: identity + fields)
        let bound = fields + Array(box.ciphertext) + Array(box.tag)
        let header = SealedHeader(
            byteCount: byteCount,
            plaintextLength: plaintextLength,
            descriptor: descriptor,
            masterKeyID: keyRing.currentID,
            dataKey: dataKey,
            digest: Array(SHA256.hash(data: identity + bound))
        )
        return (header, front + nonce + wrapped + bound)
    }

    /// Bytes of the whole header whose first bytes these are.
    ///
    /// - Throws: ``BlobStoreError/Code/damaged`` or ``BlobStoreError/Code/unsupported`` if this is no header of
    ///   version 1.
    static func byteCount(ofPrefix prefix: ByteBuffer, key: BlobKey) throws(BlobStoreError) -> Int {
        var prefix = prefix
        guard let magic = prefix.readBytes(length: SealedBlobFormat.magic.count), magic == SealedBlobFormat.magic,
            let version = prefix.readInteger(as: UInt16.self),
            let flags = prefix.readInteger(as: UInt16.self),
            let length = prefix.readInteger(as: UInt32.self)
        else {
            throw BlobStoreError(.damaged, key: key, message: "this does not begin as a sealed blob does")
        }
        guard version == SealedBlobFormat.version, flags == 0 else {
            throw BlobStoreError(.unsupported, key: key, message: "sealed in version \(version) with flags \(flags)")
        }
        let least = SealedBlobFormat.headerBytesWithoutDescriptor
        guard (least...(least + SealedBlobFormat.descriptorLimit)).contains(Int(length)) else {
            throw BlobStoreError(.damaged, key: key, message: "the header claims to have \(length) bytes")
        }
        return Int(length)
    }

    /// Opens the header that `bytes` holds, from its first byte to its last.
    ///
    /// - Throws: ``BlobStoreError/Code/damaged``, ``BlobStoreError/Code/unsupported`` or
    ///   ``BlobStoreError/Code/unknownMasterKey``.
    init(
        opening bytes: ByteBuffer,
        key: BlobKey,
        format: SealedBlobFormat,
        keyRing: MasterKeyRing
    ) throws(BlobStoreError) {
        byteCount = try Self.byteCount(ofPrefix: bytes, key: key)
        var rest = bytes
        guard bytes.readableBytes == byteCount,
            let identity = rest.readBytes(length: Self.identityBytes),
            let id = rest.readBytes(length: Self.wrapAssociatedBytes - Self.identityBytes),
            let nonce = rest.readBytes(length: Self.wrapNonceBytes),
            let wrapped = rest.readBytes(length: Self.wrappedKeyBytes + SealedBlobFormat.tagBytes),
            case let bound = Array(rest.readableBytesView),
            let fields = HeaderFields(reading: &rest), rest.readableBytes == fields.sealedDescriptorBytes
        else {
            throw BlobStoreError(.damaged, key: key, message: "the header's lengths contradict each other")
        }
        guard BlobKey(bytes: identity.suffix(BlobKey.byteCount)) == key else {
            throw BlobStoreError(.damaged, key: key, message: "this is another blob")
        }
        guard fields.chunkBytes == format.chunkBytes else {
            throw BlobStoreError(.unsupported, key: key, message: "sealed in chunks of \(fields.chunkBytes) bytes")
        }
        masterKeyID = MasterKeyRing.KeyID(bytes: id)
        plaintextLength = try fields.plaintextLength(key: key)
        dataKey = try Self.unwrap(wrapped, nonce: nonce, associated: identity + id, key: key, keyRing: keyRing)
        digest = Array(SHA256.hash(data: identity + bound))
        let associated = identity + bound.prefix(HeaderFields.byteCount)
        descriptor = Array(try dataKey.open(rest, .descriptor, associated: associated, key: key))
    }

    private init(
        byteCount: Int,
        plaintextLength: Int64?,
        descriptor: [UInt8],
        masterKeyID: MasterKeyRing.KeyID,
        dataKey: DataKey,
        digest: [UInt8]
    ) {
        self.byteCount = byteCount
        self.plaintextLength = plaintextLength
        self.descriptor = descriptor
        self.masterKeyID = masterKeyID
        self.dataKey = dataKey
        self.digest = digest
    }

    private static func wrap(
        _ dataKey: [UInt8],
        nonce: [UInt8],
        associated: [UInt8],
        keyRing: MasterKeyRing
    ) throws(BlobStoreError) -> [UInt8] {
        guard let master = keyRing.key(keyRing.currentID) else {
            throw BlobStoreError(.unknownMasterKey, message: "the key ring has no current key")
        }
        do {
            let nonce = try AES.GCM.Nonce(data: nonce)
            let box = try AES.GCM.seal(dataKey, using: master, nonce: nonce, authenticating: associated)
            return Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw BlobStoreError(.unavailable, message: "wrapping a data key failed", cause: error)
        }
    }

    private static func unwrap(
        _ wrapped: [UInt8],
        nonce: [UInt8],
        associated: [UInt8],
        key: BlobKey,
        keyRing: MasterKeyRing
    ) throws(BlobStoreError) -> DataKey {
        let id = MasterKeyRing.KeyID(bytes: Array(associated.suffix(16)))
        guard let master = keyRing.key(id) else {
            throw BlobStoreError(.unknownMasterKey, key: key, message: "the key ring has no key \(id)")
        }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: nonce),
                ciphertext: wrapped.dropLast(SealedBlobFormat.tagBytes),
                tag: wrapped.suffix(SealedBlobFormat.tagBytes)
            )
            if let dataKey = DataKey(bytes: try AES.GCM.open(box, using: master, authenticating: associated)) {
                return dataKey
            }
        } catch {
            throw BlobStoreError(.damaged, key: key, message: "the data key does not prove itself", cause: error)
        }
        throw BlobStoreError(.damaged, key: key, message: "the data key has a wrong length")
    }
}

/// The three numbers before the sealed descriptor.
private struct HeaderFields {
    static let byteCount = 16

    private let length: UInt64
    private let descriptorBytes: UInt32
    let chunkBytes: Int

    /// Reads the numbers; nil if the bytes end before.
    init?(reading bytes: inout ByteBuffer) {
        guard let length = bytes.readInteger(as: UInt64.self),
            let chunkBytes = bytes.readInteger(as: UInt32.self),
            let descriptorBytes = bytes.readInteger(as: UInt32.self)
        else { return nil }
        self.length = length
        self.chunkBytes = Int(chunkBytes)
        self.descriptorBytes = descriptorBytes
    }

    /// Bytes of the sealed descriptor, tag and all.
    var sealedDescriptorBytes: Int { Int(descriptorBytes) + SealedBlobFormat.tagBytes }

    /// The plaintext length; nil where it was not known.
    func plaintextLength(key: BlobKey) throws(BlobStoreError) -> Int64? {
        if length == SealedBlobFormat.unknownLength { return nil }
        guard length <= UInt64(SealedBlobFormat.plaintextLimit) else {
            throw BlobStoreError(.unsupported, key: key, message: "a blob of \(length) bytes")
        }
        return Int64(length)
    }
}
