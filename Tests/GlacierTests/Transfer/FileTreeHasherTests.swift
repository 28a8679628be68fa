import Foundation
@testable import Glacier
import Testing
import TreeHash

@Suite("Tree hashes of files")
struct FileTreeHasherTests {
    private static let mebibyte: Int64 = 1 << 20

    /// P(n): n bytes, the byte at offset i is i mod 251.
    private static func pattern(_ count: Int64) -> Data {
        Data((0..<count).lazy.map { UInt8(truncatingIfNeeded: $0 % 251) })
    }

    private func withFile(_ bytes: Data, _ body: (String) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "firn-hash-\(UUID().uuidString)")
        try bytes.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await body(file.path)
    }

    /// The tables of the documentation's algorithm, computed independently with hashlib of Python.
    @Test(
        "a file of known hashes gets them, whatever the number of threads",
        arguments: [
            (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            (1_048_576, "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769"),
            (2_097_153, "3123aa01ebcf47b74ddc6f0efd82c0e6680203b476c4d20c26a0c60a5b4a8181"),
            (6_815_744, "8bcaa7b4b8f991ca140f306627f2c4e84601364cde8e054b6e0924433ca7482f"),
            (16_777_339, "77917cd092edd41a6420ad2166bdecb0c7bbf08c8b2fedb97168d9f0c4ad6f97"),
        ] as [(Int64, String)]
    )
    func known(_ size: Int64, _ tree: String) async throws {
        try await withFile(Self.pattern(size)) { path in
            for workers in [1, 2, 3, 16] {
                let hash = try await FileTreeHasher(workers: workers).hash(OpenedFile(path: path))
                #expect(hash == FileHash(fileBytes: size, byteCount: size, tree: try digest(tree), linear: nil))
            }
            let both = try await FileTreeHasher().hash(OpenedFile(path: path), .treeAndLinear)
            #expect(both.tree.hex == tree)
            #expect(both.linear == Digest.sha256(Array(Self.pattern(size))))
        }
    }

    @Test("a file of many blocks has the root over all its leaves")
    func blocks() async throws {
        let size = 137 * Self.mebibyte + 5
        let bytes = Data(count: Int(size))
        let leaves = Array(repeating: Digest.sha256([UInt8](repeating: 0, count: 1 << 20)), count: 137)
        try await withFile(bytes) { path in
            let hash = try await FileTreeHasher(workers: 2).hash(OpenedFile(path: path))
            #expect(hash.tree == TreeFolder.root(of: leaves + [Digest.sha256([0, 0, 0, 0, 0])]))
        }
    }

    @Test(
        "a range has the hash of exactly its bytes",
        arguments: [
            (0..<6_815_744, "8bcaa7b4b8f991ca140f306627f2c4e84601364cde8e054b6e0924433ca7482f"),
            (1_048_576..<3_145_728, "b75aca8a18ab725e6da28ced838ac9be59756d81fd6899b0d853849b43f7117e"),
            (4_194_304..<6_815_744, "3e997f13ddc355e8a55035672d60ba90275ece6485044b3616a0966e2b895fc1"),
            (251..<1275, "2bce1ba628720664be4b9fdd77aae0678e5f0f3f02fc6ff641ec879094f6a404"),
        ] as [(Range<Int64>, String)]
    )
    func ranges(_ range: Range<Int64>, _ tree: String) async throws {
        try await withFile(Self.pattern(6_815_744)) { path in
            for hashes in [FileTreeHasher.Hashes.tree, .treeAndLinear] {
                let hash = try await FileTreeHasher(workers: 2).hash(OpenedFile(path: path), range: range, hashes)
                #expect(hash.tree.hex == tree)
                #expect(hash.byteCount == Int64(range.count))
                #expect(hash.fileBytes == 6_815_744)
            }
        }
    }

    @Test(
        "a range that does not lie within the file is refused",
        arguments: [FileTreeHasher.Hashes.tree, .treeAndLinear]
    )
    func outside(_ hashes: FileTreeHasher.Hashes) async throws {
        try await withFile(Data(count: 10)) { path in
            for range in [0..<11, 10..<12, 5..<Int64.max] as [Range<Int64>] {
                await #expect(throws: FileHashError.rangeOutside(size: 10)) {
                    try await FileTreeHasher().hash(OpenedFile(path: path), range: range, hashes)
                }
            }
        }
    }

    @Test("a file that becomes shorter while it is read has no hash")
    func shrinks() async throws {
        try await withFile(Data(count: 4 << 20)) { path in
            let file = try OpenedFile(path: path)
            let work = BlockHashing(file: file, range: 0..<4 * Self.mebibyte, workers: 1)
            try #require(FileHandle(forWritingAtPath: path)).truncate(atOffset: 3 << 20)
            #expect(throws: FileHashError.changed) { try work.takeBlocks() }
        }
    }

    @Test("a file that was written to since has another stamp")
    func stamps() async throws {
        try await withFile(Data(count: 10)) { path in
            let file = try OpenedFile(path: path), before = try file.stamp()
            #expect(try file.stamp() == before)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 5)],
                ofItemAtPath: path
            )
            #expect(try file.stamp() != before)
        }
    }

    @Test("what cannot be opened and what is a folder is told apart")
    func noFile() {
        #expect(throws: FileHashError.isFolder) { try OpenedFile(path: "/") }
        #expect(throws: FileHashError.cannotOpen(2)) { try OpenedFile(path: "/no such file") }
    }

    @Test("a pipe is read in order, with what stands before a range passed over")
    func pipe() async throws {
        let bytes = Self.pattern(1276)
        for (range, count) in [(nil, 1276), (251..<1275, 1024)] as [(Range<Int64>?, Int64)] {
            let pipe = Pipe()
            try pipe.fileHandleForWriting.write(contentsOf: bytes)
            try pipe.fileHandleForWriting.close()
            let file = try OpenedFile(duplicating: pipe.fileHandleForReading.fileDescriptor)
            let hash = try await FileTreeHasher().hash(file, range: range)
            #expect(hash.byteCount == count)
            #expect(hash.linear == nil)
            let start = Int(range?.lowerBound ?? 0)
            #expect(hash.tree == Digest.sha256(Array(bytes[start..<start + Int(count)])))
        }
    }

    private func digest(_ hex: String) throws -> Digest { try #require(Digest(hex: hex)) }
}
