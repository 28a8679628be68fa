package import HTTPTypes

/// One attempt to deliver a notification, as an HTTP request that needs nothing added but its length.
package struct Delivery: Sendable {
    /// Scheme, authority and path are those of the destination's URL.
    package let head: HTTPRequest
    package let body: [UInt8]

    init(to url: DeliveryURL, headers: HTTPFields, body: [UInt8]) {
        self.init(
            head: HTTPRequest(
                method: .post,
                scheme: url.scheme,
                authority: url.authority,
                path: url.target,
                headerFields: headers
            ),
            body: body
        )
    }

    init(head: HTTPRequest, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}
