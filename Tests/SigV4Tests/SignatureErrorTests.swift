import HTTPTypes
import SigV4
import Testing

@Suite("What the sender is told")
struct SignatureErrorTests {
    @Test("a mismatch shows the canonical request and the string to sign")
    func showsMismatch() throws {
        let request = try Example.signed()
        let claim = try SignatureClaim.parse(request)
        let error = #expect(throws: SignatureError.self) {
            try Example.verifier().verify(
                claim,
                of: request,
                payloadHash: emptyPayload,
                secretAccessKey: "another",
                now: Example.moment
            )
        }
        #expect(error?.code == .invalidSignature)
        // The hash is `sha256sum` of the canonical request between its quotes.
        #expect(
            error?.message == """
                The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                Access Key and signing method. Consult the service documentation for details.

                The Canonical String for this request should have been
                'GET
                /-/vaults/v

                host:127.0.0.1:8080
                x-amz-date:20260102T030405Z
                x-amz-glacier-version:2012-06-01

                host;x-amz-date;x-amz-glacier-version
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

                The String-to-Sign should have been
                'AWS4-HMAC-SHA256
                20260102T030405Z
                20260102/eu-central-1/glacier/aws4_request
                a34ca43bd4ca330770e31a5b99e95adae5f9e6121fa3881f6beed20508208e65'

                """
        )
    }

    @Test("no credentials, and a body that is not the signed one")
    func saysOthers() {
        #expect(SignatureError.missing.code == .missingAuthenticationToken)
        #expect(SignatureError.missing.message == "Missing Authentication Token")
        let payload = SignatureError.payloadMismatch(computed: "aa", declared: "bb")
        #expect(payload.code == .invalidSignature)
        #expect(
            payload.message == "The value passed in as x-amz-content-sha256 does not match the computed payload hash. "
                + "Computed digest: aa expected hash: bb"
        )
    }

    @Test("what is missing in the header is named")
    func namesMissingParts() throws {
        var request = try Example.signed()
        request.headerFields[.authorization] = "AWS4-HMAC-SHA256 SignedHeaders=host"
        #expect(
            throws: SignatureError.incomplete(
                "Authorization header requires 'Credential' parameter. "
                    + "Authorization header requires 'Signature' parameter."
            )
        ) { try Example.verify(request) }
        request = try Example.signed()
        try request.set("x-amz-date", nil)
        #expect(
            throws: SignatureError.incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
            )
        ) { try Example.verify(request) }
    }
}
