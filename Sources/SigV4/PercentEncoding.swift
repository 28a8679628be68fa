/// Percent-encoding as signatures want it: everything but `A–Z a–z 0–9 - . _ ~` becomes `%XX` with upper-case digits.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
extension [UInt8] {
    /// Appends a path, byte by byte, leaving its slashes.
    mutating func appendEncodedPath(_ path: some Sequence<UInt8>) {
        for byte in path {
            if byte == UInt8(ascii: "/") || isUnreserved(byte) { append(byte) } else { appendEscape(byte) }
        }
    }

    /// Appends a name or a value of a query.
    mutating func appendEncodedQueryPart(_ part: some Sequence<UInt8>) {
        for byte in part {
            if isUnreserved(byte) { append(byte) } else { appendEscape(byte) }
        }
    }

    private mutating func appendEscape(_ byte: UInt8) {
        append(UInt8(ascii: "%"))
        append(upperHexDigit(byte >> 4))
        append(upperHexDigit(byte & 0x0F))
    }

    /// Decodes each `%XX` once, digits of either case. A `%` without two hex digits stands for itself, as does `+`.
    init(percentDecoding text: ArraySlice<UInt8>) {
        var decoded = [UInt8]()
        decoded.reserveCapacity(text.count)
        var position = text.startIndex
        while position < text.endIndex {
            let byte = text[position]
            if byte == UInt8(ascii: "%"), text.endIndex - position > 2,
                let high = hexValue(text[position + 1]), let low = hexValue(text[position + 2])
            {
                decoded.append(high << 4 | low)
                position += 3
            } else {
                decoded.append(byte)
                position += 1
            }
        }
        self = decoded
    }
}

private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        true
    default: false
    }
}

private func upperHexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
