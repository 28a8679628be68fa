package import AccessControl
package import BlobStore
package import Catalogue
package import FirnHTTP
package import GlacierModel
package import HTTPTypes
import IdentityService
import Ingest
package import JobEngine
import Logging
import NIOCore
package import SigV4
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
    private let handler: APIHandler
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
        sealing = CredentialSealing(keyRing: masterKeys, randomBytes: surroundings.randomBytes)
        handler = APIHandler(
            access: AccessControl(
                rootKey: AccessKey(id: Self.keyID, secret: Self.secret, account: account),
                catalogue: catalogue,
                deployment: deployment,
                sealing: sealing,
                skew: timing.signatureSkew,
                surroundings: surroundings
            ),
            operations,
            (catalogue, sealing, surroundings),
            deployment,
            logger
        )
    }

    /// Signs and sends a request as a client would, and collects the whole answer.
    ///
    /// - Parameters:
    ///   - path: the request target, as `/-/vaults/v`.
    ///   - chunkBytes: how many bytes of the body arrive at once.
    ///   - breaksAfter: the connection is lost after that many bytes of the body.
    ///   - credentials: of the sender; the root's if nothing is said.
    ///   - meanwhile: happens when the head was judged and before the first byte of the body comes.
    package func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields = [:],
        body: [UInt8] = [],
        chunkBytes: Int = 1 << 16,
        breaksAfter: Int = .max,
        as credentials: SigningCredentials = FirnUnderTest.root,
        meanwhile: @escaping @Sendable () async throws -> Void = {}
    ) async -> Answer {
        var request = HTTPRequest(method: method, scheme: "http", authority: "test:1", path: path)
        request.headerFields = headers
        request.headerFields[Self.version] = "2012-06-01"
        let signed = signer(.glacier, credentials).sign(
            request,
            payloadHash: headers[Self.contentSHA256] ?? Digest.sha256(body).hex,
            at: SigningInstant(secondsSince1970: clock.now.seconds)
        )
        let feed = BodyFeed(body, chunkBytes: chunkBytes, breaksAfter: breaksAfter)
        return await answer(to: signed, body: feed, body.count, meanwhile)
    }

    /// Signs and sends a form, as clients of the query protocol do.
    ///
    /// - Parameter added: a query that somebody adds on the way.
    package func query(
        _ service: SignedService,
        _ form: String,
        as credentials: SigningCredentials = FirnUnderTest.root,
        added: String = ""
    ) async -> Answer {
        let body = Array(form.utf8)
        var request = signer(service, credentials).sign(
            HTTPRequest(method: .post, scheme: "http", authority: "test:1", path: "/"),
            payloadHash: Digest.sha256(body).hex,
            at: SigningInstant(secondsSince1970: clock.now.seconds)
        )
        if !added.isEmpty { request.path = "/?\(added)" }
        return await answer(to: request, body: BodyFeed(body, chunkBytes: 1 << 16, breaksAfter: .max), body.count)
    }

    /// Sends a form in a query that has its signature in it.
    package func presigned(
        _ service: SignedService,
        _ form: String,
        as credentials: SigningCredentials = FirnUnderTest.root
    ) async -> Answer {
        let request = signer(service, credentials).presign(
            HTTPRequest(method: .get, scheme: "http", authority: "test:1", path: "/?\(form)"),
            payloadHash: Digest.sha256([]).hex,
            at: SigningInstant(secondsSince1970: clock.now.seconds),
            expires: 60
        )
        return await answer(to: request, body: BodyFeed([], chunkBytes: 1, breaksAfter: .max), 0)
    }

    /// Sends a request as it is, which somebody else has signed.
    package func deliver(_ signed: HTTPRequest, _ body: [UInt8]) async -> Answer {
        await answer(to: signed, body: BodyFeed(body, chunkBytes: 1 << 16, breaksAfter: .max), body.count)
    }

    private func signer(_ service: SignedService, _ credentials: SigningCredentials) -> SigV4Signer {
        SigV4Signer(credentials: credentials, region: Self.region, service: service.rawValue)
    }

    private func answer(
        to request: HTTPRequest,
        body: BodyFeed,
        _ length: Int,
        _ meanwhile: @escaping @Sendable () async throws -> Void = {}
    ) async -> Answer {
        let incoming = IncomingRequest(
            head: request,
            requestID: "test",
            body: IncomingBody(declaredLength: Int64(length), isChunked: false) {
                if body.isUntouched { try await meanwhile() }
                return try body.next()
            }
        )
        return await Answer(handler.respond(to: incoming))
    }

    /// Answers a request that a client has signed.
    package func receive(_ request: HTTPRequest, body: [UInt8]) async -> Answer {
        await answer(to: request, body: BodyFeed(body, chunkBytes: 1 << 16, breaksAfter: .max), body.count)
    }

    /// Answers a request that came over a socket.
    package func respond(to request: IncomingRequest) async -> OutgoingResponse {
        await handler.respond(to: request)
    }

    /// Makes a user of the account.
    ///
    /// - Parameter policy: its inline policy; nil for none.
    /// - Returns: its access key.
    package func makeUser(_ name: String, policy: String? = nil) async throws -> SigningCredentials {
        let name = try IdentityName(name, of: .user)
        let identity = Identity(
            kind: .user,
            name: name,
            path: .root,
            uniqueID: UniqueID(of: .user, randomFrom: surroundings),
            creationDate: clock.now
        )
        try await catalogue.createIdentity(identity, in: account)
        if let policy { try await setPolicy(policy, ofUser: name.text) }
        let key = AccessKey.random(for: account, from: surroundings)
        _ = try await catalogue.createAccessKey(
            key.id,
            sealedSecret: try sealing.seal(Array(key.secret.utf8), .accessKeySecret, of: key.id),
            of: .user(name),
            in: account,
            at: clock.now
        )
        return SigningCredentials(accessKeyID: key.id, secretAccessKey: key.secret)
    }

    /// Replaces the inline policy of a user.
    package func setPolicy(_ policy: String, ofUser name: String) async throws {
        try await catalogue.putInlinePolicy(
            try PolicyName("only"),
            try PolicyDocumentText(policy),
            of: IdentityReference(account: account, kind: .user, name: try IdentityName(name, of: .user))
        )
    }

    /// The opened bytes of a blob.
    package func plaintext(of key: BlobKey) async throws -> [UInt8] {
        let length = try await blobs.descriptor(of: key).plaintextLength
        var bytes: [UInt8] = []
        try await blobs.read(key, plaintext: 0..<length) { bytes.append(contentsOf: $0.readableBytesView) }
        return bytes
    }

    /// The key of the first account's root.
    package static var root: SigningCredentials {
        SigningCredentials(accessKeyID: keyID, secretAccessKey: secret)
    }

    private static let region = "us-east-1"
    private static let keyID = "AKIAIOSFODNN7EXAMPLE"
    private static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    private static let version = HTTPField.Name.known("x-amz-glacier-version")
    private static let contentSHA256 = HTTPField.Name.known("x-amz-content-sha256")
}

extension APIHandler {
    fileprivate init(
        access: AccessControl,
        _ operations: Operations,
        _ identities: (catalogue: Catalogue, sealing: CredentialSealing, surroundings: Surroundings),
        _ deployment: Deployment,
        _ logger: Logger
    ) {
        self.init(
            glacier: GlacierHandler(
                access: access,
                operations: operations,
                deployment: deployment,
                proxies: .none,
                logger: logger
            ),
            identity: IdentityHandler(
                access: access,
                operations: IdentityOperations(
                    catalogue: identities.catalogue,
                    deployment: deployment,
                    sealing: identities.sealing,
                    surroundings: identities.surroundings
                ),
                deployment: deployment,
                proxies: .none,
                logger: logger
            )
        )
    }
}

extension AccessControl {
    /// Of a service with one key of one root, and whatever identities the catalogue has.
    fileprivate init(
        rootKey: AccessKey,
        catalogue: Catalogue,
        deployment: Deployment,
        sealing: CredentialSealing,
        skew: Span,
        surroundings: Surroundings
    ) {
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
