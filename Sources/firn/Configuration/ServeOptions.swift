import ArgumentParser

/// The flags of `firn serve`, all of them texts: they are judged together with what the environment and the
/// configuration file say, so that every mistake is listed at once.
struct ServeOptions: ParsableArguments {
    @Option(help: "Configuration file: one JSON object whose keys are the long names below. [FIRN_CONFIG]")
    var config: String?

    @Option(help: Setting.data.help) var data: String?
    @Option(help: Setting.catalogue.help) var catalogue: String?
    @Option(help: Setting.listen.help) var listen: String?
    @Option(name: .customLong("operator"), help: Setting.operatorListen.help) var operatorListen: String?
    @Option(help: Setting.readyFile.help) var readyFile: String?
    @Option(help: Setting.region.help) var region: String?
    @Option(help: Setting.partition.help) var partition: String?
    @Option(name: .customLong("account-id"), help: Setting.accountID.help) var accountID: String?
    @Option(help: Setting.keyRing.help) var keyRing: String?
    @Option(help: Setting.tlsCertificate.help) var tlsCertificate: String?
    @Option(help: Setting.tlsKey.help) var tlsKey: String?
    @Option(help: Setting.logLevel.help) var logLevel: String?
    @Option(help: Setting.maximumConnections.help) var maximumConnections: String?
    @Option(help: Setting.headerTimeout.help) var headerTimeout: String?
    @Option(help: Setting.bodyTimeout.help) var bodyTimeout: String?
    @Option(help: Setting.idleTimeout.help) var idleTimeout: String?
    @Option(help: Setting.timing.help) var timing: String?
    @Option(help: Setting.expeditedDelay.help) var expeditedDelay: String?
    @Option(help: Setting.standardDelay.help) var standardDelay: String?
    @Option(help: Setting.bulkDelay.help) var bulkDelay: String?
    @Option(help: Setting.inventoryDelay.help) var inventoryDelay: String?
    @Option(help: Setting.jobLifetime.help) var jobLifetime: String?
    @Option(help: Setting.jobWorkers.help) var jobWorkers: String?
    @Option(help: Setting.jobLease.help) var jobLease: String?
    @Option(help: Setting.expeditedCapacity.help) var expeditedCapacity: String?
    @Option(help: Setting.freeRetrievalBytes.help) var freeRetrievalBytes: String?
    @Option(help: Setting.inventoryInterval.help) var inventoryInterval: String?
    @Option(help: Setting.firstInventoryDelay.help) var firstInventoryDelay: String?
    @Option(help: Setting.uploadIdleLifetime.help) var uploadIdleLifetime: String?
    @Option(help: Setting.completedUploadMemory.help) var completedUploadMemory: String?
    @Option(help: Setting.abortedUploadMemory.help) var abortedUploadMemory: String?
    @Option(help: Setting.vaultLockLifetime.help) var vaultLockLifetime: String?
    @Option(help: Setting.signatureSkew.help) var signatureSkew: String?
    @Option(help: Setting.authenticationFailures.help) var authenticationFailures: String?
    @Option(help: Setting.trustedProxies.help) var trustedProxies: String?
    @Option(help: Setting.upkeepInterval.help) var upkeepInterval: String?
    @Option(help: Setting.reclaimDelay.help) var reclaimDelay: String?
    @Option(help: Setting.gracePeriod.help) var gracePeriod: String?
    @Option(help: Setting.notifications.help) var notifications: String?
    @Option(help: Setting.notificationLifetime.help) var notificationLifetime: String?

    /// What was given on the command line.
    func value(of setting: Setting) -> String? {
        switch setting {
        case .data: data
        case .catalogue: catalogue
        case .listen: listen
        case .operatorListen: operatorListen
        case .readyFile: readyFile
        case .region: region
        case .partition: partition
        case .accountID: accountID
        case .keyRing: keyRing
        case .tlsCertificate: tlsCertificate
        case .tlsKey: tlsKey
        case .logLevel: logLevel
        case .maximumConnections: maximumConnections
        case .headerTimeout: headerTimeout
        case .bodyTimeout: bodyTimeout
        case .idleTimeout: idleTimeout
        case .timing: timing
        case .expeditedDelay: expeditedDelay
        case .standardDelay: standardDelay
        case .bulkDelay: bulkDelay
        case .inventoryDelay: inventoryDelay
        case .jobLifetime: jobLifetime
        case .jobWorkers: jobWorkers
        case .jobLease: jobLease
        case .expeditedCapacity: expeditedCapacity
        case .freeRetrievalBytes: freeRetrievalBytes
        case .inventoryInterval: inventoryInterval
        case .firstInventoryDelay: firstInventoryDelay
        case .uploadIdleLifetime: uploadIdleLifetime
        case .completedUploadMemory: completedUploadMemory
        case .abortedUploadMemory: abortedUploadMemory
        case .vaultLockLifetime: vaultLockLifetime
        case .signatureSkew: signatureSkew
        case .authenticationFailures: authenticationFailures
        case .trustedProxies: trustedProxies
        case .upkeepInterval: upkeepInterval
        case .reclaimDelay: reclaimDelay
        case .gracePeriod: gracePeriod
        case .notifications: notifications
        case .notificationLifetime: notificationLifetime
        }
    }
}
