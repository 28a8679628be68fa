import Testing
import TreeHash
@testable import firn

@Suite("Lists of hashes")
struct HashLineTests {
    @Test(
        "a line of hashes is read as it is written",
        arguments: ["a", " a", "*a", "a b", "a\\b", "a\nb", "a\rb", "\\n", "ü", "-"]
    )
    func hashLines(_ name: String) throws {
        let tree = Digest.sha256OfNothing, linear = Digest.sha256([1])
        for line in [HashLine(name: name, tree: tree, linear: nil), HashLine(name: name, tree: tree, linear: linear)] {
            #expect(HashLine(line.text[...], hashes: line.linear == nil ? 1 : 2) == line)
        }
    }

    @Test(
        "what is no line of hashes is refused",
        arguments: ["", "a", "x  a", " HASH  a", "HASH a", "HASH  ", "HASHa  b", "\\HASH  a\\", "\\HASH  a\\b"]
    )
    func notLines(_ text: String) {
        let line = text.replacing("HASH", with: Digest.sha256OfNothing.hex)
        #expect(HashLine(line[...], hashes: 1) == nil)
        #expect(HashLine(line[...], hashes: 2) == nil)
    }

    @Test("lines of sha256sum are read, also those of binary files")
    func foreignLines() {
        let hash = Digest.sha256OfNothing
        #expect(HashLine("\(hash) *a"[...], hashes: 1) == HashLine(name: "a", tree: hash, linear: nil))
        #expect(HashLine("\(hash.hex.uppercased())  a"[...], hashes: 1)?.tree == hash)
    }

    @Test("a range is two numbers, of which the first is not the greater")
    func ranges() {
        #expect(InclusiveRange(argument: "0-0")?.bytes == 0..<1)
        #expect(InclusiveRange(argument: "5-1048580")?.bytes == 5..<1_048_581)
        for text in ["", "-", "5", "5-", "-5", "5-4", "a-b", "1-2-3", "+1-2", "0-9223372036854775807", " 1-2"] {
            #expect(InclusiveRange(argument: text) == nil)
        }
    }
}
