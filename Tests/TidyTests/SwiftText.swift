/// Swift source in which every comment and every string literal is blanked out, so that what is left is code. Code
/// inside string interpolations stays. Lines and columns of bytes keep their places.
struct SwiftText {
    /// As many bytes as the source has.
    let code: [UInt8]

    init(_ text: String) {
        var scan = Scan(Array(text.utf8))
        scan.passCode(untilParenthesis: false)
        code = scan.output
    }

    var lines: [Substring] {
        Substring(decoding: code, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }
}

/// One walk over a source.
private struct Scan {
    private let source: [UInt8]
    private var position = 0
    private(set) var output: [UInt8]

    init(_ source: [UInt8]) {
        self.source = source
        output = source
    }

    /// Passes code, to the end or to the parenthesis that closes an interpolation.
    mutating func passCode(untilParenthesis: Bool) {
        var depth = 0
        while position < source.count {
            let byte = source[position]
            if byte == UInt8(ascii: "/"), startsWith("//") {
                blank(through: "\n")
            } else if byte == UInt8(ascii: "/"), startsWith("/*") {
                passBlockComment()
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#"), let hashes = hashesOfString() {
                passString(hashes: hashes)
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                position += 1
                if untilParenthesis, depth == 0 { return }
            }
        }
    }

    /// How many `#` stand before the quote here; nil where no string begins.
    private func hashesOfString() -> Int? {
        let hashes = source[position...].prefix { $0 == UInt8(ascii: "#") }.count
        let quote = position + hashes
        return quote < source.count && source[quote] == UInt8(ascii: "\"") ? hashes : nil
    }

    /// Block comments nest.
    private mutating func passBlockComment() {
        var depth = 0
        while position < source.count {
            if startsWith("/*") {
                depth += 1
                blank(2)
            } else if startsWith("*/") {
                depth -= 1
                blank(2)
                if depth == 0 { return }
            } else {
                blank(1)
            }
        }
    }

    private mutating func passString(hashes: Int) {
        let marks = String(repeating: "#", count: hashes)
        blank(hashes)
        let quotes = startsWith("\"\"\"") ? "\"\"\"" : "\""
        blank(quotes.utf8.count)
        while position < source.count {
            if startsWith(quotes + marks) {
                blank(quotes.utf8.count + hashes)
                return
            }
            if startsWith("\\" + marks) {
                blank(1 + hashes)
                if startsWith("(") { passCode(untilParenthesis: true) } else { blank(1) }
            } else {
                blank(1)
            }
        }
    }

    private func startsWith(_ text: String) -> Bool { source[position...].starts(with: text.utf8) }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where position < source.count {
            if source[position] != UInt8(ascii: "\n") { output[position] = UInt8(ascii: " ") }
            position += 1
        }
    }

    private mutating func blank(through end: String) {
        while position < source.count, !startsWith(end) { blank(1) }
        blank(end.utf8.count)
    }
}
