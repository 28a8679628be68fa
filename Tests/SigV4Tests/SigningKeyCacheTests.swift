import SigV4
import Testing

@Suite("The cache of signing keys")
struct SigningKeyCacheTests {
    @Test("a changed secret counts at once, and so does the old one when it comes back")
    func followsSecret() throws {
        let verifier = Example.verifier()
        let secrets = ["first", "second", "first", "third"]
        for (place, secret) in secrets.enumerated() {
            let credentials = SigningCredentials(accessKeyID: Example.accessKeyID, secretAccessKey: secret)
            let request = Example.signer(credentials).sign(
                try Example.request(),
                payloadHash: emptyPayload,
                at: Example.moment
            )
            let claim = try SignatureClaim.parse(request)
            for _ in 1...2 {
                try verifier.verify(
                    claim,
                    of: request,
                    payloadHash: emptyPayload,
                    secretAccessKey: secret,
                    now: Example.moment
                )
            }
            let next = secrets[(place + 1) % secrets.count]
            #expect(throws: SignatureError.self) {
                try verifier.verify(
                    claim,
                    of: request,
                    payloadHash: emptyPayload,
                    secretAccessKey: next,
                    now: Example.moment
                )
            }
        }
    }

    @Test("keys of different users, days, regions and services do not mix")
    func keepsApart() throws {
        let keys = SigningKeyCache()
        for name in ["A", "B"] {
            for region in ["r1", "r2"] {
                for service in ["s1", "s2"] {
                    for day in [0, 86_400] as [Int64] {
                        let now = SigningInstant(secondsSince1970: day)
                        let credentials = SigningCredentials(accessKeyID: name, secretAccessKey: "the same")
                        let request = SigV4Signer(credentials: credentials, region: region, service: service)
                            .sign(try Example.request(), payloadHash: emptyPayload, at: now)
                        let verifier = SigV4Verifier(
                            region: region,
                            service: service,
                            allowedSkewSeconds: 0,
                            keys: keys
                        )
                        try verifier.verify(
                            SignatureClaim.parse(request),
                            of: request,
                            payloadHash: emptyPayload,
                            secretAccessKey: "the same",
                            now: now
                        )
                    }
                }
            }
        }
        #expect(keys.count == 16)
    }

    @Test("the number of keys is bounded and everything still verifies", arguments: [-1, 0, 1, 2, 3, 10])
    func isBounded(_ capacity: Int) throws {
        let keys = SigningKeyCache(capacity: capacity)
        for user in (0..<50).map({ $0 % 30 }) {
            let credentials = SigningCredentials(accessKeyID: "user\(user)", secretAccessKey: "secret\(user)")
            let request = Example.signer(credentials).sign(
                try Example.request(),
                payloadHash: emptyPayload,
                at: Example.moment
            )
            try Example.verifier(keys: keys).verify(
                SignatureClaim.parse(request),
                of: request,
                payloadHash: emptyPayload,
                secretAccessKey: "secret\(user)",
                now: Example.moment
            )
            #expect(keys.count <= max(2, capacity))
        }
    }

    @Test("many tasks may use one cache")
    func isShared() async throws {
        let verifier = Example.verifier(keys: SigningKeyCache(capacity: 4))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for turn in 0..<50 {
                        let secret = "secret\((task + turn) % 6)"
                        let credentials = SigningCredentials(accessKeyID: "user\(turn % 3)", secretAccessKey: secret)
                        let request = Example.signer(credentials).sign(
                            try Example.request(),
                            payloadHash: emptyPayload,
                            at: Example.moment
                        )
                        try verifier.verify(
                            SignatureClaim.parse(request),
                            of: request,
                            payloadHash: emptyPayload,
                            secretAccessKey: secret,
                            now: Example.moment
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
