/// Takes the lines of a configuration file one by one.
struct INIReader {
    /// A section whose values may still grow.
    struct OpenSection {
        let name: String
        fileprivate var options: [String: OpenValue] = [:]

        fileprivate init(name: String) { self.name = name }

        /// The values that end with the file.
        func finished() throws(INIMistake) -> [String: INIDocument.Value] {
            var finished: [String: INIDocument.Value] = [:]
            for (name, value) in options { finished[name] = try value.finished() }
            return finished
        }
    }

    private(set) var sections: [OpenSection] = []
    private(set) var defaults = OpenSection(name: "DEFAULT")
    private var place = Place.beforeSections
    /// The option that an indented line continues.
    private var option: String?
    /// Of the last line that was no continuation.
    private var indentation = 0

    private enum Place {
        case beforeSections, inDefaults, inSection
    }

    /// Takes the next line, without its end.
    mutating func take(_ line: ArraySlice<UInt8>, number: Int) throws(INIMistake) {
        let trimmed = trim(line)
        guard let first = trimmed.first else {
            if option != nil { append("", number) }
            return
        }
        if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return }
        let indented = trimmed.startIndex - line.startIndex
        let text = String(decoding: trimmed, as: UTF8.self)
        if option != nil, indented > indentation { return append(text, number) }
        indentation = indented
        if let name = Self.sectionName(trimmed) { return try open(name, number) }
        guard place != .beforeSections else { throw INIMistake(line: number, .beforeFirstSection) }
        try takeOption(trimmed, number)
    }

    /// What stands between the first bracket of a line and its last one.
    private static func sectionName(_ line: ArraySlice<UInt8>) -> String? {
        guard line.first == UInt8(ascii: "["), let end = line.lastIndex(of: UInt8(ascii: "]")),
            end > line.startIndex + 1
        else { return nil }
        return String(decoding: line[(line.startIndex + 1)..<end], as: UTF8.self)
    }

    private mutating func open(_ name: String, _ number: Int) throws(INIMistake) {
        option = nil
        if name == defaults.name {
            place = .inDefaults
            return
        }
        guard !sections.contains(where: { $0.name == name }) else { throw INIMistake(line: number, .repeatedSection) }
        sections.append(OpenSection(name: name))
        place = .inSection
    }

    private mutating func takeOption(_ line: ArraySlice<UInt8>, _ number: Int) throws(INIMistake) {
        guard let end = line.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }),
            end > line.startIndex
        else { throw INIMistake(line: number, .noOption) }
        let name = String(decoding: trim(line[..<end]), as: UTF8.self).lowercased()
        let value = OpenValue(String(decoding: trim(line[(end + 1)...]), as: UTF8.self))
        let earlier = withSection { $0.options.updateValue(value, forKey: name) }
        guard earlier == nil else { throw INIMistake(line: number, .repeatedOption) }
        option = name
    }

    private mutating func append(_ line: String, _ number: Int) {
        guard let option else { return }
        withSection { $0.options[option]?.append(line, number) }
    }

    @discardableResult
    private mutating func withSection<Result>(_ body: (inout OpenSection) -> Result) -> Result {
        place == .inDefaults || sections.isEmpty ? body(&defaults) : body(&sections[sections.count - 1])
    }
}

/// The lines of a value.
private struct OpenValue {
    private let first: String
    private var others: [(text: String, number: Int)] = []

    init(_ first: String) { self.first = first }

    mutating func append(_ line: String, _ number: Int) { others.append((line, number)) }

    func finished() throws(INIMistake) -> INIDocument.Value {
        let last = others.lastIndex { !$0.text.isEmpty }
        let lines = others[..<(last.map { $0 + 1 } ?? 0)]
        guard first.isEmpty, !lines.isEmpty else {
            return .text(([first] + lines.map(\.text)).joined(separator: "\n"))
        }
        var table: [String: String] = [:]
        for line in lines where !line.text.isEmpty {
            let bytes = Array(line.text.utf8)[...]
            guard let end = bytes.firstIndex(of: UInt8(ascii: "=")) else {
                throw INIMistake(line: line.number, .noTableEntry)
            }
            let name = String(decoding: trim(bytes[..<end]), as: UTF8.self)
            table[name] = String(decoding: trim(bytes[(end + 1)...]), as: UTF8.self)
        }
        return .table(table)
    }
}

/// The bytes without the white space around them.
private func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte) }
    guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return bytes[bytes.endIndex...] }
    return bytes[first...last]
}
