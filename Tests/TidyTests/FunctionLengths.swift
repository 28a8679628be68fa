/// A function, initialiser, subscript or computed property with a body.
struct FunctionLength: Hashable {
    /// The keyword and what follows it up to a space or parenthesis, such as `func read`.
    let name: String
    /// Counted from 1.
    let firstLine: Int
    /// From the line of the keyword to that of the closing brace.
    let lineCount: Int
}

extension SwiftText {
    /// All functions, inner ones too, in the order in which they end. Closures count with what they stand in; stored
    /// properties, and so lists of constants, do not count.
    var functions: [FunctionLength] {
        var finder = FunctionFinder()
        for token in tokens { finder.take(token) }
        return finder.found
    }

    private var tokens: [Token] {
        var tokens: [Token] = [], line = 1, index = 0
        while index < code.count {
            let byte = code[index]
            let word = code[index...].prefix(while: SwiftText.isPartOfWord)
            if !word.isEmpty {
                tokens.append(Token(text: String(decoding: word, as: UTF8.self), line: line))
                index += word.count
                continue
            }
            if byte == UInt8(ascii: "\n") {
                tokens.append(Token(text: "\n", line: line))
                line += 1
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                tokens.append(Token(text: String(decoding: [byte], as: UTF8.self), line: line))
            }
            index += 1
        }
        return tokens
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}

private struct Token {
    let text: String
    let line: Int
}

/// Pairs the keywords of functions with their braces.
private struct FunctionFinder {
    private(set) var found: [FunctionLength] = []
    /// What each open brace belongs to; nil for one that is no function's.
    private var open: [(name: String, line: Int)?] = []
    /// A declaration whose body has not begun; it may have none.
    private var pending: (keyword: String, name: String, line: Int)?
    /// Parentheses and brackets that are open since the declaration: its default values may have braces.
    private var nesting = 0
    private var last = ""

    private static let functions: Set<String> = ["func", "init", "deinit", "subscript", "var"]
    private static let others: Set<String> = [
        "actor", "case", "class", "enum", "extension", "for", "guard", "if", "let", "protocol", "return", "struct",
        "switch", "typealias", "while",
    ]

    mutating func take(_ token: Token) {
        switch token.text {
        case "(", "[": nesting += 1
        case ")", "]": nesting -= 1
        case "{": openBrace()
        case "}": closeBrace(line: token.line)
        case "\n", "=":
            if pending?.keyword == "var", nesting == 0 { pending = nil }
        default: takeWord(token)
        }
        if token.text != "\n" { last = token.text }
    }

    private mutating func takeWord(_ token: Token) {
        if let current = pending, current.name.isEmpty {
            pending = (current.keyword, token.text, current.line)
        }
        guard last != ".", nesting <= 0 else { return }
        if Self.functions.contains(token.text) {
            let isNamed = token.text == "func" || token.text == "var"
            pending = (token.text, isNamed ? "" : token.text, token.line)
            nesting = 0
        } else if Self.others.contains(token.text) {
            pending = nil
        }
    }

    private mutating func openBrace() {
        if let current = pending, nesting == 0 {
            let name = current.keyword == current.name ? current.name : "\(current.keyword) \(current.name)"
            open.append((name, current.line))
            pending = nil
        } else {
            open.append(nil)
        }
        // What stands in the braces is judged by itself.
        suspended.append(nesting)
        nesting = 0
    }

    /// The nesting around each open brace.
    private var suspended: [Int] = []

    private mutating func closeBrace(line: Int) {
        nesting = suspended.popLast() ?? 0
        if nesting == 0 { pending = nil }
        guard let closed = open.popLast() ?? nil else { return }
        found.append(FunctionLength(name: closed.name, firstLine: closed.line, lineCount: line - closed.line + 1))
    }
}
