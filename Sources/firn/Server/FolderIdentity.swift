import BlobStore
import Catalogue
import GlacierModel

/// Keeps a data folder and a catalogue that do not belong together apart.
///
/// The sweep removes blobs that no row refers to. With the catalogue of another folder, or with an empty one where
/// `--catalogue` was forgotten, that would be all of them. So the folder has a name that the catalogue holds too.
enum FolderIdentity {
    /// - Parameters:
    ///   - file: holds the name, in the data folder.
    ///   - isNew: whether the catalogue has just been made.
    /// - Throws: `StartupError` when the two do not belong together.
    static func check(
        file: String,
        catalogue: Catalogue,
        isNew: Bool,
        store: some BlobStore,
        randomBytes: (Int) -> [UInt8]
    ) async throws {
        let own = try SecretFile.read(file).map(name)
        let known = try await catalogue.deploymentValue(.folder)
        if known == nil, isNew, try await !store.list(after: nil, limit: 1).isEmpty {
            throw StartupError(
                "the data folder holds data, but the catalogue is new and empty: is --catalogue the one that was used "
                    + "before?"
            )
        }
        guard known == nil || known == own else {
            throw StartupError(
                "the catalogue belongs to another data folder: \(file) "
                    + (own == nil ? "is missing" : "does not hold the name that the catalogue knows")
            )
        }
        // The folder first: a catalogue that knows a name always finds it.
        let name = own ?? randomBytes(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        if own == nil { try SecretFile.write(name + "\n", to: file) }
        guard try await catalogue.deploymentValue(.folder, orSet: name) == name else {
            throw StartupError("the catalogue was given to another data folder just now")
        }
    }

    /// Demands that a catalogue belongs to the folder with a certain identity file, without changing either.
    ///
    /// - Parameter text: of the file.
    static func require(_ text: String, in catalogue: Catalogue) async throws {
        guard try await catalogue.deploymentValue(.folder) == name(text) else {
            throw StartupError("the catalogue belongs to another data folder: is --catalogue the server's?")
        }
    }

    private static func name(_ text: String) -> String { text.filter { !$0.isNewline } }
}
