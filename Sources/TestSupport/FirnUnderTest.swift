import AccessControl
package import BlobStore
package import Catalogue
import FirnHTTP
package import GlacierModel
package import HTTPTypes
import Ingest
package import JobEngine
import Logging
import NIOCore
import SigV4
package import SQLDatabase
import TreeHash
package import Upkeep
import VaultService

/// A whole service without sockets: real catalogue, real operations, real signatures, on a clock that stands still.
package struct FirnUnderTest: Sendable {
    package let clock: ManualClock
    package let surroundings: Surroundings
    package let catalogue: Catalogue
    package let store: any BlobStore
    package let jobs: JobEngine
    package let upkeep: Upkeep
    package let account: AccountID
    private let blobs: SealedBlobs
    private let handler: GlacierHandler
    private let sealing: CredentialSealing

    /// - Parameters:
    ///   - database: already there, or fresh; it is migrated.
    ///   - store: where sealed blobs lie.
    ///   - masterKeys: of the blobs that are there already.
    package init(
        database: any SQLDatabase,
        store: any BlobStore,
        clock: ManualClock = ManualClock(),
        seed: UInt64 = 1,
        timing: Timing = .prompt,
        rules: RetrievalRules = .standard,
        jobSettings: JobEngine.Settings = JobEngine.Settings(),
        upkeepSettings: Upkeep.Settings = Upkeep.Settings(),
        masterKeys: MasterKeyRing = MasterKeyRing(generating: SeededRandomness(seed: 0).bytes)
    ) async throws {
        (self.clock, self.store) = (clock, store)
        let surroundings = Surroundings.manual(clock, seed: seed)
        self.surroundings = surroundings
        let deployment = Deployment(partition: .aws, region: Self.region)
        account = try AccountID("123456789012")
        try await Catalogue.migrate(database, now: clock.now)
        catalogue = Catalogue(database: database, deployment: deployment, leaseClock: .given { clock.now })
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        blobs = SealedBlobs(store: store, keyRing: masterKeys, randomBytes: surroundings.randomBytes)
        sealing = CredentialSealing(keyRing: masterKeys, randomBytes: surroundings.randomBytes)
        let ingest = Ingest(
            blobs: blobs,
            surroundings: surroundings,
            longestUpload: upkeepSettings.longestUpload
        )
        let jobs = JobEngine(
            catalogue: catalogue,
            ingest: ingest,
            deployment: deployment,
            surroundings: surroundings,
            settings: jobSettings,
            logger: logger
        )
        self.jobs = jobs
        upkeep = Upkeep(
            catalogue: catalogue,
            blobs: store,
            timing: timing,
            settings: upkeepSettings,
            surroundings: surroundings,
            logger: logger
        )
        let operations = Operations(
            catalogue: catalogue,
            blobs: blobs,
            deployment: deployment,
            timing: timing,
            rules: rules,
            surroundings: surroundings,
            ingest: ingest,
            jobIsDue: { _ = try? await jobs.finishDueJobs() }
        )
        handler = GlacierHandler(
            access: AccessControl(
                rootKey: AccessKey(id: Self.keyID, secret: Self.secret, account: account),
                catalogue: catalogue,
                deployment: deployment,
                masterKeys: masterKeys,
                skew: timing.signatureSkew,
                surroundings: surroundings
            ),
            operations: operations,
            deployment: deployment,
            proxies: .none,
            logger: logger
        )
    }

    /// Signs and sends a request as a client would, and collects the whole answer.
    ///
    /// - Parameters:
    ///   - path: the request target, as `/-/vaults/v`.
    ///   - chunkBytes: how many bytes of the body arrive at once.
    ///   - breaksAfter: the connection is lost after that many bytes of the body.
    ///   - user: who sends it; the account's root unless told otherwise.
    package func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields = [:],
        body: [UInt8] = [],
        chunkBytes: Int = 1 << 16,
        breaksAfter: Int = .max,
        as user: TestUser = .root
    ) async -> Answer {
        var request = HTTPRequest(method: method, scheme: "http", authority: "test:1", path: path)
        request.headerFields = headers
        request.headerFields[Self.version] = "2012-06-01"
        let signer = SigV4Signer(
            credentials: user.credentials,
            region: Self.region,
            service: AccessControl.service
        )
        let signed = signer.sign(
            request,
            payloadHash: headers[Self.contentSHA256] ?? Digest.sha256(body).hex,
            at: SigningInstant(secondsSince1970: clock.now.seconds)
        )
        let feed = BodyFeed(body, chunkBytes: chunkBytes, breaksAfter: breaksAfter)
        let incoming = IncomingRequest(
            head: signed,
            requestID: "test",
            body: IncomingBody(declaredLength: Int64(body.count), isChunked: false, nextChunk: { try feed.next() })
        )
        return await Answer(handler.respond(to: incoming))
    }

    /// Makes a user of the account, with an access key.
    ///
    /// - Parameter policy: its inline policy; nil for none.
    package func makeUser(_ name: String, policy: String? = nil) async throws -> TestUser {
        let name = try IdentityName(name, of: .user)
        let identity = Identity(
            kind: .user,
            name: name,
            path: .root,
            uniqueID: UniqueID(of: .user, randomFrom: surroundings),
            creationDate: clock.now
        )
        try await catalogue.createIdentity(identity, in: account)
        if let policy { try await setPolicy(policy, of: name) }
        let key = AccessKey.random(for: account, from: surroundings)
        _ = try await catalogue.createAccessKey(
            key.id,
            sealedSecret: try sealing.seal(Array(key.secret.utf8), .accessKeySecret, of: key.id),
            of: .user(name),
            in: account,
            at: clock.now
        )
        return TestUser(name: name, keyID: key.id, secret: key.secret)
    }

    /// Replaces the inline policy of a user.
    package func setPolicy(_ policy: String, of user: IdentityName) async throws {
        try await catalogue.putInlinePolicy(
            try PolicyName("only"),
            try PolicyDocumentText(policy),
            of: IdentityReference(account: account, kind: .user, name: user)
        )
    }

    /// The opened bytes of a blob.
    package func plaintext(of key: BlobKey) async throws -> [UInt8] {
        let length = try await blobs.descriptor(of: key).plaintextLength
        var bytes: [UInt8] = []
        try await blobs.read(key, plaintext: 0..<length) { bytes.append(contentsOf: $0.readableBytesView) }
        return bytes
    }

    private static let region = "us-east-1"
    fileprivate static let keyID = "AKIAIOSFODNN7EXAMPLE"
    fileprivate static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    private static let version = HTTPField.Name.known("x-amz-glacier-version")
    private static let contentSHA256 = HTTPField.Name.known("x-amz-content-sha256")
}

