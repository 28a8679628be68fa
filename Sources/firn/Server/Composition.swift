import AccessControl
import BlobStore
import BlobStoreDisk
import Catalogue
import FirnHTTP
import GlacierAPI
import GlacierModel
import IdentityAPI
import IdentityService
import Ingest
import JobEngine
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SigV4
import UnixSignals
import Upkeep
import VaultService

/// A whole server, put together from its parts. Only this file and `CatalogueDatabase` know which back-ends there are.
struct Composition {
    private let configuration: ServerConfiguration
    private let folder: DataFolder
    private let catalogue: Catalogue
    private let database: CatalogueDatabase
    private let store: DiskBlobStore
    private let blobs: SealedBlobs
    private let credentials: RootCredentials
    private let sealing: CredentialSealing
    private let rules: AccessRules
    private let keyUses: AccessKeyUses
    private let keyRingFile: String
    private let destinations: NotificationDestinations
    private let surroundings: Surroundings
    private let logger: Logger

    /// Opens the data folder and everything in it.
    ///
    /// - Throws: `StartupError`, or what a back-end says of its files.
    init(
        configuration: ServerConfiguration,
        environment: [String: String],
        surroundings: Surroundings,
        logger: Logger
    ) async throws {
        self.configuration = configuration
        self.surroundings = surroundings
        self.logger = logger
        try Self.checkTLS(configuration)
        destinations = try NotificationsFile.load(configuration.notificationsFile, logger: logger)
        folder = try DataFolder(at: configuration.dataFolder)
        keyRingFile = configuration.keyRingFile ?? folder.paths.keyRingFile
        let hadCatalogue = folder.holdsCatalogue
        database = try await CatalogueDatabase.open(configuration, folder.paths, surroundings)
        catalogue = Catalogue(
            database: database.database,
            deployment: configuration.deployment,
            leaseClock: database.leaseClock
        )
        let isNew = try await catalogue.deploymentValue(.firstAccount) == nil
        let keyRing = try KeyRingFile.load(
            keyRingFile,
            dataExists: hadCatalogue || !isNew,
            randomBytes: surroundings.randomBytes
        )
        store = try DiskBlobStore(directory: folder.path, threadPool: .singleton)
        try await FolderIdentity.check(
            file: folder.paths.identityFile,
            catalogue: catalogue,
            isNew: isNew,
            store: store,
            randomBytes: surroundings.randomBytes
        )
        let account = try await Self.firstAccount(catalogue, configuration, surroundings)
        sealing = CredentialSealing(keyRing: keyRing, randomBytes: surroundings.randomBytes)
        rules = AccessRules(catalogue: catalogue, deployment: configuration.deployment, sealing: sealing)
        keyUses = AccessKeyUses()
        credentials = try RootCredentials.load(
            file: folder.paths.rootCredentialsFile,
            environment: environment,
            account: account,
            surroundings: surroundings
        )
        try await credentials.adopt(into: catalogue, sealing, at: surroundings.now())
        let swept = try await store.sweepIncoming()
        if swept.untidyVolumes > 0 {
            logger.warning("Volumes could not be put in order", metadata: ["count": "\(swept.untidyVolumes)"])
        }
        blobs = SealedBlobs(store: store, keyRing: keyRing, randomBytes: surroundings.randomBytes)
    }

