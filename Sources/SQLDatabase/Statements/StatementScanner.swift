/// Walks over a statement once, telling apart what may hold a parameter and what may not.
///
/// It knows what SQLite and PostgreSQL read alike, and tells where they part.
///
/// Source: https://www.sqlite.org/lang_comment.html, https://www.sqlite.org/lang_keywords.html,
/// https://www.sqlite.org/lang_expr.html#varparam, https://www.postgresql.org/docs/current/sql-syntax-lexical.html
struct StatementScanner {
    private let source: [UInt8]
    private var position = 0
    private var output: [UInt8] = []

    /// The first word, in upper case; empty where there is none.
    private(set) var verb = ""

    /// The numbers of the parameters; 0 stands for one too large.
    private(set) var parameters: Set<Int> = []

    /// Whether it holds anything that SQLite takes for a parameter but is not written `$` and digits.
    private(set) var hasOtherParameters = false

    /// Whether it holds a comment in a comment, which PostgreSQL nests and SQLite does not, or a carriage return in a
    /// comment from `--`, which ends there in PostgreSQL. What hides in such a comment may be a statement to others.
    private(set) var hasAmbiguousComments = false

    /// Scans the whole text.
    init(_ sql: String) {
        source = Array(sql.utf8)
        output.reserveCapacity(source.count)
        while let byte = peek() { passToken(byte) }
    }

    /// The text, its parameters written `?1` in place of `$1`.
    var withQuestionMarks: String { String(decoding: output, as: UTF8.self) }

    private mutating func passToken(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
            // A doubled quote inside ends one token and begins the next.
            pass(1)
            pass(through: [byte])
        case UInt8(ascii: "["):
            pass(through: Array("]".utf8))
        case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
            passComment(through: "\n")
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
            passComment(through: "*/")
        case UInt8(ascii: "$"):
            passParameter()
        case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "@"):
            hasOtherParameters = true
            pass(1)
        case 0xEF where peek(1) == 0xBB && peek(2) == 0xBF:
            // A byte order mark, which SQLite takes for white space and not for the beginning of a name.
            pass(3)
        case _ where Self.isPartOfName(byte):
            passName()
        default:
            pass(1)
        }
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < source.count ? source[position + offset] : nil
    }

    private mutating func pass(_ count: Int) {
        let end = min(position + count, source.count)
        output += source[position..<end]
        position = end
    }

    /// To behind the next `end`, or to the end of the text.
    private mutating func pass(through end: [UInt8]) {
        while position < source.count, !source[position...].starts(with: end) { pass(1) }
        pass(end.count)
    }

    /// A comment, whose first two bytes stand here.
    private mutating func passComment(through end: String) {
        pass(2)
        let start = position
        pass(through: Array(end.utf8))
        let comment = source[start..<position]
        let isNested = end == "*/" && comment.indices.contains { source[$0...].starts(with: "/*".utf8) }
        let endsEarly = end == "\n" && comment.indices.contains { comment[$0] == 0x0D && !isLineEnd(behind: $0) }
        if isNested || endsEarly { hasAmbiguousComments = true }
    }

    private func isLineEnd(behind index: Int) -> Bool {
        index + 1 < source.count && source[index + 1] == UInt8(ascii: "\n")
    }

    private mutating func passName() {
        let start = position
        while let byte = peek(), Self.isPartOfName(byte) || byte == UInt8(ascii: "$") { pass(1) }
        if verb.isEmpty { verb = String(decoding: source[start..<position], as: UTF8.self).uppercased() }
    }

    private mutating func passParameter() {
        position += 1
        let start = position
        while let byte = peek(), Self.isDigit(byte) { position += 1 }
        let digits = source[start..<position]
        if digits.isEmpty { hasOtherParameters = true }
        if let next = peek(), Self.isPartOfName(next) || next == UInt8(ascii: "$") { hasOtherParameters = true }
        parameters.insert(Int(String(decoding: digits, as: UTF8.self)) ?? 0)
        output.append(UInt8(ascii: "?"))
        output += digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        default: isDigit(byte)
        }
    }
}