/// Who sends the requests of a test.
package struct TestUser: Sendable {
    /// Nil for the account's root.
    package let name: IdentityName?
    let credentials: SigningCredentials

    /// The root of the account.
    package static let root = TestUser(name: nil, keyID: FirnUnderTest.keyID, secret: FirnUnderTest.secret)

    fileprivate init(name: IdentityName?, keyID: String, secret: String) {
        self.name = name
        credentials = SigningCredentials(accessKeyID: keyID, secretAccessKey: secret)
    }
}

extension AccessControl {
    /// Of a service with one key of one root, and whatever identities the catalogue has.
    fileprivate init(
        rootKey: AccessKey,
        catalogue: Catalogue,
        deployment: Deployment,
        masterKeys: MasterKeyRing,
        skew: Span,
        surroundings: Surroundings
    ) {
        let sealing = CredentialSealing(keyRing: masterKeys, randomBytes: surroundings.randomBytes)
        self.init(
            configuredKeys: [rootKey],
            rules: AccessRules(catalogue: catalogue, deployment: deployment, sealing: sealing),
            sealing: sealing,
            limiter: FailureLimiter(rate: nil),
            uses: AccessKeyUses(),
            deployment: deployment,
            skew: skew,
            signingKeys: SigningKeyCache(),
            now: surroundings.now
        )
    }
}

extension HTTPField.Name {
    /// A name that is a constant of a test.
    package static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("invalid header name \(name)") }
        return field
    }
}
