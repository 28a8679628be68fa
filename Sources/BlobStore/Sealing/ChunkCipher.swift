import COpenSSL
import NIOCore

/// Seals one chunk at a time, which may come in pieces: each piece goes from where it lies straight to where it is
/// wanted. swift-crypto seals what lies in memory as a whole and copies it twice on the way.
///
/// The order is ``begin(index:associated:)``, any number of ``seal(_:count:appendingTo:)``, and ``finish()``; then the
/// next chunk may begin.
final class ChunkCipher {
    private let context: OpaquePointer

    /// A cipher under this key.
    ///
    /// - Throws: ``BlobStoreError/Code/unavailable`` if the library refuses, for want of memory.
    init(key: DataKey) throws(BlobStoreError) {
        guard let context = EVP_CIPHER_CTX_new() else { throw Self.failure }
        self.context = context
        let accepted = key.withUnsafeBytes {
            EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, $0.baseAddress, nil)
        }
        guard accepted == 1 else { throw Self.failure }
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    /// Begins the chunk `index`, which is bound to `associated`.
    func begin(index: Int64, associated: [UInt8]) throws(BlobStoreError) {
        let nonce = DataKey.nonceBytes(.chunk, index: index)
        var count: Int32 = 0
        guard EVP_EncryptInit_ex(context, nil, nil, nil, nonce) == 1,
            EVP_EncryptUpdate(context, nil, &count, associated, Int32(associated.count)) == 1
        else { throw Self.failure }
    }

    /// Appends the first `count` bytes of `input`, encrypted, to `output`.
    ///
    /// - Parameter count: at most the readable bytes of `input`, and less than 2 GiB.
    func seal(_ input: ByteBuffer, count: Int, appendingTo output: inout ByteBuffer) throws(BlobStoreError) {
        guard count > 0 else { return }
        var written: Int32 = 0
        let accepted = input.withUnsafeReadableBytes { source in
            var accepted: Int32 = 0
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { target in
                let bytes = source.bindMemory(to: UInt8.self)
                let place = target.bindMemory(to: UInt8.self)
                accepted = EVP_EncryptUpdate(context, place.baseAddress, &written, bytes.baseAddress, Int32(count))
                return count
            }
            return accepted
        }
        guard accepted == 1, written == count else { throw Self.failure }
    }

    /// Ends a chunk.
    ///
    /// - Returns: its tag.
    func finish() throws(BlobStoreError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: SealedBlobFormat.tagBytes)
        // A counter mode keeps nothing back, but the library wants a place for it.
        var count: Int32 = 0
        guard EVP_EncryptFinal_ex(context, &tag, &count) == 1, count == 0,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
        else { throw Self.failure }
        return tag
    }

    private static var failure: BlobStoreError { BlobStoreError(.unavailable, message: "the cipher failed") }
}
