extension Digest: CustomStringConvertible {
    /// Reads 64 hex digits of any case, with nothing before, between or after them; nil for anything else.
    public init?(hex: some StringProtocol) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Digest.byteCount)
        var digits = hex.utf8.makeIterator()
        while let digit = digits.next() {
            guard bytes.count < Digest.byteCount, let high = Digest.value(ofDigit: digit),
                let low = digits.next().flatMap(Digest.value(ofDigit:))
            else { return nil }
            bytes.append(high << 4 | low)
        }
        self.init(bytes: bytes)
    }

    /// 64 lower-case hex digits.
    public var hex: String {
        let digits: [UInt8] = withUnsafeBytes { bytes in
            bytes.flatMap { [Digest.digit(of: $0 >> 4), Digest.digit(of: $0 & 0xF)] }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The same as `hex`.
    public var description: String { hex }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digit of a value below 16.
    private static func digit(of value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
