import GlacierModel

/// When a file was changed last, to the nanosecond: years 1678 to 2261.
struct ModificationTime: Hashable, Comparable, Sendable {
    /// Since 1970-01-01T00:00:00Z.
    let nanoseconds: Int64

    init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// As `stat` tells it; nil for what lies outside of the range.
    ///
    /// - Parameter nanoseconds: of the second, 0 to 999,999,999.
    init?(seconds: Int64, nanoseconds: Int64 = 0) {
        // From the nearer second, so that the very first moments of the range have no overflow on the way.
        let isBefore = seconds < 0
        let (whole, overflow) = (isBefore ? seconds + 1 : seconds).multipliedReportingOverflow(by: Self.second)
        let (sum, carried) = whole.addingReportingOverflow(isBefore ? nanoseconds - Self.second : nanoseconds)
        guard !overflow, !carried else { return nil }
        self.init(nanoseconds: sum)
    }

    /// Nanoseconds of a second.
    private static let second: Int64 = 1_000_000_000

    /// Whole seconds, rounded down.
    var seconds: Int64 { nanoseconds / Self.second - (nanoseconds % Self.second < 0 ? 1 : 0) }

    /// Nanoseconds of the second: 0 to 999,999,999.
    var fraction: Int64 {
        let rest = nanoseconds % Self.second
        return rest < 0 ? rest + Self.second : rest
    }

    var timestamp: Timestamp { Timestamp(seconds: seconds) }

    static func < (left: ModificationTime, right: ModificationTime) -> Bool { left.nanoseconds < right.nanoseconds }
}

/// The compact form of ISO 8601 that tools write into descriptions: `20121114T201618Z`, with a fraction where needed.
extension ModificationTime {
    /// As `20121114T201618Z` or `20121114T201618.25Z`.
    var compactText: String {
        let whole = timestamp.secondsText.filter { $0 != "-" && $0 != ":" && $0 != "Z" }
        guard fraction > 0 else { return "\(whole)Z" }
        var digits = String(fraction)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)Z"
    }

    /// Reads that form, and ISO 8601 with its separators. Nil for any other text and for moments that no clock has.
    init?(compactText text: some StringProtocol) {
        var digits: [UInt8] = [], fraction: [UInt8] = [], isFraction = false
        let bytes = Array(text.utf8.prefix(41))
        guard bytes.count <= 40, bytes.last == UInt8(ascii: "Z") || bytes.last == UInt8(ascii: "z") else { return nil }
        for byte in bytes.dropLast() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isFraction { fraction.append(byte) } else { digits.append(byte) }
            case UInt8(ascii: "."), UInt8(ascii: ","):
                guard !isFraction else { return nil }
                isFraction = true
            case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " "):
                guard !isFraction else { return nil }
            default: return nil
            }
        }
        guard digits.count == 14, !isFraction || (1...9).contains(fraction.count) else { return nil }
        let field = { (range: Range<Int>) in String(decoding: digits[range], as: UTF8.self) }
        let date = "\(field(0..<4))-\(field(4..<6))-\(field(6..<8))"
        let time = "\(field(8..<10)):\(field(10..<12)):\(field(12..<14))"
        guard let moment = Timestamp(iso8601: "\(date)T\(time)Z") else { return nil }
        let nanoseconds = (fraction + Array(repeating: UInt8(ascii: "0"), count: 9)).prefix(9)
            .reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        self.init(seconds: moment.seconds, nanoseconds: nanoseconds)
    }
}
