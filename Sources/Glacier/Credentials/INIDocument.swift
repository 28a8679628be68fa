/// A configuration file in the dialect of the AWS tools, which is that of Python's `configparser` with values that may
/// be small tables of their own.
///
/// - Lines whose first visible character is `#` or `;` are comments; what follows a value on its line is part of it.
/// - A name ends at the first `=` or `:`; names are compared in lower case, values and sections as they are.
/// - A line that is indented deeper than the option above it continues that option's value, whatever it looks like.
/// - An option with an empty first line and continuation lines is a table; each line of it has a `=`.
/// - What `[DEFAULT]` holds is true of every section that does not say otherwise.
/// - A section or an option that is there twice is a mistake, and so is a line that is none of all this.
///
/// Source: https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
struct INIDocument: Sendable {
    enum Value: Hashable, Sendable {
        case text(String)
        case table([String: String])
    }

    struct Section: Sendable {
        let name: String
        fileprivate(set) var options: [String: Value]
    }

    /// In the order of the file, without `[DEFAULT]`.
    let sections: [Section]

    /// Reads a whole file. A byte order mark is tolerated.
    init(parsing bytes: [UInt8]) throws(INIMistake) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        guard String(validating: text, as: UTF8.self) != nil else { throw INIMistake(line: nil, .notUTF8) }
        var reader = INIReader()
        for (index, line) in Self.lines(of: text).enumerated() { try reader.take(line, number: index + 1) }
        let defaults = try reader.defaults.finished()
        sections = try reader.sections.map { section throws(INIMistake) in
            let options = try section.finished()
            return Section(name: section.name, options: options.merging(defaults) { own, _ in own })
        }
    }

    /// Lines end with a line feed, a carriage return, or both.
    private static func lines(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = [], rest = text
        while let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            lines.append(rest[..<end])
            let isPair = rest[end...].starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
        return lines + [rest]
    }
}

/// Why a text is no configuration file.
struct INIMistake: Error, Hashable, Sendable {
    enum Reason: String, Sendable {
        case notUTF8 = "the file is not UTF-8 text"
        case beforeFirstSection = "the line stands before the first section"
        case repeatedSection = "the section is there twice"
        case repeatedOption = "the option is there twice in its section"
        case noOption = "the line is neither a section, nor an option with its value"
        case noTableEntry = "a line of the option's table has no ="
    }

    /// Counted from 1; nil where it is no line's fault.
    let line: Int?
    let reason: Reason

    init(line: Int?, _ reason: Reason) { (self.line, self.reason) = (line, reason) }
}
