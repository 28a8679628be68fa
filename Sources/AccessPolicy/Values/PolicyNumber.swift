/// A decimal number of any size, exactly: equal numbers are equal however they are written.
struct PolicyNumber: Hashable, Sendable {
    /// False for zero.
    let isNegative: Bool
    /// The significant digits, 0–9 each: the first and the last are not 0. Empty for zero.
    let digits: [UInt8]
    /// The power of ten that `0.{digits}` is multiplied with; 0 for zero.
    let exponent: Int

    private static let longestExponent = 9

    /// Reads an optional `-`, digits, optionally `.` and digits, and optionally a power of ten of up to 9 digits, as
    /// JSON writes numbers; zeros in front do not matter.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        let whole = rest.takeDigits()
        guard !whole.isEmpty else { return nil }
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = rest.takeDigits()
            guard !fraction.isEmpty else { return nil }
        }
        guard let power = rest.isEmpty ? 0 : Self.power(rest) else { return nil }
        var digits = (whole + fraction).map { $0 - UInt8(ascii: "0") }
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(zeros)
        while digits.last == 0 { digits.removeLast() }
        self.digits = digits
        exponent = digits.isEmpty ? 0 : whole.count - zeros + power
        self.isNegative = isNegative && !digits.isEmpty
    }

    private static func power(_ text: ArraySlice<UInt8>) -> Int? {
        var rest = text
        guard let mark = rest.popFirst(), mark | 0x20 == UInt8(ascii: "e") else { return nil }
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let digits = rest.takeDigits()
        guard (1...longestExponent).contains(digits.count), rest.isEmpty else { return nil }
        let power = Int(digits.decimal)
        return isNegative ? -power : power
    }
}

extension PolicyNumber: Comparable {
    static func < (left: PolicyNumber, right: PolicyNumber) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? right.isNearerToZero(than: left) : left.isNearerToZero(than: right)
    }

    private func isNearerToZero(than other: PolicyNumber) -> Bool {
        guard !digits.isEmpty, !other.digits.isEmpty else { return digits.count < other.digits.count }
        guard exponent == other.exponent else { return exponent < other.exponent }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}

extension ArraySlice<UInt8> {
    /// Takes the decimal digits at the beginning away and gives them.
    mutating func takeDigits() -> ArraySlice<UInt8> {
        let digits = prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        self = dropFirst(digits.count)
        return digits
    }

    /// The number that decimal digits stand for; there are at most 18 of them, and nothing else.
    var decimal: Int64 { reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } }
}
