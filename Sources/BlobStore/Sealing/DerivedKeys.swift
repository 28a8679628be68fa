package import Crypto

extension MasterKeyRing {
    /// A key for something other than blobs, which tells nothing of the master key it comes from, nor of the keys for
    /// other purposes.
    ///
    /// - Parameters:
    ///   - id: the master key it is derived from.
    ///   - purpose: a name that no other use has, with its version.
    /// - Returns: 32 bytes; nil if the ring does not have the master key.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc5869
    package func derivedKey(_ id: KeyID, for purpose: String) -> SymmetricKey? {
        key(id).map { master in
            HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Array(purpose.utf8), outputByteCount: 32)
        }
    }

    /// The master key of a name that was stored; nil if the ring does not have it.
    package func keyID(_ bytes: some Collection<UInt8>) -> KeyID? {
        ids.first { $0.bytes.elementsEqual(bytes) }
    }
}
