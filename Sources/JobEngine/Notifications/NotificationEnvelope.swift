import Catalogue
import GlacierModel
import JSONText
import TreeHash

/// What SNS puts around a message for those who get it over HTTP.
///
/// Source: https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html
struct NotificationEnvelope {
    let notification: ClaimedNotification

    /// The same for every attempt to deliver the notification, so that receivers recognise a repetition; another for
    /// every notification.
    ///
    /// It is made of all that identifies the notification: its number, moment, topic and text, which holds the job's
    /// random id. Form: a UUID of version 8. Source: https://www.rfc-editor.org/rfc/rfc9562#section-5.8
    var messageID: String {
        let identity = [
            String(notification.key), String(notification.creationDate.milliseconds), notification.topic,
            notification.message,
        ].joined(separator: "\n")
        var bytes = Array(Digest.sha256(Array(identity.utf8)).bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10..<16]]
            .map { $0.joined() }.joined(separator: "-")
    }

    /// Keys, order and spaces as SNS has them. There is no certificate of AWS here that could sign, and nothing to
    /// unsubscribe from, so those keys are there with empty values.
    var body: [UInt8] {
        let members = [
            ("Type", "Notification"), ("MessageId", messageID), ("TopicArn", notification.topic),
            ("Message", notification.message), ("Timestamp", notification.creationDate.millisecondsText),
            ("SignatureVersion", "1"), ("Signature", ""), ("SigningCertURL", ""), ("UnsubscribeURL", ""),
        ]
        let lines = members.map { key, value in "  \"\(key)\" : \(quoted(value))" }
        return Array("{\n\(lines.joined(separator: ",\n"))\n}".utf8)
    }

    /// A text as JSON: what stands between `{"":` and `}` in an object with one member.
    private func quoted(_ text: String) -> String {
        var object = JSONObject()
        object.add("", text)
        return String(decoding: object.bytes.dropFirst(4).dropLast(), as: UTF8.self)
    }
}
