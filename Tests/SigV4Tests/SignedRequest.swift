import HTTPTypes
import SigV4
import Testing

/// The key of the AWS documentation, and the server's side of it.
enum Example {
    static let accessKeyID = "AKIAIOSFODNN7EXAMPLE"
    static let secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    static let credentials = SigningCredentials(accessKeyID: accessKeyID, secretAccessKey: secretAccessKey)
    /// 2026-01-02T03:04:05Z
    static let moment = SigningInstant(secondsSince1970: 1_767_323_045)
    static let host = "127.0.0.1:8080"

    static func signer(
        _ credentials: SigningCredentials = credentials,
        region: String = "eu-central-1"
    ) -> SigV4Signer {
        SigV4Signer(credentials: credentials, region: region, service: "glacier")
    }

    static func verifier(
        region: String = "eu-central-1",
        keys: SigningKeyCache = SigningKeyCache()
    ) -> SigV4Verifier {
        SigV4Verifier(region: region, service: "glacier", allowedSkewSeconds: 900, keys: keys)
    }

    /// A small request, not signed.
    static func request(
        _ method: HTTPRequest.Method = .get,
        _ target: String = "/-/vaults/v",
        _ headers: [(String, String)] = []
    ) throws -> HTTPRequest {
        var request = HTTPRequest(method: method, scheme: "http", authority: host, path: target)
        for (name, value) in [("x-amz-glacier-version", "2012-06-01")] + headers { try request.add(name, value) }
        return request
    }

    /// The small request signed by ``credentials`` at ``moment``.
    static func signed(
        _ method: HTTPRequest.Method = .get,
        _ target: String = "/-/vaults/v",
        _ headers: [(String, String)] = []
    ) throws -> HTTPRequest {
        signer().sign(try request(method, target, headers), payloadHash: emptyPayload, at: moment)
    }

    /// Reads and verifies a request as a server does that knows the one key.
    static func verify(
        _ request: HTTPRequest,
        by verifier: SigV4Verifier = verifier(),
        payloadHash: String? = nil,
        now: SigningInstant = moment
    ) throws(SignatureError) {
        let claim = try SignatureClaim.parse(request)
        try verifier.verify(
            claim,
            of: request,
            payloadHash: payloadHash ?? claim.payloadHash ?? emptyPayload,
            secretAccessKey: secretAccessKey,
            now: now
        )
    }
}

/// SHA-256 of no bytes.
let emptyPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/// A request that somebody else signed.
struct SignedRequest: Sendable, CustomTestStringConvertible {
    let name: String
    let method: HTTPRequest.Method
    let target: String
    var host = Example.host
    let headers: [(String, String)]
    var region = "eu-central-1"
    var day = "20260102"
    /// For the `Authorization` header; nil when the target carries the signature.
    var signedHeaders: String?
    var signature: String?
    let payloadHash: String

    var testDescription: String { name }

    var request: HTTPRequest {
        get throws {
            var request = HTTPRequest(method: method, scheme: "http", authority: host, path: target)
            for (name, value) in headers { try request.add(name, value) }
            if let signedHeaders, let signature {
                let scope = "\(day)/\(region)/glacier/aws4_request"
                try request.add(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=\(Example.accessKeyID)/\(scope),SignedHeaders=\(signedHeaders),"
                        + "Signature=\(signature)"
                )
            }
            return request
        }
    }
}

extension HTTPRequest {
    mutating func add(_ name: String, _ value: String) throws {
        headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }

    mutating func set(_ name: String, _ value: String?) throws {
        headerFields[try #require(HTTPField.Name(name))] = value
    }

    /// The value of the `Authorization` header with one text replaced by another.
    func replacing(_ old: String, with new: String) throws -> HTTPRequest {
        var changed = self
        let value = try #require(headerFields[.authorization])
        let range = try #require(value.firstRange(of: old))
        changed.headerFields[.authorization] = value.replacingCharacters(in: range, with: new)
        return changed
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}
