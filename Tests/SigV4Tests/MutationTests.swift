import HTTPTypes
import SigV4
import SeededTesting
import Testing

/// Signed requests with a few bytes changed somewhere, from a seed that names the run.
@Suite("Changed requests")
struct MutationTests {
    @Test("a changed request is refused, or says the same; nothing crashes", arguments: 1...8 as ClosedRange<UInt64>)
    func survivesMutations(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let verifier = Example.verifier()
        for original in try originals() {
            try Example.verify(original, by: verifier)
            let claim = try SignatureClaim.parse(original)
            let meaning = RequestMeaning(of: original, signedHeaders: claim.signedHeaders)
            for _ in 0..<150 {
                var changed = original
                for _ in 0...random.below(3) { changed = mutated(changed, &random) }
                guard let accepted = accepted(changed, by: verifier) else { continue }
                #expect(accepted.accessKeyID == claim.accessKeyID)
                #expect(accepted.signature == claim.signature)
                #expect(accepted.signedHeaders == claim.signedHeaders)
                #expect(accepted.timestamp == claim.timestamp)
                #expect(accepted.scope == claim.scope)
                #expect(accepted.expires == claim.expires)
                let changedMeaning = RequestMeaning(of: changed, signedHeaders: claim.signedHeaders)
                #expect(changedMeaning == meaning, "\(changed) \(changed.headerFields)")
            }
        }
    }

    @Test("requests of random bytes are refused", arguments: 1...8 as ClosedRange<UInt64>)
    func survivesNoise(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let words = [
            "AWS4-HMAC-SHA256", " ", ",", "=", ";", "/", "Credential=", "SignedHeaders=", "Signature=", "host", "&",
            "?",
            "x-amz-date", "aws4_request", "X-Amz-Signature=", "X-Amz-Algorithm=", "X-Amz-Credential=", "%", "%2", "\t",
            "20260102T030405Z", "http://", "..", String(repeating: "0", count: 64), "é", "",
        ]
        for _ in 0..<500 {
            func noise() -> String { (0..<random.below(12)).map { _ in words[random.below(words.count)] }.joined() }
            var request = HTTPRequest(method: .post, scheme: nil, authority: noise(), path: noise())
            for name in ["authorization", "x-amz-date", "date", "x-amz-content-sha256"] where random.below(3) > 0 {
                try request.add(name, noise())
            }
            #expect(accepted(request, by: Example.verifier()) == nil)
        }
    }

    private func originals() throws -> [HTTPRequest] {
        let headers = [
            ("x-amz-archive-description", "a b, c"), ("x-amz-meta", "one"), ("x-amz-meta", "two"),
            ("content-type", "application/json"), ("user-agent", "unsigned"),
        ]
        let temporary = SigningCredentials(
            accessKeyID: Example.accessKeyID,
            secretAccessKey: Example.secretAccessKey,
            sessionToken: "to/ken=="
        )
        let get = try Example.request(.get, "/-/vaults/v%20w/jobs?marker=a%2Fb&limit=5&limit=%C3%A9", headers)
        let post = try Example.request(.post, "/-/vaults/v/archives", headers)
        return [
            try Example.signed(.put),
            Example.signer(temporary).sign(get, payloadHash: emptyPayload, at: Example.moment),
            Example.signer().sign(post, payloadHash: emptyPayload, at: Example.moment),
            Example.signer(temporary).presign(get, payloadHash: emptyPayload, at: Example.moment, expires: 600),
            Example.signer().presign(post, payloadHash: emptyPayload, at: Example.moment, expires: 600),
        ]
    }

    /// The claim of a request that a server would let pass which knows one key.
    private func accepted(_ request: HTTPRequest, by verifier: SigV4Verifier) -> SignatureClaim? {
        do {
            let claim = try SignatureClaim.parse(request)
            guard claim.accessKeyID == Example.accessKeyID else { return nil }
            try verifier.verify(
                claim,
                of: request,
                payloadHash: claim.payloadHash ?? emptyPayload,
                secretAccessKey: Example.secretAccessKey,
                now: Example.moment
            )
            return claim
        } catch {
            _ = error.message
            return nil
        }
    }

    private func mutated(_ request: HTTPRequest, _ random: inout SeededGenerator) -> HTTPRequest {
        var changed = request
        switch random.below(8) {
        case 0:
            if let name = HTTPField.Name(parsed: ":path") {
                let bytes = mutated(Array((request.path ?? "").utf8), &random)
                changed.pseudoHeaderFields.path = HTTPField(name: name, lenientValue: bytes)
            }
        case 1:
            if let name = HTTPField.Name(parsed: ":authority") {
                let bytes = mutated(Array((request.authority ?? "").utf8), &random)
                changed.pseudoHeaderFields.authority = HTTPField(name: name, lenientValue: bytes)
            }
        case 2:
            let bytes = mutated(Array(request.method.rawValue.utf8), &random)
            changed.method = HTTPRequest.Method(String(decoding: bytes, as: UTF8.self)) ?? request.method
        case 3 where !changed.headerFields.isEmpty:
            changed.headerFields.remove(at: random.below(changed.headerFields.count))
        case 4 where !changed.headerFields.isEmpty:
            changed.headerFields.append(changed.headerFields[random.below(changed.headerFields.count)])
        case 5 where changed.headerFields.count > 1:
            changed.headerFields.swapAt(
                random.below(changed.headerFields.count),
                random.below(changed.headerFields.count)
            )
        default:
            guard !changed.headerFields.isEmpty else { break }
            let place = random.below(changed.headerFields.count), field = changed.headerFields[place]
            let value = field.withUnsafeBytesOfValue { Array($0) }
            let name = random.below(6) == 0 ? mutated(Array(field.name.rawName.utf8), &random) : nil
            changed.headerFields[place] = HTTPField(
                name: name.flatMap { HTTPField.Name(String(decoding: $0, as: UTF8.self)) } ?? field.name,
                lenientValue: mutated(value, &random)
            )
        }
        return changed
    }

    private func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var changed = bytes
        let telling = Array("%&=+/;,. \t?:aA0Zz~".utf8) + [0x00, 0x7F, 0x80, 0xFF]
        let byte = telling[random.below(telling.count)], place = random.below(bytes.count + 1)
        switch random.below(6) {
        case 0 where place < bytes.count: changed[place] ^= 1 << UInt8(random.below(8))
        case 1 where place < bytes.count: changed[place] = byte
        case 2 where place < bytes.count: changed.remove(at: place)
        case 3: changed.insert(contentsOf: bytes[place...].prefix(random.below(20)), at: place)
        case 4: changed.removeLast(bytes.count - place)
        default: changed.insert(byte, at: place)
        }
        return changed
    }
}
