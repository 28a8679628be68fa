import GlacierModel
import HTTPTypes
import SigV4
import TestSupport
import Testing

@testable import Catalogue
@testable import JobEngine

@Suite("What a notification looks like on the wire")
struct NotificationRequestTests {
    private let url = "https://hooks.example/glacier?key=s3cret"

    private func notification(key: Int64 = 7, attempt: Int64 = 1) -> ClaimedNotification {
        ClaimedNotification(
            key: key,
            topic: "arn:aws:sns:us-east-1:111122223333:retrieve_archive",
            message: #"{"Action":"ArchiveRetrieval","JobDescription":"a \"b\" c/d"}"#,
            creationDate: Timestamp(milliseconds: 1_494_660_762_229),
            attempt: attempt
        )
    }

    /// The id is the first 16 bytes of `printf '7\n1494660762229\n<topic>\n<message>' | sha256sum`, version and variant
    /// set.
    @Test("a webhook gets the envelope of SNS with its headers")
    func webhook() throws {
        let delivery = WebhookPoster(url: try #require(DeliveryURL(url))).delivery(of: notification())
        let expected = #"""
            {
              "Type" : "Notification",
              "MessageId" : "14bd24b3-8182-8570-88ff-cfcd2d6ce7c4",
              "TopicArn" : "arn:aws:sns:us-east-1:111122223333:retrieve_archive",
              "Message" : "{\"Action\":\"ArchiveRetrieval\",\"JobDescription\":\"a \\\"b\\\" c/d\"}",
              "Timestamp" : "2017-05-13T07:32:42.229Z",
              "SignatureVersion" : "1",
              "Signature" : "",
              "SigningCertURL" : "",
              "UnsubscribeURL" : ""
            }
            """#
        #expect(String(decoding: delivery.body, as: UTF8.self) == expected)
        #expect(delivery.head.method == .post)
        #expect(delivery.head.authority == "hooks.example")
        #expect(delivery.head.path == "/glacier?key=s3cret")
        let headers: HTTPFields = [
            .contentType: "text/plain; charset=UTF-8",
            .known("x-amz-sns-message-type"): "Notification",
            .known("x-amz-sns-message-id"): "14bd24b3-8182-8570-88ff-cfcd2d6ce7c4",
            .known("x-amz-sns-topic-arn"): "arn:aws:sns:us-east-1:111122223333:retrieve_archive",
        ]
        #expect(delivery.head.headerFields == headers)
    }

    @Test("the message id is the same for every attempt and another for every notification")
    func messageIDs() {
        let id = NotificationEnvelope(notification: notification()).messageID
        #expect(NotificationEnvelope(notification: notification(attempt: 9)).messageID == id)
        #expect(NotificationEnvelope(notification: notification(key: 8)).messageID != id)
    }

    @Test("SNS gets a form that the verifier of signatures accepts")
    func sns() throws {
        let publisher = SNSPublisher(
            endpoint: try #require(DeliveryURL("http://127.0.0.1:4100/")),
            region: "eu-west-1",
            credentials: SigningCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "t")
        )
        let notification = ClaimedNotification(
            key: 1,
            topic: "arn:aws:sns:us-east-1:111122223333:t",
            message: #"{"Action":"ArchiveRetrieval","JobDescription":"ä + & ~"}"#,
            creationDate: Timestamp(seconds: 0),
            attempt: 1
        )
        let delivery = publisher.delivery(of: notification, at: Timestamp(milliseconds: 1_767_323_045_999))
        let expected =
            "Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A111122223333%3At&Message="
            + "%7B%22Action%22%3A%22ArchiveRetrieval%22%2C%22JobDescription%22%3A%22%C3%A4%20%2B%20%26%20~%22%7D"
        #expect(String(decoding: delivery.body, as: UTF8.self) == expected)
        let claim = try SignatureClaim.parse(delivery.head)
        #expect(claim.scope == CredentialScope(day: "20260102", region: "eu-west-1", service: "sns"))
        #expect(claim.signedHeaders == ["content-type", "host", "x-amz-date", "x-amz-security-token"])
        try SigV4Verifier(region: "eu-west-1", service: "sns", allowedSkewSeconds: 0, keys: SigningKeyCache()).verify(
            claim,
            of: delivery.head,
            payloadHash: PayloadHash.hex(of: delivery.body),
            secretAccessKey: "secret",
            now: SigningInstant(secondsSince1970: 1_767_323_045)
        )
    }

    @Test(
        "delays double from 1–2 s to at most an hour",
        arguments: [(1, 1000, 2000), (2, 2000, 4000), (11, 1_024_000, 2_048_000), (12, 1_800_000, 3_600_000)]
    )
    func backOff(_ attempt: Int64, _ shortest: Int64, _ longest: Int64) {
        #expect(BackOff.delay(afterAttempt: attempt, chance: 0).milliseconds == shortest)
        #expect(BackOff.delay(afterAttempt: attempt, chance: .max).milliseconds == longest)
        #expect(BackOff.delay(afterAttempt: .max, chance: .max) == .hours(1))
    }
}
