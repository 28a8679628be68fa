import Testing

@Suite("Floors")
struct FloorTests {
    /// A target imports only targets of a smaller floor: then there are no circles, and no back-end learns of what
    /// stands before it. Floor 0 is C and JSON; test support stands above the product, so nothing of the product can
    /// use it.
    private static let floors = [
        "CFirnSystem": 0, "COpenSSL": 0, "CPQ": 0, "CTreeHash": 0, "JSONText": 0,
        "TreeHash": 1, "SigV4": 1, "AccessPolicy": 1, "SQLDatabase": 1, "BlobStore": 1,
        "GlacierModel": 2, "SQLDatabaseSQLite": 2, "SQLDatabasePostgres": 2, "BlobStoreDisk": 2, "BlobStoreS3": 2,
        "GlacierAPI": 3, "IdentityAPI": 3, "Catalogue": 3, "Ingest": 3,
        "AccessControl": 4, "JobEngine": 4, "Upkeep": 4, "Glacier": 4,
        "IdentityService": 5, "VaultService": 5,
        "FirnHTTP": 6,
        "firn": 7,
        "SeededTesting": 8, "SQLDatabaseTesting": 8, "BlobStoreTesting": 8, "DatabaseTesting": 8,
        "GlacierStepsTesting": 8,
        "TestSupport": 9,
    ]

    /// What comes with the toolchain.
    private static let toolchain: Set<String> = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Swift", "Synchronization",
        "Testing",
    ]

    @Test("every target has a floor", arguments: ProjectFolder.folders(in: "Sources"))
    func hasFloor(_ target: String) {
        #expect(Self.floors[target] != nil)
    }

    @Test("a target imports targets of smaller floors only", arguments: ProjectFolder.folders(in: "Sources"))
    func importsDownwards(_ target: String) {
        let floor = Self.floors[target] ?? 0
        // A tutorial's files are documentation: they import what they tell of.
        let files = ProjectFolder.files(under: "Sources/\(target)", withExtensions: ["swift"])
        for file in files where !file.path.contains(".docc/") {
            for module in SwiftText(file.text).imports {
                guard let other = Self.floors[module] else { continue }
                #expect(other < floor, "\(file.path) imports \(module)")
            }
        }
    }

    /// The compiler's own check leaves test targets out.
    @Test("a test target imports what the manifest says it depends on")
    func declaresImports() throws {
        let manifest = Manifest(try #require(ProjectFolder.file(at: "Package.swift")).text)
        for target in ProjectFolder.folders(in: "Tests") {
            let files = ProjectFolder.files(under: "Tests/\(target)", withExtensions: ["swift"])
            if files.isEmpty { continue }
            guard let declared = manifest.testDependencies[target] else {
                Issue.record("\(target) is not in the manifest")
                continue
            }
            for file in files {
                for module in SwiftText(file.text).imports where !Self.toolchain.contains(module) {
                    #expect(declared.contains(module), "\(file.path) imports \(module)")
                }
            }
        }
    }

    @Test("a test target depends on nothing that it does not import")
    func importsDeclared() throws {
        let manifest = Manifest(try #require(ProjectFolder.file(at: "Package.swift")).text)
        for (target, declared) in manifest.testDependencies {
            let files = ProjectFolder.files(under: "Tests/\(target)", withExtensions: ["swift"])
            let imported = Set(files.flatMap { SwiftText($0.text).imports })
            #expect(declared.subtracting(imported).isEmpty, "\(target)")
        }
    }
}
