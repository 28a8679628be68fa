import Crypto
import Synchronization

/// Signing keys that were derived already, so that a request costs one HMAC instead of five.
///
/// A key is served only for the very secret it was derived from: after a secret changes, the next request derives anew.
/// Secrets themselves are not kept, only their SHA-256, and nothing of the content shows in descriptions or mirrors.
/// Memory is bounded; of the keys, those used longest ago leave first, roughly.
public final class SigningKeyCache: Sendable {
    private struct Place: Hashable {
        let accessKeyID: String
        let scope: CredentialScope
    }

    private struct Entry {
        let secretDigest: SHA256.Digest
        let key: SymmetricKey
    }

    /// Two generations instead of a list ordered by use: a full young one becomes the old one, and the old one before
    /// it is forgotten. Every step takes constant time.
    private struct Generations {
        var young: [Place: Entry] = [:]
        var old: [Place: Entry] = [:]
    }

    private let generations = Mutex(Generations())
    private let generationCapacity: Int

    /// - Parameter capacity: The greatest number of keys kept; less than 2 counts as 2. A client needs one key a day, a
    ///   server one for each access key, region, service and day in use.
    public init(capacity: Int = 1024) {
        generationCapacity = max(1, capacity / 2)
    }

    /// How many keys are kept at this moment.
    package var count: Int {
        generations.withLock { $0.young.count + $0.old.count }
    }

    func key(accessKeyID: String, secretAccessKey: String, scope: CredentialScope) -> SymmetricKey {
        let place = Place(accessKeyID: accessKeyID, scope: scope)
        let secretDigest = SHA256.hash(data: Array(secretAccessKey.utf8))
        if let key = cachedKey(at: place, secretDigest: secretDigest) { return key }
        let key = SigningKey.derive(secretAccessKey: secretAccessKey, scope: scope)
        store(Entry(secretDigest: secretDigest, key: key), at: place)
        return key
    }

    private func cachedKey(at place: Place, secretDigest: SHA256.Digest) -> SymmetricKey? {
        generations.withLock { generations in
            if let entry = generations.young[place] {
                return entry.secretDigest == secretDigest ? entry.key : nil
            }
            guard let entry = generations.old[place], entry.secretDigest == secretDigest else { return nil }
            insert(entry, at: place, into: &generations)
            return entry.key
        }
    }

    private func store(_ entry: Entry, at place: Place) {
        generations.withLock { insert(entry, at: place, into: &$0) }
    }

    private func insert(_ entry: Entry, at place: Place, into generations: inout Generations) {
        generations.old[place] = nil
        if generations.young[place] == nil, generations.young.count >= generationCapacity {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[place] = entry
    }
}

extension SigningKeyCache: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name of the type and nothing of its content.
    public var description: String { "SigningKeyCache" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Has no children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
