// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncAlgorithms = product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let coreMetrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
}

/// A target of the product. Floors: a target imports only targets that stand above it in the list below.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "firn",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "firn", targets: ["firn"]),
        .library(name: "AccessPolicy", targets: ["AccessPolicy"]),
        .library(name: "FirnHTTP", targets: ["FirnHTTP"]),
        .library(name: "Glacier", targets: ["Glacier"]),
        .library(name: "SigV4", targets: ["SigV4"]),
        .library(name: "TreeHash", targets: ["TreeHash"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms.git", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .target(name: "CFirnSystem"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CTreeHash"),

        // Floor 0: what even the foundations read and write.
        module("JSONText"),

        // Floor 1: foundations without words of the product.
        module("TreeHash", ["CTreeHash", .crypto]),
        module("SigV4", [.crypto, .httpTypes]),
        module("AccessPolicy", ["JSONText"]),
        module("SQLDatabase"),
        module("BlobStore", ["COpenSSL", .crypto, .nioCore]),

        // Floor 2: the model, and what stands behind the two seams.
        module("GlacierModel", ["TreeHash"]),
        module("SQLDatabaseSQLite", ["SQLDatabase", .grdb, .grdbSQLite]),
        module("SQLDatabasePostgres", ["CPQ", "SQLDatabase"]),
        module("BlobStoreDisk", ["BlobStore", "CFirnSystem", .nioCore, .nioPosix]),

        // Floor 3: the wire's contracts, and all SQL.
        module("GlacierAPI", ["GlacierModel", "JSONText", "TreeHash", .httpTypes]),
        module("IdentityAPI", ["GlacierModel"]),
        module("Catalogue", ["BlobStore", "GlacierModel", "SQLDatabase", "TreeHash"]),

        module("Ingest", ["BlobStore", "GlacierModel", "JSONText", "TreeHash", .nioCore]),

        // Floor 4: who may, and what happens by itself.
        module(
            "AccessControl",
            [
                "AccessPolicy", "BlobStore", "Catalogue", "GlacierAPI", "GlacierModel", "IdentityAPI", "JSONText",
                "SigV4", .crypto, .httpTypes, .logging,
            ]
        ),
        module(
            "Glacier",
            [
                "GlacierAPI", "GlacierModel", "JSONText", "SigV4", "TreeHash", .asyncHTTPClient, .httpTypes, .nioCore,
                .nioHTTP1, .nioPosix, .nioSSL,
            ]
        ),
        module(
            "JobEngine",
            [
                "Catalogue", "GlacierAPI", "GlacierModel", "Ingest", "JSONText", "SigV4", "TreeHash",
                .asyncHTTPClient, .httpTypes, .logging, .nioCore, .nioHTTP1,
            ]
        ),
        module("Upkeep", ["BlobStore", "Catalogue", "GlacierModel", .logging]),

        // Floor 5: what the operations do.
        module(
            "VaultService",
            [
                "AccessControl", "AccessPolicy", "BlobStore", "Catalogue", "GlacierAPI", "GlacierModel", "Ingest",
                "JSONText", "TreeHash", .asyncAlgorithms, .nioCore,
            ]
        ),

        module("IdentityService", ["AccessControl", "AccessPolicy", "Catalogue", "GlacierModel", "IdentityAPI"]),

        // Floor 6: HTTP.
        module(
            "FirnHTTP",
            [
                "AccessControl", "GlacierAPI", "GlacierModel", "IdentityAPI", "IdentityService", "SigV4", "TreeHash",
                "VaultService", .coreMetrics, .httpTypes, .hummingbirdCore, .logging, .nioCore, .nioHTTP1,
                .nioPosix, .nioSSL, .serviceLifecycle,
            ]
        ),

        // Floor 7: the executable.
        .executableTarget(
            name: "firn",
            dependencies: [
                "AccessControl", "AccessPolicy", "BlobStore", "BlobStoreDisk", "CFirnSystem", "Catalogue", "FirnHTTP",
                "Glacier", "GlacierAPI", "GlacierModel", "IdentityAPI", "IdentityService", "Ingest", "JSONText",
                "JobEngine", "SQLDatabase", "SQLDatabasePostgres", "SQLDatabaseSQLite", "SigV4", "TreeHash", "Upkeep",
                "VaultService",
                .argumentParser,
                .configuration, .logging, .nioCore, .nioPosix, .serviceLifecycle,
            ],
            swiftSettings: strict
        ),

        // Test support: conformance suites of both seams, memory and faulty stores, a clock that stands still.
        module("SeededTesting"),
        module("SQLDatabaseTesting", ["SQLDatabase"]),
        module("BlobStoreTesting", ["BlobStore", .nioCore]),
        // Performs steps with the client that tests compare with those of boto3.
        .executableTarget(
            name: "GlacierStepsTesting",
            dependencies: ["Glacier", "JSONText"],
            swiftSettings: strict
        ),
        module("DatabaseTesting", ["CPQ", "SQLDatabase", "SQLDatabasePostgres", "SQLDatabaseSQLite"]),
        module(
            "TestSupport",
            [
                "AccessControl", "BlobStore", "Catalogue", "FirnHTTP", "GlacierAPI", "GlacierModel", "IdentityService",
                "Ingest", "JSONText", "JobEngine", "SQLDatabase", "SeededTesting", "SigV4", "TreeHash", "Upkeep",
                "VaultService",
                .httpTypes,
                .logging,
                .nioCore,
            ]
        ),

        // Tests.
        tests("JSONTextTests", ["JSONText", "SeededTesting"]),
        tests("TreeHashTests", ["TreeHash", .crypto]),
        tests("SigV4Tests", ["SeededTesting", "SigV4", .httpTypes]),
        tests("AccessPolicyTests", ["AccessPolicy", "JSONText", "SeededTesting"], exclude: ["Fixtures"]),
        tests("SQLDatabaseTests", ["SQLDatabase"]),
        tests("SQLDatabaseSQLiteTests", ["SQLDatabase", "SQLDatabaseSQLite", "SQLDatabaseTesting", .grdb]),
        tests(
            "SQLDatabasePostgresTests",
            ["DatabaseTesting", "SQLDatabase", "SQLDatabasePostgres", "SQLDatabaseTesting"]
        ),
        tests("GlacierModelTests", ["GlacierModel", "SeededTesting", "TreeHash"]),
        tests("IdentityAPITests", ["GlacierModel", "IdentityAPI", "SeededTesting"]),
        tests(
            "AccessControlTests",
            [
                "AccessControl", "BlobStore", "BlobStoreTesting", "Catalogue", "DatabaseTesting", "GlacierModel",
                "SigV4", "TestSupport", .httpTypes,
            ]
        ),
        tests("GlacierAPITests", ["GlacierAPI", "GlacierModel", "JSONText", "TreeHash", .httpTypes]),
        tests(
            "GlacierTests",
            [
                "AccessControl", "BlobStoreTesting", "DatabaseTesting", "FirnHTTP", "Glacier", "GlacierAPI",
                "GlacierModel", "JSONText", "SigV4", "TestSupport", "TreeHash", .asyncHTTPClient, .coreMetrics,
                .httpTypes, .logging, .nioCore, .nioPosix,
            ],
            exclude: ["Fixtures"]
        ),
        tests(
            "CatalogueTests",
            ["BlobStore", "Catalogue", "DatabaseTesting", "GlacierModel", "SQLDatabase", "TreeHash"]
        ),
        tests("BlobStoreTests", ["BlobStore", "BlobStoreTesting", .crypto, .nioCore], exclude: ["Fixtures"]),
        tests("BlobStoreDiskTests", ["BlobStore", "BlobStoreDisk", "BlobStoreTesting", .nioCore, .nioPosix]),
        tests(
            "VaultServiceTests",
            [
                "BlobStore", "BlobStoreTesting", "Catalogue", "DatabaseTesting", "GlacierAPI", "GlacierModel",
                "SQLDatabase", "SigV4", "TestSupport", .httpTypes, .nioCore,
            ]
        ),
        tests(
            "UpkeepTests",
            [
                "BlobStore", "BlobStoreTesting", "Catalogue", "DatabaseTesting", "GlacierAPI", "GlacierModel",
                "JSONText", "TestSupport", "TreeHash", "Upkeep", .httpTypes, .nioCore,
            ]
        ),
        tests(
            "JobEngineTests",
            [
                "BlobStore", "BlobStoreTesting", "Catalogue", "DatabaseTesting", "FirnHTTP", "GlacierModel", "JSONText",
                "JobEngine", "SQLDatabase", "SigV4", "TestSupport", "Upkeep", .coreMetrics, .httpTypes, .logging,
                .nioCore,
            ]
        ),
        tests(
            "SimulationTests",
            [
                "BlobStore", "BlobStoreDisk", "BlobStoreTesting", "DatabaseTesting", "GlacierAPI", "GlacierModel",
                "JSONText", "SeededTesting", "TestSupport", "Upkeep", .httpTypes, .nioPosix,
            ]
        ),
        tests(
            "WireTests",
            [
                "BlobStoreTesting", "DatabaseTesting", "GlacierAPI", "GlacierModel", "JobEngine", "TestSupport",
                "Upkeep", .crypto, .httpTypes,
            ],
            exclude: ["Fixtures"]
        ),
        tests(
            "FirnHTTPTests",
            [
                "FirnHTTP", .coreMetrics, .httpTypes, .logging, .nioCore, .nioEmbedded, .nioHTTP1, .nioPosix,
                .nioSSL, .serviceLifecycle,
            ]
        ),
        tests("TidyTests", []),
        tests(
            "firnTests",
            [
                "firn", "Glacier", "GlacierModel", "JobEngine", "SQLDatabase", "TreeHash", "Upkeep", .argumentParser,
                .logging, .nioCore,
            ],
            exclude: ["Fixtures"]
        ),
    ]
)
