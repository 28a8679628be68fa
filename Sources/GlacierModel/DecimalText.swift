extension Int64 {
    /// The number that a text of decimal digits alone says, without sign, space or fraction; nil for any other text
    /// and for a number beyond 2⁶³−1.
    public init?(decimalDigits text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        self.init(text)
    }

    /// As `init(decimalDigits:)`, but a number beyond 2⁶³−1 becomes 2⁶³−1: for positions that may lie anywhere behind
    /// the end.
    public init?(clampingDecimalDigits text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        self = Int64(text) ?? .max
    }
}