    /// Serves until SIGTERM or SIGINT, then finishes or refuses cleanly what is under way.
    func run() async throws {
        let announcement = ReadyAnnouncement(
            configuration: configuration,
            dataFolder: folder.path,
            credentials: credentials,
            keyRingFile: keyRingFile
        )
        let metrics = PrometheusMetrics()
        let jobs = JobEngine(
            catalogue: catalogue,
            ingest: ingest,
            deployment: configuration.deployment,
            surroundings: surroundings,
            settings: configuration.jobs,
            logger: logger
        )
        let accessUpkeep = AccessUpkeep(
            catalogue: catalogue,
            uses: keyUses,
            surroundings: surroundings,
            logger: logger
        )
        let upkeep = Upkeep(
            catalogue: catalogue,
            blobs: store,
            timing: configuration.timing,
            settings: configuration.upkeep,
            surroundings: surroundings,
            logger: logger
        )
        let group = ServiceGroup(
            services: [
                BackgroundService { await upkeep.run() },
                BackgroundService { await jobs.run() },
                BackgroundService { await deliverNotifications() },
                BackgroundService { await accessUpkeep.run() },
                operatorServer(metrics, announcement),
                apiServer(metrics, announcement, jobs),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
        try await database.close()
        logger.info("Stopped")
    }

    private var ingest: Ingest {
        Ingest(blobs: blobs, surroundings: surroundings, longestUpload: configuration.upkeep.longestUpload)
    }

    /// Delivers until cancelled; the connections to the destinations are closed before it returns.
    private func deliverNotifications() async {
        do {
            try await HTTPSender.with(sleep: surroundings.sleep) { sender in
                let notifier = Notifier(
                    catalogue: catalogue,
                    destinations: destinations,
                    settings: configuration.notifier,
                    surroundings: surroundings,
                    logger: logger,
                    send: { try await sender.send($0) }
                )
                await notifier.run()
            }
        } catch {
            logger.error("The connections of notifications were not closed", metadata: ["error": "\(error)"])
        }
    }

    private func apiServer(
        _ metrics: PrometheusMetrics,
        _ announcement: ReadyAnnouncement,
        _ jobs: JobEngine
    ) -> HTTPServer {
        let access = AccessControl(
            configuredKeys: credentials.configuredKeys,
            setAsideKeys: Set([credentials.setAside].compactMap(\.self)),
            rules: rules,
            sealing: sealing,
            limiter: FailureLimiter(rate: configuration.failureRate),
            uses: keyUses,
            deployment: configuration.deployment,
            skew: configuration.timing.signatureSkew,
            signingKeys: SigningKeyCache(),
            now: surroundings.now
        )
        let operations = Operations(
            catalogue: catalogue,
            blobs: blobs,
            deployment: configuration.deployment,
            timing: configuration.timing,
            rules: configuration.retrievalRules,
            surroundings: surroundings,
            ingest: ingest,
            jobIsDue: { jobs.wake() }
        )
        let handler = GlacierHandler(
            access: access,
            operations: operations,
            deployment: configuration.deployment,
            proxies: configuration.trustedProxies,
            logger: logger
        )
        let identity = IdentityHandler(
            access: access,
            operations: IdentityOperations(
                catalogue: catalogue,
                deployment: configuration.deployment,
                sealing: sealing,
                surroundings: surroundings
            ),
            deployment: configuration.deployment,
            proxies: configuration.trustedProxies,
            logger: logger
        )
        let api = APIHandler(glacier: handler, identity: identity)
        let surroundings = surroundings
        return HTTPServer(
            settings: configuration.serverSettings,
            logger: logger,
            metrics: metrics,
            operations: Set(
                OperationName.allCases.map(\.rawValue) + IdentityOperationName.allCases.map(\.rawValue)
                    + TokenOperationName.allCases.map(\.rawValue)
            ),
            requestID: { RequestID.random(from: surroundings) },
            date: { surroundings.now().httpDate },
            malformed: { malformed, _ in GlacierHandler.refusal(of: malformed) },
            handler: { await api.respond(to: $0) },
            onReady: { announcement.apiListens(at: $0) }
        )
    }

    private func operatorServer(_ metrics: PrometheusMetrics, _ announcement: ReadyAnnouncement) -> OperatorServer {
        let health = HealthCheck(catalogue: catalogue, store: store, folder: folder)
        let surroundings = surroundings
        return OperatorServer(
            settings: ServerSettings(
                host: configuration.operatorListen.host,
                port: configuration.operatorListen.port
            ),
            logger: logger,
            requestID: { RequestID.random(from: surroundings) },
            date: { surroundings.now().httpDate },
            health: { await health.status() },
            ready: { await health.status() },
            metrics: metrics,
            onReady: { announcement.operatorListens(at: $0) }
        )
    }

    private static func checkTLS(_ configuration: ServerConfiguration) throws {
        guard let tls = configuration.serverSettings.tls else { return }
        do {
            try tls.check()
        } catch {
            throw StartupError(
                "TLS cannot be served with \(tls.certificateChainFile) and \(tls.privateKeyFile): \(error)"
            )
        }
    }

    /// The account that is made at the first start, and is the same ever after.
    private static func firstAccount(
        _ catalogue: Catalogue,
        _ configuration: ServerConfiguration,
        _ surroundings: Surroundings
    ) async throws -> AccountID {
        let first = try configuration.accountID ?? AccountID.random(from: surroundings)
        let account = try AccountID(try await catalogue.deploymentValue(.firstAccount, orSet: first.text))
        if let wanted = configuration.accountID, wanted != account {
            throw StartupError("account-id is \(wanted), but this data folder belongs to account \(account)")
        }
        return account
    }
}

/// Background work that ends when the server is asked to stop.
private struct BackgroundService: Service {
    let work: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }
}

extension ServerConfiguration {
    /// What of the configuration concerns the listener of the API.
    var serverSettings: ServerSettings {
        var settings = ServerSettings(
            host: listen.host,
            port: listen.port,
            tls: tls.map { ServerSettings.TLS(certificateChainFile: $0.certificate, privateKeyFile: $0.key) }
        )
        settings.maximumConnections = maximumConnections
        settings.headerTimeout = .milliseconds(headerTimeout.milliseconds)
        settings.bodyTimeout = .milliseconds(bodyTimeout.milliseconds)
        settings.idleTimeout = .milliseconds(idleTimeout.milliseconds)
        return settings
    }
}
