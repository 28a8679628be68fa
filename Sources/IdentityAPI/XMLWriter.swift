/// Writes the XML of answers: elements with text or with elements, without attributes but for the namespace.
///
/// Source: https://www.w3.org/TR/xml/
package struct XMLWriter: Sendable {
    /// UTF-8.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Whether XML 1.0 has a character; what it does not have cannot be escaped either.
    package static func canWrite(_ character: Unicode.Scalar) -> Bool {
        switch character.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// An element with text.
    package mutating func element(_ name: String, _ text: String) {
        write("<\(name)>")
        for character in text.unicodeScalars { write(character) }
        write("</\(name)>")
    }

    /// An element with text, or nothing where there is none.
    package mutating func element(_ name: String, ifPresent text: String?) {
        if let text { element(name, text) }
    }

    /// An element with elements.
    package mutating func element(_ name: String, namespace: String? = nil, _ children: (inout XMLWriter) -> Void) {
        write(namespace.map { "<\(name) xmlns=\"\($0)\">" } ?? "<\(name)>")
        children(&self)
        write("</\(name)>")
    }

    /// A list as the query protocol writes it: each item is called `member`.
    package mutating func list<Item>(_ name: String, _ items: [Item], _ write: (inout XMLWriter, Item) -> Void) {
        element(name) { xml in
            for item in items { xml.element("member") { write(&$0, item) } }
        }
    }

    /// A list of texts.
    package mutating func list(_ name: String, _ texts: [String]) {
        element(name) { xml in
            for text in texts { xml.element("member", text) }
        }
    }

    private mutating func write(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

    /// A carriage return that is not escaped would be read as a line feed.
    private mutating func write(_ character: Unicode.Scalar) {
        switch character {
        case "&": write("&amp;")
        case "<": write("&lt;")
        case ">": write("&gt;")
        case "\"": write("&quot;")
        case "\r": write("&#xD;")
        default:
            let shown = Self.canWrite(character) ? character : "\u{FFFD}"
            for byte in UTF8.encode(shown) ?? UTF8.encodedReplacementCharacter { bytes.append(byte) }
        }
    }
}
