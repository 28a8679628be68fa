import ArgumentParser
import Foundation
import Glacier
import GlacierModel
import SQLDatabase
import Synchronization
import Testing
import TreeHash

@testable import firn

@Suite("The local catalogue")
struct LocalCatalogueTests {
    private let file = CatalogueFile()
    private let vault = LocalVault.named("photos")

    private func ids(_ catalogue: LocalCatalogue, _ order: ArchiveOrder = .path) async throws -> [String] {
        let found = Mutex<[String]>([])
        try await catalogue.forEachArchive(of: vault, by: order) { archive in
            found.withLock { $0.append(archive.archiveID) }
        }
        return found.withLock { $0 }
    }

    @Test("an archive that was noted comes back byte for byte, also after another opening")
    func roundTrip() async throws {
        let odd = KnownArchive(
            archiveID: "odd",
            localPath: [0x2F, 0xFF, 0x0A, 0x00],
            size: .max,
            modified: nil,
            treeHash: .sha256([1]),
            description: nil,
            creationDate: Timestamp(milliseconds: 1)
        )
        let plain = KnownArchive.uploaded("plain")
        let catalogue = try await file.open()
        try await catalogue.record(odd, in: vault)
        try await catalogue.record(plain, in: vault)
        for opened in [catalogue, try await file.open()] {
            #expect(try await opened.archive("odd", in: vault) == odd)
            #expect(try await opened.archive("plain", in: vault) == plain)
            #expect(try await opened.archives(at: [0x61], in: vault) == [plain])
            #expect(try await opened.archive("plain", in: .named("other")) == nil)
            #expect(try await opened.archive("plain", in: .named("photos", account: "444455556666")) == nil)
        }
    }

    @Test("archives are listed by path, size, date or id")
    func orders() async throws {
        let catalogue = try await file.open()
        for (id, path, at) in [("3", "b", 10), ("1", "a", 30), ("2", "c", 20)] as [(String, String, Int64)] {
            try await catalogue.record(.uploaded(id, path, at: at), in: vault)
        }
        #expect(try await ids(catalogue, .path) == ["1", "3", "2"])
        #expect(try await ids(catalogue, .date) == ["1", "2", "3"])
        #expect(try await ids(catalogue, .id) == ["1", "2", "3"])
        #expect(try await ids(catalogue, .size) == ["1", "3", "2"])
        #expect(try await catalogue.archives(of: vault, after: "1", limit: 1).map(\.archiveID) == ["2"])
        let knowledge = try await catalogue.knowledge(of: vault)
        #expect(knowledge?.archives == 3)
        #expect(knowledge?.bytes == 9)
        #expect(knowledge?.inventoryDate == nil)
    }

