/// Cuts a command into words as a POSIX shell does, without expanding anything: quotes of both kinds and backslashes.
enum ShellWords {
    /// Nil where a quote is not closed, or a backslash stands at the end.
    ///
    /// Source: https://docs.python.org/3/library/shlex.html#parsing-rules
    static func split(_ text: String) -> [String]? {
        var cutter = Cutter()
        for byte in text.utf8 { cutter.take(byte) }
        return cutter.finish()
    }

    private struct Cutter {
        private enum State {
            case plain, singleQuoted, doubleQuoted
        }

        private var words: [String] = []
        /// Nil between words; an empty word may have been quoted.
        private var word: [UInt8]?
        private var state = State.plain
        private var isEscaped = false

        mutating func take(_ byte: UInt8) {
            if isEscaped { return takeEscaped(byte) }
            switch (state, byte) {
            case (.plain, UInt8(ascii: " ")), (.plain, 0x09), (.plain, 0x0A), (.plain, 0x0D): endWord()
            case (.plain, UInt8(ascii: "'")): begin(.singleQuoted)
            case (.plain, UInt8(ascii: "\"")): begin(.doubleQuoted)
            case (.singleQuoted, UInt8(ascii: "'")), (.doubleQuoted, UInt8(ascii: "\"")): state = .plain
            case (.plain, UInt8(ascii: "\\")), (.doubleQuoted, UInt8(ascii: "\\")): isEscaped = true
            case (.plain, _), (.singleQuoted, _), (.doubleQuoted, _): append(byte)
            }
        }

        func finish() -> [String]? {
            guard state == .plain, !isEscaped else { return nil }
            return words + (word.map { [String(decoding: $0, as: UTF8.self)] } ?? [])
        }

        /// Within double quotes a backslash protects quotes and backslashes alone.
        private mutating func takeEscaped(_ byte: UInt8) {
            isEscaped = false
            if state == .doubleQuoted, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                append(UInt8(ascii: "\\"))
            }
            append(byte)
        }

        private mutating func append(_ byte: UInt8) { word = (word ?? []) + [byte] }

        private mutating func begin(_ quoted: State) {
            word = word ?? []
            state = quoted
        }

        private mutating func endWord() {
            if let word { words.append(String(decoding: word, as: UTF8.self)) }
            word = nil
        }
    }
}
