/// Changes settings of a profile in the text of a file that the AWS tools share, and leaves every other byte as it is.
///
/// A setting that is there gets its new value in place; one that is not is added behind the profile's last one. A
/// profile that is not there is added at the end of the file.
package struct SharedFileEdit {
    /// Which of the two files it is: they name profiles differently.
    package enum Kind: Sendable {
        /// `[profile NAME]`, or `[default]`.
        case config
        /// `[NAME]`.
        case credentials
    }

    private var lines: [Line]
    private let kind: Kind
    private let profile: String
    /// How the file ends its lines.
    private let lineEnd: String

    /// - Parameters:
    ///   - text: a file that `INIDocument` can read; empty where there is none.
    ///   - profile: a name for which ``isProfileName(_:)`` holds.
    package init(_ text: String, _ kind: Kind, profile: String) {
        lines = Line.all(of: text)
        (self.kind, self.profile) = (kind, profile)
        lineEnd = lines.first { !$0.end.isEmpty }?.end ?? "\n"
    }

    /// The file as it is now.
    package var text: String { lines.map { $0.text + $0.end }.joined() }

    /// Sets a setting of the profile; a value for which ``isValue(_:)`` holds.
    package mutating func set(_ name: String, to value: String) {
        let section = ownSection() ?? appendSection()
        let option = section.lines.last { lines[$0].role == .option(name) }
        guard let option else {
            insert("\(name) = \(value)", at: (section.lines.last { lines[$0].isContent } ?? section.head) + 1)
            return
        }
        let continuations = continuations(of: option, in: section)
        guard lines[option].value != value || !continuations.isEmpty else { return }
        let indentation = lines[option].text.prefix { $0 == " " || $0 == "\t" }
        lines[option].text = "\(indentation)\(name) = \(value)"
        for index in continuations.reversed() { lines.remove(at: index) }
    }

    /// Removes a setting of the profile with all its lines; it need not be there.
    package mutating func remove(_ name: String) {
        guard let section = ownSection(), let option = section.lines.last(where: { lines[$0].role == .option(name) })
        else { return }
        for index in continuations(of: option, in: section).reversed() { lines.remove(at: index) }
        lines.remove(at: option)
    }

    /// Whether the profile has a setting.
    package func has(_ name: String) -> Bool {
        ownSection()?.lines.contains { lines[$0].role == .option(name) } ?? false
    }

    /// Whether a profile can have the name in both files.
    package static func isProfileName(_ name: String) -> Bool {
        let isVisible = name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F || $0 == " " }
        return !name.isEmpty && name != "DEFAULT" && isVisible && !name.hasPrefix(" ") && !name.hasSuffix(" ")
            && !name.contains(where: { "[]\"'\\\u{85}\u{2028}\u{2029}".contains($0) })
    }

    /// Whether a setting can have the value on its one line.
    package static func isValue(_ value: String) -> Bool {
        !value.isEmpty && value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            && value.first != " " && value.last != " "
    }

    // MARK: Sections

    private struct Section {
        let head: Int
        let lines: Range<Int>
    }

    /// The last one that names the profile: where both `[default]` and `[profile default]` are there, it counts.
    private func ownSection() -> Section? {
        let heads = lines.indices.filter { if case .section = lines[$0].role { true } else { false } }
        guard let position = heads.lastIndex(where: { names(lines[$0].role) }) else { return nil }
        let end = position + 1 < heads.count ? heads[position + 1] : lines.count
        return Section(head: heads[position], lines: heads[position] + 1..<end)
    }

    private func names(_ role: Line.Role) -> Bool {
        guard case .section(let name) = role else { return false }
        switch kind {
        case .credentials: return name == profile
        case .config:
            if name == "default" { return profile == name }
            return name.hasPrefix("profile") && ShellWords.split(name).map { $0.dropFirst() == [profile] } ?? false
        }
    }

    private mutating func appendSection() -> Section {
        if let last = lines.indices.last, lines[last].end.isEmpty { lines[last].end = lineEnd }
        let word = profile.contains(" ") ? "'\(profile)'" : profile
        let name = kind == .credentials || profile == "default" ? profile : "profile \(word)"
        lines.append(Line(text: "[\(name)]", end: lineEnd, role: .section(name)))
        return Section(head: lines.count - 1, lines: lines.count..<lines.count)
    }

    private mutating func insert(_ text: String, at index: Int) {
        if lines[index - 1].end.isEmpty { lines[index - 1].end = lineEnd }
        let name = text.prefix { $0 != " " }
        lines.insert(Line(text: text, end: lineEnd, role: .option(String(name))), at: index)
    }

    /// The lines that go on with an option's value; comments between them are none of them.
    private func continuations(of option: Int, in section: Section) -> [Int] {
        let end = section.lines.first { index in
            if index > option, case .option = lines[index].role { true } else { false }
        }
        return (option + 1..<(end ?? section.lines.upperBound)).filter { lines[$0].role == .more }
    }
}

