extension [UInt8] {
    /// Appends two lower-case hex digits for each byte.
    mutating func appendHexadecimal(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            append(hexDigit(byte >> 4))
            append(hexDigit(byte & 0x0F))
        }
    }

    /// The bytes that pairs of lower-case hex digits say; nil for upper case, other characters, or an odd number.
    init?(lowercaseHexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes = [UInt8]()
        bytes.reserveCapacity(digits.count / 2)
        for pair in stride(from: 0, to: digits.count, by: 2) {
            guard let high = lowercaseHexValue(digits[pair]), let low = lowercaseHexValue(digits[pair + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self = bytes
    }
}

extension String {
    /// Two lower-case hex digits for each byte.
    init(hexadecimal bytes: some Sequence<UInt8>) {
        var digits = [UInt8]()
        digits.reserveCapacity(64)
        digits.appendHexadecimal(bytes)
        self.init(decoding: digits, as: UTF8.self)
    }
}

private func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
}

private func lowercaseHexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
}
