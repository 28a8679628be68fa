/// Emphasis for people: escape sequences, or nothing at all.
struct Style: Sendable {
    let hasColors: Bool

    /// No escape sequences.
    static let plain = Style(hasColors: false)

    init(hasColors: Bool) { self.hasColors = hasColors }

    /// Source: https://no-color.org
    init(_ choice: ColorChoice, isTerminal: Bool, environment: [String: String]) {
        hasColors =
            switch choice {
            case .always: true
            case .never: false
            case .auto: isTerminal && environment["NO_COLOR", default: ""].isEmpty
            }
    }

    func bold(_ text: String) -> String { escaped(text, "1") }
    func dim(_ text: String) -> String { escaped(text, "2") }
    func good(_ text: String) -> String { escaped(text, "32") }
    func warning(_ text: String) -> String { escaped(text, "33") }
    func bad(_ text: String) -> String { escaped(text, "31") }

    private func escaped(_ text: String, _ code: String) -> String {
        hasColors && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    /// The text with its control characters written out, so that what comes from a service cannot steer a terminal.
    var visible: String { visible(but: []) }

    /// - Parameter kept: control characters that stay as they are.
    func visible(but kept: [Unicode.Scalar]) -> String {
        unicodeScalars.reduce(into: "") { text, scalar in
            if Self.isControl(scalar), !kept.contains(scalar) {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Controls, separators of lines, and what turns the direction of writing round.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        }
    }
}