extension SharedFileEdit {
    /// A line with what ends it, and what it is to whoever reads the file.
    private struct Line {
        enum Role: Hashable {
            /// Blank, or a comment, or of no meaning.
            case none
            case section(String)
            /// By its name in small letters.
            case option(String)
            /// Goes on with the value of the option above.
            case more
        }

        var text: String
        var end: String
        let role: Role

        /// Whether a setting may be added behind it.
        var isContent: Bool { role != .none }

        /// What stands behind the mark of an option.
        var value: String? {
            text.firstIndex { $0 == "=" || $0 == ":" }.map { mark in
                String(text[text.index(after: mark)...]).trimmed
            }
        }

        /// By the rules of `INIReader`.
        static func all(of text: String) -> [Line] {
            var lines: [Line] = [], rest = Array(text.utf8)[...], hasOption = false, indentation = 0
            while !rest.isEmpty {
                let content = rest.prefix { $0 != 0x0A && $0 != 0x0D }
                let isPair = rest[content.endIndex...].starts(with: [0x0D, 0x0A])
                let end = rest[content.endIndex...].prefix(isPair ? 2 : 1)
                let line = String(decoding: content, as: UTF8.self), trimmed = line.withoutMark.trimmed
                let indented = line.withoutMark.leadingSpaces
                let role = role(of: trimmed, isDeeper: hasOption && indented > indentation)
                switch role {
                case .section: (hasOption, indentation) = (false, indented)
                case .option: (hasOption, indentation) = (true, indented)
                case .none, .more: break
                }
                lines.append(Line(text: line, end: String(decoding: end, as: UTF8.self), role: role))
                rest = rest[end.endIndex...]
            }
            return lines
        }

        private static func role(of text: String, isDeeper: Bool) -> Role {
            if text.isEmpty || text.hasPrefix("#") || text.hasPrefix(";") { return .none }
            if isDeeper { return .more }
            if text.hasPrefix("["), let end = text.lastIndex(of: "]") {
                return .section(String(text[text.index(after: text.startIndex)..<end]))
            }
            guard let mark = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return .none }
            return .option(String(text[..<mark]).trimmed.lowercased())
        }
    }
}

extension String {
    /// Without a byte order mark.
    fileprivate var withoutMark: String {
        unicodeScalars.first?.value == 0xFEFF ? String(unicodeScalars.dropFirst()) : self
    }

    /// How many characters of white space it begins with.
    fileprivate var leadingSpaces: Int { unicodeScalars.prefix(while: Self.isSpace).count }

    /// Without white space at either end.
    fileprivate var trimmed: String {
        let front = unicodeScalars.drop(while: Self.isSpace)
        return String(String.UnicodeScalarView(front.reversed().drop(while: Self.isSpace).reversed()))
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || (0x09...0x0D).contains(scalar.value) || (0x1C...0x1F).contains(scalar.value)
    }
}
