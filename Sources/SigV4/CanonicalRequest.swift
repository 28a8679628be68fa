import Crypto
import HTTPTypes

/// The text whose hash a signature covers.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct CanonicalRequest {
    let bytes: [UInt8]

    /// The six parts, each already canonical; `headers` ends with the line break of its last line.
    init(
        method: HTTPRequest.Method,
        path: [UInt8],
        query: [UInt8],
        headers: [UInt8],
        signedHeaders: [String],
        payloadHash: String
    ) {
        let lineBreak = UInt8(ascii: "\n")
        var bytes = [UInt8]()
        bytes.reserveCapacity(path.count + query.count + headers.count + 256)
        bytes.append(contentsOf: method.rawValue.utf8)
        bytes.append(lineBreak)
        bytes.append(contentsOf: path)
        bytes.append(lineBreak)
        bytes.append(contentsOf: query)
        bytes.append(lineBreak)
        bytes.append(contentsOf: headers)
        bytes.append(lineBreak)
        for (position, name) in signedHeaders.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ";")) }
            bytes.append(contentsOf: name.utf8)
        }
        bytes.append(lineBreak)
        bytes.append(contentsOf: payloadHash.utf8)
        self.bytes = bytes
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The four lines that the signing key signs.
    func stringToSign(at timestamp: SigningInstant, scope: CredentialScope) -> [UInt8] {
        var lines = [UInt8]()
        lines.reserveCapacity(192)
        lines.append(contentsOf: "\(SigningAlgorithm.name)\n\(timestamp.basic)\n\(scope)\n".utf8)
        lines.appendHexadecimal(SHA256.hash(data: bytes))
        return lines
    }
}

/// The one signing algorithm spoken here.
enum SigningAlgorithm {
    static let name = "AWS4-HMAC-SHA256"
}
