import Foundation

/// A text file of the project.
struct ProjectFile: Sendable {
    /// Relative to the package's folder, with `/` between its components.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Lines as an editor counts them: a line break at the end begins no further one.
    var lineCount: Int { text.hasSuffix("\n") ? lines.count - 1 : lines.count }

    /// Whether some bytes stand anywhere: quicker than looking at each line.
    func holds(_ word: String) -> Bool { text.range(of: word, options: .literal) != nil }
}

/// The folder that holds the package's manifest, and what belongs to the product.
enum ProjectFolder {
    /// Found from the place of this file, so that it does not matter where the tests are started.
    static let url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Swift and C files of the library targets, the executable and the test support.
    static let sources = files(under: "Sources", withExtensions: ["swift", "c", "h"])

    /// Swift files of the tests.
    static let tests = files(under: "Tests", withExtensions: ["swift"])

    /// Everything that is written by people: the code, the documents, and what builds them.
    static let everything =
        ["Sources", "Tests", "Benchmarks/Sources", "docs", "changes", "scripts"].flatMap {
            files(under: $0, withExtensions: nil)
        } + ["Package.swift", "Benchmarks/Package.swift", "README.md", "Makefile"].compactMap(file(at:))

    static func file(at path: String) -> ProjectFile? {
        guard let data = try? Data(contentsOf: url.appendingPathComponent(path)) else { return nil }
        return String(data: data, encoding: .utf8).map { ProjectFile(path: path, text: $0) }
    }

    /// Names of the folders directly in a folder.
    static func folders(in path: String) -> [String] {
        let place = url.appendingPathComponent(path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return names.filter { name in
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: place.appendingPathComponent(name).path
            )
            return attributes?[.type] as? FileAttributeType == .typeDirectory
        }.sorted()
    }

    /// Text files in a folder at any depth. What tools leave there is passed over.
    ///
    /// - Parameter extensions: nil for files of any name.
    static func files(under path: String, withExtensions extensions: Set<String>?) -> [ProjectFile] {
        let place = url.appendingPathComponent(path)
        let found = FileManager.default.enumerator(atPath: place.path)?.compactMap { $0 as? String } ?? []
        return found.sorted().compactMap { name in
            let components = name.split(separator: "/")
            guard !components.contains(where: { $0.hasPrefix(".") || $0 == "__pycache__" }) else { return nil }
            if let extensions, !extensions.contains((name as NSString).pathExtension) { return nil }
            return file(at: "\(path)/\(name)")
        }
    }
}
