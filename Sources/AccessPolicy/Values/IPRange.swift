/// A range of addresses that begin with the same bits.
package struct IPRange: Hashable, Sendable {
    /// The first address; what stands behind the common bits is 0.
    let first: IPAddress
    /// How many bits all addresses have in common: up to 32 of IPv4, up to 128 of IPv6.
    let prefixLength: Int

    /// Reads an address, optionally with `/` and the number of common bits; bits behind these are ignored. A range of
    /// IPv6 that only has addresses of IPv4 (`::ffff:0:0/96`) is one of IPv4.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc4632#section-3.1, https://www.rfc-editor.org/rfc/rfc4291#section-2.3
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(unmapped: Array(parts[0])) else { return nil }
        var length = address.bitCount
        if parts.count > 1 {
            guard let given = Self.length(Array(parts[1])[...]), given <= address.bitCount else { return nil }
            length = given
        }
        let common = length == 0 ? 0 : UInt128.max << UInt128(address.bitCount - length)
        let first = IPAddress(family: address.family, bits: address.bits & common)
        let mapped = length >= IPAddress.mappedPrefixLength ? first.mapped : nil
        self.first = mapped ?? first
        prefixLength = mapped == nil ? length : length - IPAddress.mappedPrefixLength
    }

    /// 0–999 without a leading zero.
    private static func length(_ text: ArraySlice<UInt8>) -> Int? {
        var rest = text
        let digits = rest.takeDigits()
        guard (1...3).contains(digits.count), rest.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0")
        else {
            return nil
        }
        return Int(digits.decimal)
    }
}

extension IPRange {
    /// Whether an address of the same family begins with the same bits.
    package func contains(_ address: IPAddress) -> Bool {
        guard address.family == first.family else { return false }
        return prefixLength == 0 || (address.bits ^ first.bits) >> UInt128(first.bitCount - prefixLength) == 0
    }
}
