/// A moment as signatures know it: whole seconds of UTC.
public struct SigningInstant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let secondsSince1970: Int64

    /// Any number of seconds is a moment.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// The earlier moment is the smaller one.
    public static func < (left: SigningInstant, right: SigningInstant) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// The moment so many seconds later (earlier, when negative). Stops at the ends of `Int64` instead of overflowing.
    func advanced(bySeconds seconds: Int64) -> SigningInstant {
        let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
        guard overflow else { return SigningInstant(secondsSince1970: sum) }
        return SigningInstant(secondsSince1970: seconds > 0 ? .max : .min)
    }

    /// Seconds from another moment to this one. Stops at the ends of `Int64` instead of overflowing.
    func seconds(since other: SigningInstant) -> Int64 {
        let (difference, overflow) = secondsSince1970.subtractingReportingOverflow(other.secondsSince1970)
        guard overflow else { return difference }
        return other.secondsSince1970 < 0 ? .max : .min
    }
}

extension SigningInstant {
    /// `20120525T002453Z`: the only form of a time inside a signature. Years 0 to 9999 have exactly four digits.
    public var basic: String {
        let fields = CivilTime(secondsSince1970: secondsSince1970)
        var text = [UInt8]()
        text.reserveCapacity(16)
        text.appendDay(of: fields)
        text.append(UInt8(ascii: "T"))
        text.appendDecimal(fields.hour, width: 2)
        text.appendDecimal(fields.minute, width: 2)
        text.appendDecimal(fields.second, width: 2)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// `20120525`: the first 8 digits of ``basic``, the date of a credential scope.
    public var day: String {
        var text = [UInt8]()
        text.appendDay(of: CivilTime(secondsSince1970: secondsSince1970))
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate mutating func appendDay(of fields: CivilTime) {
        appendDecimal(fields.year, width: 4)
        appendDecimal(fields.month, width: 2)
        appendDecimal(fields.day, width: 2)
    }

    /// Appends a number with leading zeros up to a width; more digits than the width are all kept.
    fileprivate mutating func appendDecimal(_ number: Int64, width: Int) {
        let digits = String(number).utf8
        for _ in 0..<Swift.max(0, width - digits.count) { append(UInt8(ascii: "0")) }
        append(contentsOf: digits)
    }
}
