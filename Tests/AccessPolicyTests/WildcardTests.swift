import SeededTesting
import Testing

@testable import AccessPolicy

@Suite("Wildcards")
struct WildcardTests {
    private func pattern(_ text: String) throws -> WildcardPattern {
        WildcardPattern(try PolicyText(text, wildcards: true, variables: false))
    }

    @Test(
        "a pattern matches these texts and not those",
        arguments: [
            ("", [""], ["a", " ", "*"]),
            ("a", ["a"], ["", "A", "aa", "b"]),
            ("abc", ["abc"], ["ab", "abcd", "xabc", "ABC"]),
            ("*", ["", "a", "a/b:c", "é", "*"], []),
            ("**", ["", "a", "ab"], []),
            ("?", ["a", "é", "€", "🧊", "?", "*"], ["", "ab", "éé", "e\u{301}"]),
            ("??", ["ab", "éa", "a🧊", "e\u{301}"], ["", "a", "é", "🧊", "abc"]),
            ("*?", ["a", "é", "aé", "éa"], [""]),
            ("?*", ["a", "é", "aé", "éa"], [""]),
            ("?*?", ["ab", "éé", "axxb"], ["", "a", "🧊"]),
            ("*??*", ["ab", "éa", "xxéxx"], ["", "a", "🧊"]),
            ("a*", ["a", "ab", "a*", "aé"], ["", "b", "ba", "Aa"]),
            ("*a", ["a", "ba", "aa"], ["", "b", "ab"]),
            ("a*b", ["ab", "axb", "abb", "aab", "a\nb"], ["a", "b", "aba", "xab"]),
            ("a?b", ["axb", "aéb", "a🧊b", "a*b"], ["ab", "axxb", "aéxb"]),
            ("*ab*", ["ab", "xab", "abx", "aab", "xaby"], ["", "a", "ba", "axb"]),
            ("*a*b*c", ["abc", "xaxbxc", "aabbcc", "abcabc"], ["ab", "acb", "abcx"]),
            ("a*a", ["aa", "aba", "aaa"], ["a", "ab", ""]),
            ("*aab", ["aab", "aaab", "aabaab"], ["aaba", "ab"]),
            ("*a?c*", ["abc", "aabc", "acc", "aéc"], ["ac", "abb"]),
            ("é*", ["é", "éa"], ["", "e\u{301}", "è", "\u{C3}"]),
            ("*\u{A9}", ["\u{A9}", "é\u{A9}"], ["é", ""]),
            ("Delete*", ["DeleteArchive", "Delete"], ["deleteArchive", "UnDelete"]),
            ("vaults/*", ["vaults/", "vaults/a/b:c"], ["vaults", "Vaults/a"]),
            ("***a***?***", ["ab", "xay", "aa"], ["a", "", "ba"]),
        ] as [(String, [String], [String])]
    )
    func matches(_ text: String, _ matching: [String], _ others: [String]) throws {
        let pattern = try pattern(text)
        for candidate in matching { #expect(pattern.matches(candidate.utf8), "\(text) \(candidate)") }
        for candidate in others { #expect(!pattern.matches(candidate.utf8), "\(text) \(candidate)") }
    }

    @Test("a pattern may be longer than a machine word", arguments: [31, 32, 33, 63, 64, 65, 1000])
    func crossesWords(_ count: Int) throws {
        let run = String(repeating: "ab", count: count)
        for text in [run + "*", "*" + run, run + "?", "?" + run, run.replacing("b", with: "?"), run + "*" + run] {
            let pattern = try pattern(text)
            let whole = text.replacing("*", with: "xé").replacing("?", with: "é")
            #expect(pattern.matches(whole.utf8), "\(text)")
            #expect(!pattern.matches(whole.dropFirst().utf8) || text.hasPrefix("*"), "\(text)")
            #expect(!pattern.matches(whole.dropLast().utf8) || text.hasSuffix("*"), "\(text)")
            #expect(!pattern.matches(run.replacing("a", with: "c").utf8), "\(text)")
        }
    }

    @Test("matching agrees with the definition on random patterns", arguments: 1...8 as ClosedRange<UInt64>)
    func agreesWithDefinition(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let signs = Array("**??ab:é🧊".unicodeScalars), letters = Array("aab:é🧊".unicodeScalars)
        for _ in 0..<2000 {
            let pattern = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                signs[Int.random(in: 0..<signs.count, using: &random)]
            }
            let text = (0..<Int.random(in: 0...10, using: &random)).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &random)]
            }
            let written = String(String.UnicodeScalarView(pattern)), subject = String(String.UnicodeScalarView(text))
            let expected = Self.matches(pattern[...], text[...])
            #expect(try self.pattern(written).matches(subject.utf8) == expected, "\(written) \(subject)")
        }
    }

    @Test("patterns that make others slow take their time once", .timeLimit(.minutes(1)))
    func isFast() throws {
        let long = String(repeating: "a", count: 10_000)
        let patterns = [
            String(repeating: "*a", count: 5000), String(repeating: "*a", count: 5000) + "*b",
            String(repeating: "a*", count: 5000) + "b", "*" + String(repeating: "a", count: 5000) + "b",
            String(repeating: "*?", count: 5000) + "b", String(repeating: "?", count: 9999) + "*b",
            "*" + String(repeating: "a?", count: 4000) + "b*",
        ]
        for text in patterns {
            let pattern = try pattern(text)
            #expect(pattern.matches(long.utf8) == (text == patterns[0]))
            #expect(pattern.matches((long + "b").utf8) == (text != patterns[0]))
        }
    }

    /// The definition: a star is nothing, or any scalar and a star.
    private static func matches(_ pattern: ArraySlice<Unicode.Scalar>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let sign = pattern.first else { return text.isEmpty }
        if sign == "*", matches(pattern.dropFirst(), text) { return true }
        guard let scalar = text.first else { return false }
        if sign == "*" { return matches(pattern, text.dropFirst()) }
        return (sign == "?" || sign == scalar) && matches(pattern.dropFirst(), text.dropFirst())
    }
}
