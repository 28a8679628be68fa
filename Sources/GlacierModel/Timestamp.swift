/// A moment in milliseconds since 1970-01-01T00:00:00Z, the resolution of every date the API shows.
///
/// Stored in the catalogue as the integer itself, so that a date read back is the date that was written.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Since 1970-01-01T00:00:00Z; negative before.
    public let milliseconds: Int64

    /// Takes milliseconds since 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Takes whole seconds since 1970-01-01T00:00:00Z.
    ///
    /// - Precondition: a thousand times their number fits into an `Int64`.
    public init(seconds: Int64) {
        self.milliseconds = seconds * 1000
    }

    /// Whole seconds since 1970, rounded towards the past.
    public var seconds: Int64 {
        milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
    }

    /// Whole days of UTC since 1970-01-01, rounded towards the past.
    public var day: Int64 {
        seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
    }

    /// The earlier moment is the smaller one.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment a span later, or the last one there is.
    public static func + (moment: Timestamp, span: Span) -> Timestamp {
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(span.milliseconds)
        return Timestamp(milliseconds: overflow ? .max : sum)
    }

    /// The moment a span earlier, or the first one there is.
    public static func - (moment: Timestamp, span: Span) -> Timestamp {
        let (difference, overflow) = moment.milliseconds.subtractingReportingOverflow(span.milliseconds)
        return Timestamp(milliseconds: overflow ? .min : difference)
    }
}

/// A length of time in milliseconds, never negative.
public struct Span: Hashable, Comparable, Sendable {
    /// Zero or more.
    public let milliseconds: Int64

    /// A negative number becomes zero.
    public init(milliseconds: Int64) {
        self.milliseconds = max(0, milliseconds)
    }

    /// No time at all.
    public static let zero = Span(milliseconds: 0)

    /// A number too large for an `Int64` of milliseconds becomes the longest span.
    public static func seconds(_ count: Int64) -> Span { Span(milliseconds: count.clampedProduct(1000)) }
    /// A number too large for an `Int64` of milliseconds becomes the longest span.
    public static func minutes(_ count: Int64) -> Span { Span(milliseconds: count.clampedProduct(60_000)) }
    /// A number too large for an `Int64` of milliseconds becomes the longest span.
    public static func hours(_ count: Int64) -> Span { Span(milliseconds: count.clampedProduct(3_600_000)) }

    /// The shorter span is the smaller one.
    public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }

    /// The form that the standard library's clocks take.
    public var duration: Duration { .milliseconds(milliseconds) }
}

extension Int64 {
    fileprivate func clampedProduct(_ factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? (self < 0 ? .min : .max) : product
    }
}
