package import BlobStore
import Crypto
import FoundationEssentials

/// Seals what must not be read from the catalogue or from outside: secrets of access keys, and session tokens.
///
/// A sealed value is one byte of version (1), the 16 bytes of the master key's id, 12 of the nonce, the ciphertext and
/// a tag of 16: AES-256-GCM under a key derived from the master key for this purpose alone.
package struct CredentialSealing: Sendable {
    /// What a value is for: it opens as nothing else.
    package enum Purpose: String, Sendable {
        case accessKeySecret = "firn access key secret 1"
        case sessionToken = "firn session token 1"
    }

    private static let version: UInt8 = 1
    private static let keyIDBytes = 16
    private static let nonceBytes = 12
    private static let tagBytes = 16

    private let keyRing: MasterKeyRing
    private let randomBytes: @Sendable (_ count: Int) -> [UInt8]

    package init(keyRing: MasterKeyRing, randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8]) {
        self.keyRing = keyRing
        self.randomBytes = randomBytes
    }

    /// - Parameter name: what the value belongs to, such as an access key's id: it opens under this name only.
    package func seal(_ plaintext: [UInt8], _ purpose: Purpose, of name: String) throws -> [UInt8] {
        let id = keyRing.currentID
        guard let key = keyRing.derivedKey(id, for: purpose.rawValue) else { throw CredentialSealingError() }
        let box = try AES.GCM.seal(
            plaintext,
            using: key,
            nonce: try AES.GCM.Nonce(data: randomBytes(Self.nonceBytes)),
            authenticating: Array(name.utf8)
        )
        return [Self.version] + id.bytes + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// - Throws: `CredentialSealingError` when the value was not sealed by this deployment, for this purpose and name.
    package func open(_ sealed: [UInt8], _ purpose: Purpose, of name: String) throws -> [UInt8] {
        let head = 1 + Self.keyIDBytes + Self.nonceBytes
        guard sealed.count >= head + Self.tagBytes, sealed[0] == Self.version,
            let id = keyRing.keyID(sealed[1..<(1 + Self.keyIDBytes)]),
            let key = keyRing.derivedKey(id, for: purpose.rawValue)
        else { throw CredentialSealingError() }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: try AES.GCM.Nonce(data: sealed[(1 + Self.keyIDBytes)..<head]),
                ciphertext: sealed[head..<(sealed.count - Self.tagBytes)],
                tag: sealed[(sealed.count - Self.tagBytes)...]
            )
            return Array(try AES.GCM.open(box, using: key, authenticating: Array(name.utf8)))
        } catch {
            throw CredentialSealingError()
        }
    }
}

/// A sealed value does not open. It says no more: whoever forges learns nothing.
package struct CredentialSealingError: Error, Hashable, Sendable {}
