import Foundation
import Glibc

/// What names are looked for by: a glob where there is a `*`, `?` or `[`, else a text.
struct NamePattern: Sendable {
    /// What a text without wildcards has to be.
    enum Text: Sendable {
        /// The whole name, or a folder that the name lies in.
        case exact
        /// A part of the name, in letters of any case.
        case part
    }

    private let pattern: String
    private let text: Text
    private let isGlob: Bool

    init(_ pattern: String, text: Text) {
        isGlob = pattern.contains { "*?[".contains($0) }
        self.text = text
        self.pattern = text == .exact ? pattern : Self.folded(Array(pattern.utf8))
    }

    /// A glob is compared with the whole name; its wildcards match slashes as well. Where names are compared exactly,
    /// it is found too as it is written.
    func matches(_ name: [UInt8]) -> Bool {
        guard isGlob else {
            switch text {
            case .exact:
                let bytes = Array(pattern.utf8)
                let folder = bytes.last == UInt8(ascii: "/") ? bytes : bytes + [UInt8(ascii: "/")]
                return name == bytes || name.starts(with: folder)
            case .part: return Self.folded(name).contains(pattern)
            }
        }
        if text == .exact, name.elementsEqual(pattern.utf8) { return true }
        // Behind a zero the system would not look.
        guard !name.contains(0) else { return false }
        let compared = text == .exact ? name : Array(Self.folded(name).utf8)
        return (compared.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { name in
            guard let name = name.baseAddress else { return false }
            return fnmatch(pattern, name, 0) == 0
        }
    }

    private static func folded(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self).lowercased() }
}
