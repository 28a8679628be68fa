import Foundation
import Glacier
import Testing

@Suite("The client's documentation")
struct DocumentationTests {
    private func text(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("the short start is a file of these tests, so it compiles")
    func showsWhatCompiles() throws {
        let blocks = try text("docs/client.md").components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        let example = try #require(blocks.first { $0.hasPrefix("import Glacier") })
        #expect(try text("Tests/GlacierTests/ShortStart.swift") == example)
    }

    @Test("the short start stores and fetches")
    func works() async throws {
        let service = try await ServiceInProcess()
        try await service.serve { endpoint in
            let bytes = try await storeAndFetch(from: endpoint, StaticCredentials.example)
            #expect(bytes == Array("a picture".utf8))
        }
    }
}
