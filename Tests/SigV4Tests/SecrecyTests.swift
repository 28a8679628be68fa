import SigV4
import Testing

@Suite("Secrets stay out of texts")
struct SecrecyTests {
    private let secrets = ["SecretOfTheKey", "TokenOfTheSession"]

    private func texts(of value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value)" + String(describing: value) + String(reflecting: value) + dumped
            + String(describing: [value]) + String(describing: Optional.some(value))
    }

    private func expectNoSecrets(in value: Any, or others: [String] = []) {
        let texts = texts(of: value)
        for secret in secrets + others { #expect(!texts.contains(secret), "\(texts)") }
    }

    @Test("credentials, signers, verifiers, caches, claims and errors show none")
    func hidesSecrets() throws {
        let credentials = SigningCredentials(
            accessKeyID: "AKIAVISIBLE",
            secretAccessKey: secrets[0],
            sessionToken: secrets[1]
        )
        #expect(texts(of: credentials).contains("AKIAVISIBLE"))
        expectNoSecrets(in: credentials)
        let signer = Example.signer(credentials)
        let request = signer.sign(try Example.request(), payloadHash: emptyPayload, at: Example.moment)
        expectNoSecrets(in: signer)
        let claim = try SignatureClaim.parse(request)
        #expect(claim.sessionToken == secrets[1])
        expectNoSecrets(in: claim, or: [claim.signature])
        let keys = SigningKeyCache()
        let verifier = Example.verifier(keys: keys)
        try verifier.verify(
            claim,
            of: request,
            payloadHash: emptyPayload,
            secretAccessKey: secrets[0],
            now: Example.moment
        )
        #expect(keys.count == 1)
        expectNoSecrets(in: keys)
        expectNoSecrets(in: verifier)
        let error = #expect(throws: SignatureError.self) {
            try verifier.verify(
                claim,
                of: request,
                payloadHash: emptyPayload,
                secretAccessKey: "another",
                now: Example.moment
            )
        }
        expectNoSecrets(in: try #require(error))
    }

    @Test("no message repeats the Authorization header")
    func hidesAuthorization() throws {
        for change in [("host;", "Host;"), ("Signature=", "Sig="), ("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA1 ")] {
            let request = try Example.signed()
            let signature = try SignatureClaim.parse(request).signature
            let error = #expect(throws: SignatureError.self) {
                try Example.verify(request.replacing(change.0, with: change.1))
            }
            #expect(error?.message.contains(signature) == false)
        }
    }
}
