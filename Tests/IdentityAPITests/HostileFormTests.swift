import IdentityAPI
import SeededTesting
import Testing

@Suite("Hostile forms")
struct HostileFormTests {
    private static let bytes = Array("&=%+.1aA/member\u{0}\u{B}\u{FF}é".utf8) + [0xFF, 0xC0, 0x80, 0xED, 0xA0]

    @Test("any bytes are a form or are refused, and what a form holds can be written in XML", arguments: UInt64(0)..<20)
    func readsAnything(_ seed: UInt64) {
        var randomness = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let length = Int.random(in: 0..<60, using: &randomness)
            let body = (0..<length).map { _ in Self.bytes.randomElement(using: &randomness) ?? 0 }
            guard let form = try? QueryForm(body) else { continue }
            for name in form.names {
                for text in [name, form.value(of: name) ?? ""] {
                    #expect(text.unicodeScalars.allSatisfy(XMLWriter.canWrite), "seed \(seed): \(body)")
                }
            }
        }
    }
}
