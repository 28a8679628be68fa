import Catalogue
import GlacierModel
import HTTPTypes
package import SigV4
import TreeHash

/// Publishes to a topic of SNS, or of what speaks its query protocol.
///
/// Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
package struct SNSPublisher: Sendable {
    /// The name of the service in signatures.
    package static let service = "sns"

    package let endpoint: DeliveryURL
    package let region: String
    private let signer: SigV4Signer

    /// - Parameters:
    ///   - region: the one that signatures name.
    ///   - credentials: may publish to the topics.
    package init(endpoint: DeliveryURL, region: String, credentials: SigningCredentials) {
        self.endpoint = endpoint
        self.region = region
        signer = SigV4Signer(credentials: credentials, region: region, service: Self.service)
    }

    func delivery(of notification: ClaimedNotification, at now: Timestamp) -> Delivery {
        let form = [
            ("Action", "Publish"), ("Version", "2010-03-31"), ("TopicArn", notification.topic),
            ("Message", notification.message),
        ]
        let body = Array(form.map { "\($0)=\(formEncoded($1))" }.joined(separator: "&").utf8)
        let unsigned = Delivery(
            to: endpoint,
            headers: [.contentType: "application/x-www-form-urlencoded; charset=utf-8"],
            body: body
        )
        let head = signer.sign(
            unsigned.head,
            payloadHash: Digest.sha256(body).hex,
            at: SigningInstant(secondsSince1970: now.seconds)
        )
        return Delivery(head: head, body: body)
    }
}

/// Every byte but letters, digits and `-._~` as `%XX`.
private func formEncoded(_ text: String) -> String {
    text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            String(Unicode.Scalar(byte))
        default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }
    }.joined()
}
