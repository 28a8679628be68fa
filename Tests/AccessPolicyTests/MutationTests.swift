import SeededTesting
import Testing

@testable import AccessPolicy

@Suite("Changed policies")
struct MutationTests {
    private static let original = """
        {"Version":"2012-10-17","Id":"é🧊","Statement":[{"Sid":"a","Effect":"Deny","Principal":{"AWS":["*",\
        "arn:aws:iam::111122223333:user/p/Bob"],"Service":"x.amazonaws.com"},"Action":["glacier:Delete*","*"],\
        "Resource":["\(Example.vault)","arn:aws:glacier:*:*:vaults/${aws:username, 'é'}"],"Condition":{\
        "NumericLessThan":{"glacier:ArchiveAgeInDays":["365",1.5e-3]},"DateLessThan":{"aws:CurrentTime":\
        "2026-01-02T03:04:05.678+01:00"},"ForAllValues:StringLikeIfExists":{"aws:TagKeys":["a?*${b}é","${*}"]},\
        "Bool":{"aws:SecureTransport":true},"BinaryEquals":{"k":"AAEC/w=="},"NotIpAddress":{"aws:SourceIp":\
        ["203.0.113.0/24","2001:db8::1.2.3.4/120"]},"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/${a}"},\
        "Null":{"aws:TokenIssueTime":"false"}}}]}
        """

    @Test("a changed policy is read or refused, never more", arguments: 1...8 as ClosedRange<UInt64>)
    func survivesMutations(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        #expect(try Example.vaultPolicy(Self.original).statements.count == 1)
        for _ in 0..<400 {
            var bytes = Array(Self.original.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let policy = try? Example.vaultPolicy(text) else { continue }
            #expect(!policy.statements.isEmpty)
            #expect(text.utf8.count <= Example.maximumBytes)
        }
    }

    @Test("no beginning of a policy is a policy")
    func refusesBeginnings() {
        let bytes = Array(Self.original.utf8)
        for end in 0..<bytes.count {
            let text = String(decoding: bytes[..<end], as: UTF8.self)
            #expect(throws: PolicyError(.notJSON, at: .document)) { try Example.vaultPolicy(text) }
        }
    }

    @Test("values of random signs are read or refused, never more", arguments: 1...4 as ClosedRange<UInt64>)
    func survivesNoise(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let signs = Array("0123456789abcdefTZ:./-+*?${},' =é🧊arn")
        for _ in 0..<5000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &random)).map { _ in
                    signs[Int.random(in: 0..<signs.count, using: &random)]
                }
            )
            if let number = PolicyNumber(text) { #expect(number.digits.last != 0) }
            if let date = PolicyDate(text) { #expect((0..<1_000_000_000).contains(date.nanoseconds)) }
            if let range = IPRange(text) { #expect((0...range.first.bitCount).contains(range.prefixLength)) }
            if let bytes = Base64.decode(text) { #expect(bytes.count <= text.utf8.count) }
            if let pieces = try? PolicyText(text, wildcards: true, variables: true) {
                #expect(pieces.fields(atMost: 6).count <= 6)
                #expect(TextPattern(pieces).canMatch(text.utf8) || text.contains("${"))
            }
        }
    }

    @Test("the longest policies are read in little time", .timeLimit(.minutes(1)))
    func readsLongest() throws {
        let room = 20_000
        let values = [
            String(repeating: "*a", count: room / 2), String(repeating: "?", count: room),
            String(repeating: "${*}", count: room / 4), String(repeating: "${a}", count: room / 4),
            String(repeating: ":", count: room), Array(repeating: "b*", count: room / 5).joined(separator: "\",\""),
        ]
        for value in values {
            let text = Example.vaultText(["Condition": "{\"StringLike\":{\"k\":[\"\(value)\"]}}"])
            #expect(try Example.vaultPolicy(text).statements.count == 1)
        }
        let actions = Array(repeating: "\"glacier:*s*\"", count: room / 14).joined(separator: ",")
        #expect(try Example.vaultPolicy(Example.vaultText(["Action": "[\(actions)]"])).statements.count == 1)
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let telling = Array("{}[]\",:\\*?$ '/.-0".utf8)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(telling[Int.random(in: 0..<telling.count, using: &random)], at: place)
        case 3: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
        default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
        }
    }
}
