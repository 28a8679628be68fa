/// One step in the history of a database's schema. Once released it is never edited: a correction is a new step.
public struct Migration: Sendable {
    /// Its place in the history: 1 for the first, then without gaps.
    public let number: Int

    /// What it does, in a few words. It is stored with the number, and a stored step of another name is refused.
    public let name: String

    /// The statements, run in order in one write transaction.
    public let statements: @Sendable (_ dialect: SQLDialect) -> [String]

    /// A step with its number, name and statements.
    public init(number: Int, name: String, statements: @escaping @Sendable (_ dialect: SQLDialect) -> [String]) {
        self.number = number
        self.name = name
        self.statements = statements
    }
}

/// Why a database and a program do not fit.
public enum MigrationError: Error, Hashable, Sendable {
    /// The program's own list does not count 1, 2, 3, … at this place.
    case misnumbered(expected: Int, found: Int)

    /// The database was migrated by a later version of the program, which this one must not touch.
    case databaseIsNewer(database: Int, program: Int)

    /// The database lacks a step although it has later ones.
    case missing(number: Int)

    /// The database's step of this number is another one than the program's.
    case renamed(number: Int, database: String, program: String)
}

extension MigrationError: CustomStringConvertible {
    /// The fact, for operators.
    public var description: String {
        switch self {
        case .misnumbered(let expected, let found):
            "the program's migrations are misnumbered: \(found) stands where \(expected) belongs"
        case .databaseIsNewer(let database, let program):
            "the database has schema version \(database), but this program knows only \(program): "
                + "it was used by a newer version and must be opened by that version or a later one"
        case .missing(let number):
            "the database lacks migration \(number) although it has later ones"
        case .renamed(let number, let database, let program):
            "migration \(number) of the database is called \"\(database)\", but this program calls it \"\(program)\""
        }
    }
}
