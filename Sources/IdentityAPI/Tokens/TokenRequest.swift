import GlacierModel

/// A request for temporary credentials on its way to becoming an operation's input.
package struct TokenRequest: QueryReading, Sendable {
    package let operation: TokenOperationName
    package let form: QueryForm
    package var namesRead: Set<String> = ["Action", "Version"]

    package init(_ operation: TokenOperationName, _ form: QueryForm) {
        self.operation = operation
        self.form = form
    }

    /// A number of seconds within bounds; nil where the request has none.
    mutating func duration(_ bounds: ClosedRange<Int>) throws(IdentityError) -> Int? {
        try value("DurationSeconds") { (text) throws(IdentityValueError) in
            let seconds = try QueryText.number(text)
            guard seconds >= bounds.lowerBound else { throw .tooSmall(minimum: bounds.lowerBound) }
            guard seconds <= bounds.upperBound else { throw .tooLarge(maximum: bounds.upperBound) }
            return seconds
        }
    }

    /// - Throws: `TokenError.noSuchDevice` where the request shows a second factor.
    mutating func refuseDevice() throws(TokenError) {
        let serial = text("SerialNumber"), code = text("TokenCode")
        if serial != nil || code != nil { throw .noSuchDevice }
    }
}
