import BlobStore
import Glibc

/// The file of the master keys, made at the first start.
enum KeyRingFile {
    /// - Parameter dataExists: whether there may be data already that is sealed under a key ring: then a missing file
    ///   is never replaced by a new one.
    /// - Throws: `StartupError`
    static func load(
        _ path: String,
        dataExists: Bool,
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) throws -> MasterKeyRing {
        if let text = try SecretFile.read(path) { return try parse(text, path: path) }
        guard !dataExists else {
            throw StartupError(
                "the key ring \(path) is missing, and without it the data in this folder cannot be read: put the "
                    + "file back, or name it with --key-ring"
            )
        }
        let ring = MasterKeyRing(generating: randomBytes)
        try SecretFile.write(ring.secretText, to: path)
        return ring
    }

    /// - Parameter path: named in errors.
    /// - Throws: `StartupError`, without anything of the text.
    static func parse(_ text: String, path: String) throws -> MasterKeyRing {
        do {
            return try MasterKeyRing(parsing: text)
        } catch {
            throw StartupError("\(path) is not a key ring: \(error)")
        }
    }
}
