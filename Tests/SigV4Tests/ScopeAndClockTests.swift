import HTTPTypes
import SigV4
import Testing

@Suite("Scope, clock and what has to be signed")
struct ScopeAndClockTests {
    private func error(
        _ request: HTTPRequest,
        by verifier: SigV4Verifier = Example.verifier(),
        after seconds: Int64 = 0
    ) -> SignatureError? {
        let now = SigningInstant(secondsSince1970: Example.moment.secondsSince1970 + seconds)
        do {
            let claim = try SignatureClaim.parse(request)
            try verifier.verify(
                claim,
                of: request,
                payloadHash: claim.payloadHash ?? emptyPayload,
                secretAccessKey: Example.secretAccessKey,
                now: now
            )
            return nil
        } catch {
            return error
        }
    }

    @Test("the clocks may differ by exactly the allowed time", arguments: [-900, -899, 0, 899, 900] as [Int64])
    func acceptsSkew(_ seconds: Int64) throws {
        #expect(error(try Example.signed(), after: seconds) == nil)
    }

    @Test("one second more is too late")
    func refusesOld() throws {
        let error = error(try Example.signed(), after: 901)
        #expect(error?.code == .invalidSignature)
        #expect(
            error?.message == "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z "
                + "(20260102T031906Z - 15 min.)"
        )
    }

    @Test("one second more is too early")
    func refusesFuture() throws {
        let error = error(try Example.signed(), after: -901)
        #expect(error?.code == .invalidSignature)
        #expect(
            error?.message == "Signature not yet current: 20260102T030405Z is still later than 20260102T030404Z "
                + "(20260102T024904Z + 15 min.)"
        )
    }

    @Test(
        "the text says the time that is allowed",
        arguments: [(300, "5 min."), (90, "90 sec."), (0, "0 min."), (-5, "0 min.")] as [(Int64, String)]
    )
    func saysAllowance(_ allowed: Int64, _ text: String) throws {
        let verifier = SigV4Verifier(
            region: "eu-central-1",
            service: "glacier",
            allowedSkewSeconds: allowed,
            keys: SigningKeyCache()
        )
        #expect(error(try Example.signed(), by: verifier) == nil)
        #expect(error(try Example.signed(), by: verifier, after: 10_000)?.message.hasSuffix(" - \(text))") == true)
        #expect(error(try Example.signed(), by: verifier, after: -10_000)?.message.hasSuffix(" + \(text))") == true)
    }

    @Test("a clock at either end of its scale refuses without overflow", arguments: [Int64.min, .max])
    func survivesExtremeClocks(_ seconds: Int64) throws {
        let claim = try SignatureClaim.parse(Example.signed())
        let now = SigningInstant(secondsSince1970: seconds)
        let error = #expect(throws: SignatureError.self) { try Example.verifier().checkScopeAndClock(claim, now: now) }
        #expect(error?.message.isEmpty == false)
        let patient = SigV4Verifier(
            region: "eu-central-1",
            service: "glacier",
            allowedSkewSeconds: .max,
            keys: SigningKeyCache()
        )
        #expect(throws: Never.self) { try patient.checkScopeAndClock(claim, now: SigningInstant(secondsSince1970: 0)) }
    }

    @Test("a presigned request lives from the allowed time before its date to the end of its life")
    func limitsPresigned() throws {
        let request = Example.signer().presign(
            try Example.request(),
            payloadHash: emptyPayload,
            at: Example.moment,
            expires: 3600
        )
        for seconds in [-900, 0, 901, 3600] as [Int64] { #expect(error(request, after: seconds) == nil) }
        #expect(
            error(request, after: -901)?.message == "Signature not yet current: 20260102T030405Z is still later than "
                + "20260102T030404Z (20260102T024904Z + 15 min.)"
        )
        #expect(
            error(request, after: 3601)?.message == "Signature expired: 20260102T030405Z is now earlier than "
                + "20260102T030406Z (20260102T040406Z - 60 min.)"
        )
    }

    @Test("a presigned request may live longer than the day of its scope")
    func acceptsNextDay() throws {
        let request = Example.signer().presign(
            try Example.request(),
            payloadHash: emptyPayload,
            at: Example.moment,
            expires: 604_800
        )
        #expect(error(request, after: 604_800) == nil)
        #expect(error(request, after: 604_801)?.code == .invalidSignature)
    }

    @Test("another region is refused by name")
    func refusesRegion() throws {
        let error = error(try Example.signed(), by: Example.verifier(region: "us-east-1"))
        #expect(error == .wrongRegion("eu-central-1"))
        #expect(error?.message == "Credential should be scoped to a valid region, not 'eu-central-1'.")
        #expect(error?.code == .invalidSignature)
    }

    @Test("another service is refused")
    func refusesService() throws {
        let verifier = SigV4Verifier(
            region: "eu-central-1",
            service: "iam",
            allowedSkewSeconds: 900,
            keys: SigningKeyCache()
        )
        #expect(
            error(try Example.signed(), by: verifier)
                == .wrongScope("Credential should be scoped to correct service: 'iam'.")
        )
    }

    @Test(
        "the scope's date is the first 8 digits of the timestamp",
        arguments: ["20260101", "20260103", "2026010", "x"]
    )
    func refusesDay(_ day: String) throws {
        let request = try Example.signed().replacing("/20260102/", with: "/\(day)/")
        let error = error(request)
        #expect(error?.code == .invalidSignature)
        guard case .wrongScope = error else {
            Issue.record("not a wrong scope: \(String(describing: error))")
            return
        }
    }

    @Test("scope and clock can be checked before the secret is known")
    func checksWithoutSecret() throws {
        let claim = try SignatureClaim.parse(Example.signed())
        #expect(throws: Never.self) { try Example.verifier().checkScopeAndClock(claim, now: Example.moment) }
        #expect(throws: SignatureError.wrongRegion("eu-central-1")) {
            try Example.verifier(region: "us-west-1").checkScopeAndClock(claim, now: Example.moment)
        }
    }

    @Test("the host and the header of the time have to be signed")
    func needsSignedHeaders() throws {
        let date = try Example.signed().replacing("host;x-amz-date;", with: "host;")
        #expect(error(date) == .invalid("'x-amz-date' must be a 'SignedHeader' in the AWS Authorization."))
        let host = try Example.signed().replacing("host;", with: "")
        #expect(error(host) == .invalid("'Host' must be a 'SignedHeader' in the AWS Authorization."))
        var other = try Example.signed().replacing("host;x-amz-date;", with: "date;host;")
        try other.set("date", "Fri, 02 Jan 2026 03:04:05 GMT")
        #expect(error(other)?.code == .invalidSignature)
        try other.set("x-amz-date", nil)
        guard case .mismatch = error(other) else {
            Issue.record("the date header should do")
            return
        }
    }

    @Test(
        "a signature that does not cover the body is refused",
        arguments: ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]
    )
    func refusesUncoveredPayload(_ payloadHash: String) throws {
        let request = Example.signer().sign(
            try Example.request(.put, "/", [("x-amz-content-sha256", payloadHash)]),
            payloadHash: payloadHash,
            at: Example.moment
        )
        #expect(error(request)?.code == .invalidSignature)
    }

    @Test("a signed header value outside ASCII is refused, also if the signature is right")
    func refusesNonASCII() throws {
        let request = try Example.signed(.put, "/", [("x-amz-archive-description", "Zürich")])
        #expect(error(request)?.code == .invalidSignature)
        let hash = try Example.signed(.put, "/", [("x-amz-content-sha256", "é")])
        #expect(error(hash)?.code == .invalidSignature)
        var host = try Example.request()
        host.authority = "zürich"
        #expect(
            error(Example.signer().sign(host, payloadHash: emptyPayload, at: Example.moment))?.code == .invalidSignature
        )
    }
}
