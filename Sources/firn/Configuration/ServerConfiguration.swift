import AccessControl
import GlacierModel
import JobEngine
import Logging
import Upkeep

/// A server's configuration, parsed once. Nothing below reads the environment.
struct ServerConfiguration {
    struct TLSFiles: Hashable {
        let certificate: String
        let key: String
    }

    /// The name of a profile of timing.
    enum TimingProfile: String, CaseIterable {
        case prompt, faithful

        var timing: Timing {
            switch self {
            case .prompt: .prompt
            case .faithful: .faithful
            }
        }
    }

    let dataFolder: String
    /// Of the PostgreSQL database with the catalogue, perhaps with a password; nil for a file in the data folder.
    let catalogueURL: String?
    let listen: ListenAddress
    let operatorListen: ListenAddress
    let readyFile: String?
    let deployment: Deployment
    let accountID: AccountID?
    let keyRingFile: String?
    let tls: TLSFiles?
    let logLevel: Logger.Level
    let maximumConnections: Int
    let headerTimeout: Span
    let bodyTimeout: Span
    let idleTimeout: Span
    let timing: Timing
    let retrievalRules: RetrievalRules
    let jobs: JobEngine.Settings
    let upkeep: Upkeep.Settings
    /// Nil for no limit.
    let failureRate: FailureLimiter.Rate?
    let trustedProxies: TrustedProxies
    let notificationsFile: String?
    let notifier: Notifier.Settings

    /// - Throws: `ConfigurationMistakes` that lists everything that is wrong.
    init(_ sources: SettingSources) throws {
        var values = SettingValues(sources)
        dataFolder = values.text(.data, default: "firn-data")
        catalogueURL = values.secret(.catalogue, "a URL that begins with postgres:// or postgresql://") { text in
            ["postgres://", "postgresql://"].contains(where: text.hasPrefix) ? text : nil
        }
        listen = values.address(.listen, default: ListenAddress(host: "127.0.0.1", port: 8410))
        operatorListen = values.address(.operatorListen, default: ListenAddress(host: "127.0.0.1", port: 8411))
        readyFile = values.text(.readyFile)
        deployment = Deployment(
            partition: values.choice(.partition, default: .aws),
            region: values.parse(.region, "a name of lower-case letters, digits and hyphens") { text in
                ServerConfiguration.isRegion(text) ? text : nil
            } ?? "us-east-1"
        )
        accountID = values.parse(.accountID, "12 digits") { try? AccountID($0) }
        keyRingFile = values.text(.keyRing)
        tls = ServerConfiguration.tls(&values)
        logLevel = values.choice(.logLevel, default: .info)
        maximumConnections = values.count(.maximumConnections, default: 8192, in: 1...1_000_000)
        let short = Span(milliseconds: 1)...SettingValues.longestSpan
        headerTimeout = values.span(.headerTimeout, default: .seconds(30), in: short)
        bodyTimeout = values.span(.bodyTimeout, default: .seconds(60), in: short)
        idleTimeout = values.span(.idleTimeout, default: .seconds(120), in: short)
        timing = ServerConfiguration.timing(&values)
        let rules = RetrievalRules.standard
        retrievalRules = RetrievalRules(
            freeBytesPerDay: values.parse(.freeRetrievalBytes, "a whole number of bytes") { text in
                Int64(decimalDigits: text)
            } ?? rules.freeBytesPerDay,
            expeditedCapacity: values.choice(.expeditedCapacity, default: rules.expeditedCapacity)
        )
        let work = JobEngine.Settings()
        jobs = JobEngine.Settings(
            workers: values.count(.jobWorkers, default: work.workers, in: 1...64),
            lease: values.span(.jobLease, default: work.lease, in: .seconds(1)...SettingValues.longestSpan)
        )
        let standard = Upkeep.Settings()
        upkeep = Upkeep.Settings(
            interval: values.span(.upkeepInterval, default: standard.interval, in: short),
            reclaimDelay: values.span(.reclaimDelay, default: standard.reclaimDelay),
            gracePeriod: values.span(.gracePeriod, default: standard.gracePeriod, in: short)
        )
        let failures = values.count(
            .authenticationFailures,
            default: Int(FailureLimiter.Rate.standard.burst),
            in: 0...1_000_000
        )
        failureRate =
            failures == 0
            ? nil : FailureLimiter.Rate(burst: Int64(failures), perSecond: FailureLimiter.Rate.standard.perSecond)
        trustedProxies =
            values.parse(.trustedProxies, "addresses and ranges, as 10.0.0.0/8,::1", TrustedProxies.init(parsing:))
            ?? .none
        notificationsFile = values.text(.notifications)
        notifier = Notifier.Settings(lifetime: values.span(.notificationLifetime, default: .hours(72)))
        guard values.mistakes.isEmpty else { throw ConfigurationMistakes(values.mistakes) }
    }

    private static func tls(_ values: inout SettingValues) -> TLSFiles? {
        switch (values.text(.tlsCertificate), values.text(.tlsKey)) {
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        case (nil, nil): return nil
        default:
            values.refuse("tls-certificate and tls-key must be given together")
            return nil
        }
    }

    private static func timing(_ values: inout SettingValues) -> Timing {
        var timing = values.choice(.timing, default: TimingProfile.prompt).timing
        timing.expeditedDelay = values.span(.expeditedDelay, default: timing.expeditedDelay)
        timing.standardDelay = values.span(.standardDelay, default: timing.standardDelay)
        timing.bulkDelay = values.span(.bulkDelay, default: timing.bulkDelay)
        timing.inventoryDelay = values.span(.inventoryDelay, default: timing.inventoryDelay)
        timing.completedJobLifetime = values.span(.jobLifetime, default: timing.completedJobLifetime)
        timing.inventoryInterval = values.span(.inventoryInterval, default: timing.inventoryInterval)
        timing.firstInventoryDelay = values.span(.firstInventoryDelay, default: timing.firstInventoryDelay)
        timing.uploadIdleLifetime = values.span(.uploadIdleLifetime, default: timing.uploadIdleLifetime)
        timing.completedUploadMemory = values.span(.completedUploadMemory, default: timing.completedUploadMemory)
        timing.abortedUploadMemory = values.span(.abortedUploadMemory, default: timing.abortedUploadMemory)
        timing.vaultLockLifetime = values.span(
            .vaultLockLifetime,
            default: timing.vaultLockLifetime,
            in: Span(milliseconds: 1)...SettingValues.longestSpan
        )
        timing.signatureSkew = values.span(
            .signatureSkew,
            default: timing.signatureSkew,
            in: .seconds(1)...SettingValues.longestSpan
        )
        return timing
    }

    private static func isRegion(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
