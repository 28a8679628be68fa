import AccessControl
import Catalogue
import Foundation
import GlacierModel

/// A deployment that an operator's command works on, also while a server serves it: the catalogue and the master keys,
/// but not the bytes, which belong to the one process that holds the folder.
struct OpenDeployment {
    private let catalogue: Catalogue
    private let database: CatalogueDatabase
    private let sealing: CredentialSealing
    private let rules: AccessRules
    private let paths: DataFolder.Paths
    private let surroundings: Surroundings

    /// - Throws: `StartupError` where no server was ever started here, or the catalogue does not belong to the folder.
    init(_ configuration: ServerConfiguration, surroundings: Surroundings) async throws {
        let paths = DataFolder.Paths(configuration.dataFolder)
        guard let identity = try SecretFile.read(paths.identityFile) else {
            throw StartupError("\(paths.folder) is no data folder: start the server once, or name another with --data")
        }
        try paths.requireOwner()
        guard let ring = try SecretFile.read(configuration.keyRingFile ?? paths.keyRingFile) else {
            throw StartupError("the key ring is not at \(configuration.keyRingFile ?? paths.keyRingFile)")
        }
        let keyRing = try KeyRingFile.parse(ring, path: configuration.keyRingFile ?? paths.keyRingFile)
        database = try await CatalogueDatabase.openExisting(configuration, paths, surroundings)
        catalogue = Catalogue(
            database: database.database,
            deployment: configuration.deployment,
            leaseClock: database.leaseClock
        )
        sealing = CredentialSealing(keyRing: keyRing, randomBytes: surroundings.randomBytes)
        rules = AccessRules(catalogue: catalogue, deployment: configuration.deployment, sealing: sealing)
        self.paths = paths
        self.surroundings = surroundings
        try await FolderIdentity.require(identity, in: catalogue)
    }

    /// Closes connections to a server. A file is left to the process that serves it: closing it well would make that
    /// one wait, and what was written is safe.
    func close() async { await database.leave() }

    func accounts() async throws -> [AccountRecord] { try await catalogue.accounts() }

    /// The account that was made at the first start.
    func firstAccount() async throws -> AccountID {
        guard let text = try await catalogue.deploymentValue(.firstAccount) else {
            throw StartupError("there is no account yet: start the server once")
        }
        return try AccountID(text)
    }

    func require(_ account: AccountID) async throws {
        guard try await catalogue.accounts().contains(where: { $0.id == account }) else {
            throw StartupError("there is no account \(account)")
        }
    }

    /// - Parameter id: nil for a random one.
    func createAccount(_ id: AccountID?, name: String?) async throws -> AccountID {
        let account = try id ?? AccountID.random(from: surroundings)
        guard try await catalogue.createAccount(account, name: name, at: surroundings.now()) else {
            throw StartupError("there is an account \(account) already")
        }
        return account
    }

    func rootKeys(of account: AccountID) async throws -> [RootKeyRecord] { try await catalogue.rootKeys(of: account) }

    func createRootKey(of account: AccountID) async throws -> AccessKey {
        let key = AccessKey.random(for: account, from: surroundings)
        try await catalogue.addRootKey(
            key.id,
            of: account,
            sealedSecret: try sealing.seal(Array(key.secret.utf8), .accessKeySecret, of: key.id),
            at: surroundings.now()
        )
        return key
    }

    /// Makes a key in place of all others. Where the folder has a file of root credentials, the file comes first: after
    /// a crash in between, the next start of the server takes the new key in place of the file's old one.
    func rotateRootKeys(of account: AccountID) async throws -> AccessKey {
        if try await account == firstAccount(), try SecretFile.read(paths.rootCredentialsFile) != nil {
            let credentials = try RootCredentials.replace(
                file: paths.rootCredentialsFile,
                account: account,
                surroundings: surroundings
            )
            try await credentials.adopt(into: catalogue, sealing, replacing: .all, at: surroundings.now())
            return credentials.key
        }
        let key = AccessKey.random(for: account, from: surroundings)
        try await catalogue.replaceRootKeys(
            with: key.id,
            of: account,
            sealedSecret: try sealing.seal(Array(key.secret.utf8), .accessKeySecret, of: key.id),
            at: surroundings.now()
        )
        return key
    }

    /// - Parameter status: nil to remove the key.
    func setRootKey(_ id: String, of account: AccountID, to status: AccessKeyRecord.Status?) async throws {
        guard try await catalogue.setRootKey(id, of: account, to: status) else {
            throw StartupError("the account \(account) has no root key \(id)")
        }
    }

    func explain(_ question: AccessQuestion) async throws -> AccessExplanation {
        try await rules.explain(question, at: surroundings.now())
    }
}
