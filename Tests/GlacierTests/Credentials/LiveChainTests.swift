import AsyncHTTPClient
import Foundation
@testable import Glacier
import TestSupport
import Testing

@Suite("The chain on the machine")
struct LiveChainTests {
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "firn-chain-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private func surroundings(_ environment: [String: String]) -> ChainSurroundings {
        .live(environment: environment, client: .shared, time: .manual(ManualClock(), seed: 1))
    }

    @Test("files of the home folder are read, and a program is run")
    func program() async throws {
        try await withFolder { folder in
            let config = folder.appending(path: ".aws")
            try FileManager.default.createDirectory(at: config, withIntermediateDirectories: false)
            let document = #"{"Version": 1, "AccessKeyId": "KEY", "SecretAccessKey": "a b"}"#
            try Data("[default]\ncredential_process = printf %s '\(document)'\n".utf8).write(
                to: config.appending(path: "config")
            )
            let environment = ["HOME": folder.path, "PATH": "/nowhere:/usr/bin:/bin"]
            let chain = try ConfigurationChain(surroundings: surroundings(environment))
            let credentials = try await chain.credentials().credentials()
            #expect((credentials.accessKeyID, credentials.secretAccessKey) == ("KEY", "a b"))
        }
    }

    @Test("a program's status is known, and one that is not there is an error")
    func failures() async throws {
        let run = surroundings(["PATH": "/usr/bin:/bin"]).run
        #expect(try await run(["sh", "-c", "exit 7"]).status == 7)
        #expect(try await run(["/bin/sh", "-c", "cat; printf x"]).output == Array("x".utf8))
        await #expect(throws: Program.NotFound.self) { try await run(["no-such-program-anywhere"]) }
        await #expect(throws: Program.TooMuchOutput.self) { try await run(["cat", "/dev/zero"]) }
    }

    @Test("a folder or nothing in the place of a file is no file")
    func noFile() async throws {
        try await withFolder { folder in
            for path in [folder.path, "\(folder.path)/nothing"] {
                let bytes = try surroundings([:]).readFile(path)
                #expect(bytes == nil)
            }
        }
    }
}
