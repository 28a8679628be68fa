import ArgumentParser

/// Everything about a server that can be set: by a flag, by an environment variable, or by the configuration file, in
/// this order of precedence. The raw value is the flag's name and the key in the file.
enum Setting: String, CaseIterable {
    case data, catalogue, listen
    case operatorListen = "operator"
    case readyFile = "ready-file"
    case region, partition
    case accountID = "account-id"
    case keyRing = "key-ring"
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case logLevel = "log-level"
    case maximumConnections = "maximum-connections"
    case headerTimeout = "header-timeout"
    case bodyTimeout = "body-timeout"
    case idleTimeout = "idle-timeout"
    case timing
    case expeditedDelay = "expedited-delay"
    case standardDelay = "standard-delay"
    case bulkDelay = "bulk-delay"
    case inventoryDelay = "inventory-delay"
    case jobLifetime = "job-lifetime"
    case jobWorkers = "job-workers"
    case jobLease = "job-lease"
    case expeditedCapacity = "expedited-capacity"
    case freeRetrievalBytes = "free-retrieval-bytes"
    case inventoryInterval = "inventory-interval"
    case firstInventoryDelay = "first-inventory-delay"
    case uploadIdleLifetime = "upload-idle-lifetime"
    case completedUploadMemory = "completed-upload-memory"
    case abortedUploadMemory = "aborted-upload-memory"
    case vaultLockLifetime = "vault-lock-lifetime"
    case signatureSkew = "signature-skew"
    case authenticationFailures = "authentication-failures"
    case trustedProxies = "trusted-proxies"
    case upkeepInterval = "upkeep-interval"
    case reclaimDelay = "reclaim-delay"
    case gracePeriod = "grace-period"
    case notifications
    case notificationLifetime = "notification-lifetime"

    /// The environment variable, as `FIRN_UPLOAD_IDLE_LIFETIME`.
    var variable: String { "FIRN_" + rawValue.uppercased().replacing("-", with: "_") }

    /// What it means, its default, and the variable that sets it too.
    var help: ArgumentHelp {
        ArgumentHelp("\(meaning) [\(variable)]", valueName: valueName)
    }

    private var meaning: String {
        switch self {
        case .data: "Folder that holds everything: catalogue, blobs and keys. Default: firn-data beside you."
        case .catalogue:
            "PostgreSQL database that holds the catalogue, as postgres://user@host/name. A password on the command "
                + "line is everybody's: put it into the variable, the configuration file or PGPASSFILE. Default: a "
                + "file in the data folder."
        case .listen: "Address of the API; port 0 picks a free one. Default: 127.0.0.1:8410."
        case .operatorListen:
            "Address of health and metrics, for operators only; port 0 picks a free one. Default: 127.0.0.1:8411."
        case .readyFile: "File that is written with the real addresses once the server is ready."
        case .region: "Region of ARNs and signatures. Default: us-east-1."
        case .partition: "Partition of ARNs: aws, aws-cn or aws-us-gov. Default: aws."
        case .accountID: "The 12 digits of the first account, for the first start. Default: random."
        case .keyRing:
            "File of the master keys that seal all data; losing it loses the data. Default: keys/key-ring in the "
                + "data folder."
        case .tlsCertificate: "PEM file of the certificate chain: the API then speaks HTTPS. Needs --tls-key."
        case .tlsKey: "PEM file of the certificate's private key."
        case .logLevel:
            "Least severe level that is logged: trace, debug, info, notice, warning, error or critical. "
                + "Default: info."
        case .maximumConnections: "Connections of the API open at once; more wait. Default: 8192."
        case .headerTimeout: "Time for a complete request head. Default: 30s."
        case .bodyTimeout: "Time without a byte of a body, then 408. Default: 60s."
        case .idleTimeout: "Time a connection may stay idle between requests. Default: 120s."
        case .timing:
            "Profile of the durations below: prompt (retrievals ready at once, inventories current) or faithful "
                + "(the production service's). Default: prompt."
        case .expeditedDelay: "Delay of Expedited retrievals. Default: 0, faithful 3m."
        case .standardDelay: "Delay of Standard retrievals. Default: 0, faithful 4h."
        case .bulkDelay: "Delay of Bulk retrievals. Default: 0, faithful 8h."
        case .inventoryDelay: "Delay of inventory retrievals. Default: 0, faithful 4h."
        case .jobLifetime: "How long a completed job and its output are available. Default: 24h."
        case .jobWorkers: "Jobs that are worked on at once. Default: 2."
        case .jobLease:
            "How long a worker that has fallen silent keeps its job before another takes it up. Default: 30s."
        case .expeditedCapacity:
            "Whether Expedited retrievals are let in always, or only with provisioned capacity: always or provisioned. "
                + "Default: always."
        case .freeRetrievalBytes:
            "Bytes a day that Standard retrievals may have under the data retrieval policy FreeTier. "
                + "Default: 357913941, a thirtieth of 10 GiB."
        case .inventoryInterval:
            "Time between inventories of a vault that changes; 0 keeps vault numbers current. Default: 0, faithful "
                + "24h."
        case .firstInventoryDelay:
            "Time from the first write to a vault to its first inventory. Default: 0, faithful 12h."
        case .uploadIdleLifetime:
            "How long a multipart upload in progress lives after the last thing done to it. Default: 24h."
        case .completedUploadMemory: "How long a completed upload answers a repeated completion. Default: 24h."
        case .abortedUploadMemory: "How long an aborted upload answers a repeated abort. Default: 1h."
        case .vaultLockLifetime: "How long a vault lock may be in progress before it is void. Default: 24h."
        case .signatureSkew: "How far a signature's clock may be off, either way, in whole seconds. Default: 15m."
        case .authenticationFailures:
            "Wrong credentials that an address may present at once before it has to wait; it gets two back a second. "
                + "0: no limit. Default: 200."
        case .trustedProxies:
            "Addresses of the proxies in front of the server, as 10.0.0.0/8,::1: X-Forwarded-For and X-Forwarded-Proto "
                + "are believed from them alone. Default: none."
        case .upkeepInterval: "Time between two rounds of expiry and sweeping. Default: 1m."
        case .reclaimDelay: "How long bytes that were given up stay for those still reading them. Default: 15m."
        case .gracePeriod:
            "Age at which a blob without a row is taken for garbage; a request may last half as long. Default: 48h."
        case .notifications:
            "JSON file that says where the notifications of finished jobs go, by topic. Default: nowhere."
        case .notificationLifetime: "How long a notification that cannot be delivered is tried again. Default: 72h."
        }
    }

    private var valueName: String {
        switch self {
        case .data: "dir"
        case .catalogue: "url"
        case .listen, .operatorListen: "host:port"
        case .readyFile, .keyRing, .tlsCertificate, .tlsKey, .notifications: "file"
        case .trustedProxies: "addresses"
        case .region, .partition, .timing, .expeditedCapacity: "name"
        case .accountID: "id"
        case .logLevel: "level"
        case .maximumConnections, .jobWorkers, .freeRetrievalBytes, .authenticationFailures: "count"
        case .headerTimeout, .bodyTimeout, .idleTimeout, .expeditedDelay, .standardDelay, .bulkDelay,
            .inventoryDelay, .jobLifetime, .jobLease,
            .inventoryInterval, .firstInventoryDelay, .uploadIdleLifetime, .completedUploadMemory,
            .abortedUploadMemory, .vaultLockLifetime, .signatureSkew, .upkeepInterval, .reclaimDelay, .gracePeriod,
            .notificationLifetime:
            "time"
        }
    }
}
