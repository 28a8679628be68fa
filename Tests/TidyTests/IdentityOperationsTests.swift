import Testing

/// Every operation of the identity API is promised, and tried with real clients.
@Suite("The identity API's operations")
struct IdentityOperationsTests {
    @Test("every operation has one row in the list, in alphabetical order, and every row is an operation's")
    func listsOperations() throws {
        let operations = try Self.operations()
        #expect(operations.count == 72)
        #expect(try Self.rows() == operations)
    }

    @Test("every operation is called by the clients' tests")
    func callsOperations() throws {
        let tests = try ["test_iam.py", "test_sts.py"].map { name in
            try #require(ProjectFolder.file(at: "Tests/clients/\(name)")).text
        }.joined()
        for operation in try Self.operations() {
            let method = Self.pythonName(of: operation)
            // Families are called with their kind put in.
            let patterns = [method] + ["user", "group", "role"].map { method.replacing("_\($0)", with: "_{kind}") }
            #expect(patterns.contains { tests.contains($0) }, "\(operation)")
        }
    }

    /// `CreateUser` is `create_user` to boto3.
    private static func pythonName(of operation: String) -> String {
        operation.reduce(into: "") { name, letter in
            name += letter.isUppercase && !name.isEmpty ? "_\(letter.lowercased())" : letter.lowercased()
        }
    }

    private static func operations() throws -> [String] {
        let file = try #require(ProjectFolder.file(at: "Sources/IdentityAPI/IdentityOperationName.swift"))
        return file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "case", words[2] == "=" else { return nil }
            return words[3].split(separator: "\"").first.map(String.init)
        }.sorted()
    }

    private static func rows() throws -> [String] {
        let file = try #require(ProjectFolder.file(at: "docs/identity.md"))
        let table = file.lines.drop { !$0.hasPrefix("| operation |") }.prefix { $0.hasPrefix("|") }
        return table.dropFirst(2).map { line in
            String(line.drop { "| ".contains($0) }.prefix { $0 != " " })
        }
    }
}
