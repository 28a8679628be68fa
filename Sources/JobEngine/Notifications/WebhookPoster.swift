import Catalogue
import HTTPTypes

/// Delivers to a receiver as SNS delivers to its HTTP subscribers.
///
/// Source: https://docs.aws.amazon.com/sns/latest/dg/http-header.html
package struct WebhookPoster: Hashable, Sendable {
    package let url: DeliveryURL

    package init(url: DeliveryURL) { self.url = url }

    func delivery(of notification: ClaimedNotification) -> Delivery {
        let envelope = NotificationEnvelope(notification: notification)
        var headers: HTTPFields = [.contentType: "text/plain; charset=UTF-8"]
        for (name, value) in [
            ("x-amz-sns-message-type", "Notification"), ("x-amz-sns-message-id", envelope.messageID),
            ("x-amz-sns-topic-arn", notification.topic),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Delivery(to: url, headers: headers, body: envelope.body)
    }
}
