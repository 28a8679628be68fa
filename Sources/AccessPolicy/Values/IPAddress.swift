/// An address of one of the two families.
package struct IPAddress: Hashable, Sendable {
    enum Family: Hashable, Sendable {
        case ipv4
        case ipv6
    }

    /// Bits that all IPv6 addresses have in common which stand for an IPv4 address.
    static let mappedPrefixLength = 96

    let family: Family
    /// The number that the address is; below 2³² for IPv4.
    let bits: UInt128

    var bitCount: Int { family == .ipv4 ? 32 : 128 }

    /// The IPv4 address that an IPv6 address `::ffff:a.b.c.d` stands for.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2
    package var mapped: IPAddress? {
        guard family == .ipv6, bits >> 32 == 0xFFFF else { return nil }
        return IPAddress(family: .ipv4, bits: bits & 0xFFFF_FFFF)
    }

    /// A text that two IPv6 addresses share exactly when their first 64 bits are the same.
    package var network64: String { String(bits >> 64, radix: 16) + "::/64" }

    init(family: Family, bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// Reads an address; an IPv6 one that stands for an IPv4 one stays what it is.
    package init?(_ text: String) { self.init(unmapped: Array(text.utf8)) }

    /// Reads four decimal numbers without leading zeros, or up to eight groups of hexadecimal digits, of which `::`
    /// leaves out some and the last two may be an IPv4 address. Nothing else: no zone, no port, no brackets.
    init?(unmapped text: [UInt8]) {
        if let bits = Self.ipv4(text[...]) {
            self.init(family: .ipv4, bits: UInt128(bits))
        } else if let bits = Self.ipv6(text[...]) {
            self.init(family: .ipv6, bits: bits)
        } else {
            return nil
        }
    }

    private static func ipv4(_ text: ArraySlice<UInt8>) -> UInt32? {
        var rest = text, bits: UInt32 = 0
        for place in 0..<4 {
            if place > 0 { guard rest.popFirst() == UInt8(ascii: ".") else { return nil } }
            let digits = rest.takeDigits()
            guard (1...3).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0"),
                digits.decimal <= 255
            else { return nil }
            bits = bits << 8 | UInt32(digits.decimal)
        }
        return rest.isEmpty ? bits : nil
    }

    private static func ipv6(_ text: ArraySlice<UInt8>) -> UInt128? {
        guard let gap = text.indices.first(where: { text[$0...].starts(with: "::".utf8) }) else {
            guard let groups = groups(text), groups.count == 8 else { return nil }
            return bits(groups)
        }
        let before = text[..<gap], behind = text[(gap + 2)...]
        guard let left = before.isEmpty ? [] : groups(before), let right = behind.isEmpty ? [] : groups(behind),
            left.count + right.count < 8, !before.contains(UInt8(ascii: "."))
        else { return nil }
        return bits(left + Array(repeating: 0, count: 8 - left.count - right.count) + right)
    }

    private static func bits(_ groups: [UInt16]) -> UInt128 { groups.reduce(0) { $0 << 16 | UInt128($1) } }

    /// What stands between single colons; an IPv4 address at the end is two groups.
    private static func groups(_ text: ArraySlice<UInt8>) -> [UInt16]? {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let last = parts.last else { return nil }
        var groups: [UInt16] = []
        for part in parts.dropLast() {
            guard let group = group(part) else { return nil }
            groups.append(group)
        }
        if let ipv4 = ipv4(last) { return groups + [UInt16(ipv4 >> 16), UInt16(ipv4 & 0xFFFF)] }
        guard let group = group(last) else { return nil }
        return groups + [group]
    }

    /// One to four hexadecimal digits.
    private static func group(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(text.count), text.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else {
            return nil
        }
        return UInt16(String(decoding: text, as: UTF8.self), radix: 16)
    }
}
