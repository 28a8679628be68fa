import GlacierModel
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import Glacier

@Suite("What a resource knows")
struct LazyAttributesTests {
    private static func vault(_ archives: Int) -> ScriptedService.Step {
        .answer(200, [:], #"{"VaultName":"v","NumberOfArchives":\#(archives)}"#)
    }

    @Test("is fetched once, shared by copies, and fetched anew by a load")
    func keeps() async throws {
        let asked = ScriptedService([Self.vault(1), Self.vault(2)])
        let vault = GlacierService(try asked.client()).vault("v"), copy = vault
        #expect(try await vault.numberOfArchives == 1)
        #expect(try await copy.numberOfArchives == 1)
        #expect(try await copy.load().numberOfArchives == 2)
        #expect(try await vault.numberOfArchives == 2)
        #expect(asked.arrivals.count == 2)
    }

    @Test("is what a listing said, without a call")
    func isTold() async throws {
        let list = #"{"VaultList":[{"VaultName":"v","NumberOfArchives":3}],"Marker":null}"#
        let asked = ScriptedService([.answer(200, [:], list), Self.vault(4)])
        var vaults: [Glacier.Vault] = []
        for try await vault in GlacierService(try asked.client()).vaults { vaults.append(vault) }
        let vault = try #require(vaults.first)
        #expect(try await vault.numberOfArchives == 3)
        #expect(asked.arrivals.count == 1)
        #expect(try await vault.reload().numberOfArchives == 4)
    }

    @Test("is not kept when it could not be fetched")
    func fails() async throws {
        let asked = ScriptedService([.error(404, "ResourceNotFoundException"), Self.vault(1)])
        let vault = GlacierService(try asked.client()).vault("v")
        await #expect(throws: GlacierError.self) { try await vault.numberOfArchives }
        #expect(try await vault.numberOfArchives == 1)
    }

    @Test("is forgotten when the resource is made, set or deleted")
    func forgets() async throws {
        let asked = ScriptedService([
            Self.vault(1), .answer(201), Self.vault(2), .answer(204), .error(404, "ResourceNotFoundException"),
        ])
        let vault = GlacierService(try asked.client()).vault("v")
        #expect(try await vault.numberOfArchives == 1)
        try await vault.create()
        #expect(try await vault.numberOfArchives == 2)
        try await vault.delete()
        await #expect(throws: GlacierError.self) { try await vault.numberOfArchives }
    }

    @Test("comes with every page of an upload's parts")
    func comesWithParts() async throws {
        let page = #"{"MultipartUploadId":"u","PartSizeInBytes":1048576,"Parts":[],"Marker":null}"#
        let asked = ScriptedService([.answer(200, [:], page)])
        let upload = GlacierService(try asked.client()).multipartUpload("u", in: "v")
        _ = try await upload.parts()
        #expect(try await upload.partSizeInBytes == 1 << 20)
        #expect(asked.arrivals.count == 1)
    }

    /// Answers that come when the test says so.
    private final class Answers: Sendable {
        private let waiting = Mutex<[Int: CheckedContinuation<Int, Never>]>([:])
        private let count = Mutex(0)

        func next() async -> Int {
            let number = count.withLock { count in
                count += 1
                return count
            }
            return await withCheckedContinuation { continuation in waiting.withLock { $0[number] = continuation } }
        }

        /// Answers the request of the number, once it has arrived.
        func answer(_ number: Int, _ value: Int) async {
            while true {
                if let continuation = waiting.withLock({ $0.removeValue(forKey: number) }) {
                    return continuation.resume(returning: value)
                }
                await Task.yield()
            }
        }

        func arrival(_ number: Int) async {
            while waiting.withLock({ $0[number] == nil }) { await Task.yield() }
        }
    }

    @Test("an answer that was overtaken does not take the place of a newer one")
    func keepsTheNewer() async throws {
        let answers = Answers(), attributes = LazyAttributes { await answers.next() }
        async let first = attributes.load()
        await answers.arrival(1)
        async let second = attributes.load()
        await answers.answer(2, 20)
        #expect(try await second == 20)
        await answers.answer(1, 10)
        #expect(try await first == 10)
        #expect(try await attributes.value == 20)
    }

    @Test("what was under way when it was forgotten is not kept")
    func forgetsWhatComes() async throws {
        let answers = Answers(), attributes = LazyAttributes { await answers.next() }
        async let first = attributes.load()
        await answers.arrival(1)
        attributes.forget()
        await answers.answer(1, 10)
        #expect(try await first == 10)
        async let second = attributes.value
        await answers.answer(2, 20)
        #expect(try await second == 20)
    }

    @Test("many tasks at once all get it")
    func manyAtOnce() async throws {
        let asked = ScriptedService([], then: Self.vault(7))
        let vault = GlacierService(try asked.client()).vault("v")
        try await withThrowingTaskGroup(of: Int64?.self) { group in
            for _ in 0..<50 { group.addTask { try await vault.numberOfArchives } }
            for try await count in group { #expect(count == 7) }
        }
        #expect((1...50).contains(asked.arrivals.count))
    }

    @Test("equality goes by the name, not by what is known; descriptions show no secret")
    func names() async throws {
        let asked = ScriptedService([], then: Self.vault(7))
        let glacier = GlacierService(try asked.client()), vault = glacier.vault("v")
        try await vault.load()
        #expect(vault == glacier.vault("v"))
        #expect(Set([vault, glacier.vault("v"), glacier.vault("w")]).count == 2)
        #expect(vault != glacier.account(try AccountScope("123456789012")).vault("v"))
        #expect(vault.job("j") != vault.job("k"))
        #expect("\(vault)" == "Vault(accountID: -, name: v)")
        #expect("\(vault.multipartUpload("u"))" == "MultipartUpload(accountID: -, vaultName: v, id: u)")
        #expect("\(glacier)" == "GlacierService(https://glacier.us-east-1.amazonaws.com)")
        var dumped = ""
        dump(vault, to: &dumped)
        #expect(!dumped.contains("wJalrXUtnFEMI"))
    }
}