    @Test("an open upload is found by its file, size, date, description and part size, and closed with its archive")
    func openUploads() async throws {
        let catalogue = try await file.open()
        let source = UploadSource(
            path: Array("/f".utf8),
            size: 10,
            modified: ModificationTime(nanoseconds: 5),
            description: "d"
        )
        let old = KnownUpload(uploadID: "u1", source: source, partSize: 1 << 20, startedAt: Timestamp(seconds: 1))
        let new = KnownUpload(uploadID: "u2", source: source, partSize: 2 << 20, startedAt: Timestamp(seconds: 2))
        try await catalogue.record(old, in: vault)
        try await catalogue.record(new, in: vault)
        try await catalogue.record(new, in: vault)
        #expect(try await catalogue.openUpload(for: source, in: vault) == new)
        #expect(try await catalogue.openUpload(for: source, partSize: 1 << 20, in: vault) == old)
        #expect(try await catalogue.openUpload(for: source, partSize: 4 << 20, in: vault) == nil)
        let changed = [
            UploadSource(path: Array("/g".utf8), size: 10, modified: source.modified, description: "d"),
            UploadSource(path: source.path, size: 11, modified: source.modified, description: "d"),
            UploadSource(path: source.path, size: 10, modified: .init(nanoseconds: 6), description: "d"),
            UploadSource(path: source.path, size: 10, modified: source.modified, description: ""),
        ]
        for source in changed { #expect(try await catalogue.openUpload(for: source, in: vault) == nil) }
        #expect(try await catalogue.openUpload(for: source, in: .named("other")) == nil)

        try await catalogue.close("u2", in: vault, recording: .uploaded("made"))
        #expect(try await catalogue.openUploads(of: vault) == [old])
        #expect(try await catalogue.archive("made", in: vault) != nil)
        try await catalogue.close("u1", in: vault, recording: nil)
        #expect(try await catalogue.openUploads(of: vault).isEmpty)
    }

    @Test("the vaults of a name are found without knowing whose they are, and forgotten with all they have")
    func vaults() async throws {
        let catalogue = try await file.open()
        let other = LocalVault.named("photos", account: "444455556666")
        for vault in [vault, other] { try await catalogue.record(.uploaded("a"), in: vault) }
        let endpoint = try Endpoint(url: "http://127.0.0.1:8410", region: "us-east-1")
        #expect(try await catalogue.vaults(of: endpoint, named: "photos") == [vault, other])
        try await catalogue.forgetVault(vault)
        #expect(try await catalogue.vaults(of: endpoint, named: "photos") == [other])
        #expect(try await catalogue.knowledge(of: vault) == nil)
        #expect(try await catalogue.knowledge(of: other)?.archives == 1)
    }

    @Test("an ARN tells whose vault it is; what is none does not")
    func arns() throws {
        let endpoint = try Endpoint(url: "http://127.0.0.1:8410", region: "us-east-1")
        let arn = "arn:aws:glacier:us-east-1:111122223333:vaults/photos"
        #expect(LocalVault(endpoint: endpoint, arn: arn) == vault)
        for text in ["", "arn:aws:s3:us-east-1:1:vaults/a", "arn:aws:glacier:us-east-1:1:a", "a:b:glacier"] {
            #expect(LocalVault(endpoint: endpoint, arn: text) == nil)
        }
    }

    @Test("file and folder are for their owner alone")
    func modes() async throws {
        let catalogue = try await file.open()
        try await catalogue.record(.uploaded("a"), in: vault)
        let mode = { (path: String) in
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        for path in [file.path, file.path + "-wal", file.path + "-shm"] { #expect(try mode(path) == 0o600) }
        #expect(try mode((file.path as NSString).deletingLastPathComponent) == 0o700)
    }

    @Test("many who open a new file at once and write lose nothing")
    func manyAtOnce() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { [file, vault] in
                    let catalogue = try await LocalCatalogue.open(at: file.path)
                    for index in 0..<20 { try await catalogue.record(.uploaded("\(writer)-\(index)"), in: vault) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await ids(try await file.open()).count == 160)
    }

    @Test("a file of a later version, and one that is no database, are left alone and told")
    func foreignFiles() async throws {
        let catalogue = try await file.open()
        try await catalogue.database.write { tx in
            _ = try tx.execute("INSERT INTO schema_migrations (number, name, applied_at) VALUES (99, 'later', 0)")
        }
        await #expect { try await file.open() } throws: { "\($0)".contains("newer version") }

        let none = CatalogueFile()
        try FileManager.default.createDirectory(at: none.folder, withIntermediateDirectories: true)
        let path = none.folder.appendingPathComponent("text").path
        try Data(repeating: 0x61, count: 4096).write(to: URL(fileURLWithPath: path))
        await #expect { try await LocalCatalogue.open(at: path) } throws: { "\($0)".contains("is damaged or is none") }
        #expect(FileManager.default.contents(atPath: path) == Data(repeating: 0x61, count: 4096))
    }

    @Test("work that only wants to note something goes on without the catalogue, and says so")
    func optional() async throws {
        let told = Mutex<[String]>([])
        let warn: @Sendable (String) -> Void = { text in told.withLock { $0.append(text) } }
        try FileManager.default.createDirectory(at: file.folder, withIntermediateDirectories: true)
        try Data().write(to: file.folder.appendingPathComponent("firn"))
        let none = try await OptionalCatalogue.open(at: file.path, warn: warn)
        #expect(none.catalogue == nil)
        #expect(try await none.attempt("nothing is noted") { try await $0.knowledge(of: vault) } == nil)
        #expect(told.withLock { $0.count } == 1)
        #expect(told.withLock { $0.first?.contains("going on without it") } == true)

        try FileManager.default.removeItem(at: file.folder.appendingPathComponent("firn"))
        let there = try await OptionalCatalogue.open(at: file.path, warn: warn)
        try await there.attempt("nothing is noted") { try await $0.record(.uploaded("a"), in: vault) }
        #expect(try await there.catalogue?.archive("a", in: vault) != nil)
        try await there.catalogue?.database.write { tx in _ = try tx.execute("DROP TABLE archives") }
        try await there.attempt("it is not noted") { try await $0.record(.uploaded("b"), in: vault) }
        #expect(told.withLock { $0.count } == 2)
        #expect(told.withLock { $0.last?.hasSuffix(": it is not noted") } == true)
    }

    @Test(
        "the place is the option's, the variable's, or that of the user's data",
        arguments: [
            (["FIRN_LOCAL_CATALOGUE": "/c", "HOME": "/h"], "/c"),
            (["HOME": "/h"], "/h/.local/share/firn/catalogue.sqlite"),
            (["HOME": "/h", "XDG_DATA_HOME": "/d"], "/d/firn/catalogue.sqlite"),
            (["HOME": "/h", "XDG_DATA_HOME": "d"], "/h/.local/share/firn/catalogue.sqlite"),
            (["HOME": "/h", "XDG_DATA_HOME": ""], "/h/.local/share/firn/catalogue.sqlite"),
        ]
    )
    func place(_ environment: [String: String], _ path: String) throws {
        #expect(try CatalogueOptions.parse([]).path(environment: environment) == path)
        #expect(try CatalogueOptions.parse(["--catalogue", "x"]).path(environment: environment) == "x")
    }

    @Test("without any place the question is asked")
    func noPlace() throws {
        #expect(throws: (any Error).self) { try CatalogueOptions.parse([]).path(environment: [:]) }
        #expect(throws: (any Error).self) { try CatalogueOptions.parse(["--catalogue", ""]).path(environment: [:]) }
    }
}
