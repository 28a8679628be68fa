import Testing

/// Every operation is promised, tried with real clients, and fixed byte for byte.
@Suite("Compatibility")
struct CompatibilityTests {
    /// A line of the table of operations.
    private struct Row {
        let operation: String
        /// `file::function`.
        let test: String
    }

    @Test("all 33 operations are found")
    func findsOperations() throws {
        #expect(try Self.operations().count == 33)
    }

    @Test("every operation has one row in the list of what is compatible, and every row is an operation's")
    func listsOperations() throws {
        #expect(try Self.rows().map(\.operation) == Self.operations())
    }

    @Test("the test that a row names is there")
    func namesTests() throws {
        for row in try Self.rows() {
            let words = row.test.split(separator: ":", omittingEmptySubsequences: false)
            guard words.count == 3, words[1].isEmpty, let file = ProjectFolder.file(at: "Tests/clients/\(words[0])")
            else {
                Issue.record("\(row.operation): \(row.test) names no file of Tests/clients")
                continue
            }
            #expect(
                file.lines.contains { $0.hasPrefix("def \(words[2])(") },
                "\(row.operation): there is no \(row.test)"
            )
        }
    }

    @Test("every operation has a folder with golden pairs, and every folder is an operation's")
    func hasFixtures() throws {
        let folder = "Tests/WireTests/Fixtures"
        #expect(try ProjectFolder.folders(in: folder) == Self.operations())
        for operation in try Self.operations() {
            let files = ProjectFolder.files(under: "\(folder)/\(operation)", withExtensions: ["http"])
            #expect(!files.isEmpty, "\(operation)")
        }
    }

    /// Names as AWS gives them, in alphabetical order: the raw values of `OperationName`.
    private static func operations() throws -> [String] {
        let file = try #require(ProjectFolder.file(at: "Sources/GlacierAPI/OperationName.swift"))
        return file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "case", words[2] == "=" else { return nil }
            return words[3].split(separator: "\"").first.map(String.init)
        }.sorted()
    }

    /// The rows of the table whose first column is that of the operations.
    private static func rows() throws -> [Row] {
        let file = try #require(ProjectFolder.file(at: "docs/compatibility.md"))
        let table = file.lines.drop { !$0.hasPrefix("| operation |") }.prefix { $0.hasPrefix("|") }
        return table.dropFirst(2).map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
                cell.drop { " `".contains($0) }.reversed().drop { " `".contains($0) }.reversed()
            }
            // What stands before the first bar and behind the last one is empty.
            guard cells.count == 6 else { return Row(operation: String(line), test: "") }
            return Row(operation: String(cells[1]), test: String(cells[4]))
        }
    }
}
