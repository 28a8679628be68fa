import Testing

@testable import SQLDatabase

@Suite("which migration is next")
struct MigratorTests {
    private let history = ["one", "two", "three"].enumerated().map { index, name in
        Migration(number: index + 1, name: name) { _ in [] }
    }

    @Test("the first that the database lacks", arguments: zip(0...3, [1, 2, 3, nil]))
    func next(applied count: Int, expected: Int?) throws {
        let applied = history.prefix(count).map { AppliedMigration(number: $0.number, name: $0.name) }
        #expect(try Migrator.next(of: history, after: applied)?.number == expected)
    }

    @Test("a database newer than the program is refused")
    func newer() {
        let applied = (1...5).map { AppliedMigration(number: $0, name: "later") }
        #expect(throws: MigrationError.databaseIsNewer(database: 5, program: 3)) {
            try Migrator.next(of: history, after: applied)
        }
    }

    @Test("a database with a gap is refused")
    func gap() {
        let applied = [AppliedMigration(number: 1, name: "one"), AppliedMigration(number: 3, name: "three")]
        #expect(throws: MigrationError.missing(number: 2)) { try Migrator.next(of: history, after: applied) }
    }

    @Test("a migration under another name is refused")
    func renamed() {
        let applied = [AppliedMigration(number: 1, name: "uno")]
        #expect(throws: MigrationError.renamed(number: 1, database: "uno", program: "one")) {
            try Migrator.next(of: history, after: applied)
        }
    }

    @Test("an error tells an operator what to do")
    func descriptions() {
        let newer = "\(MigrationError.databaseIsNewer(database: 5, program: 3))"
        #expect(newer.contains("schema version 5") && newer.contains("only 3") && newer.contains("newer version"))
    }
}
