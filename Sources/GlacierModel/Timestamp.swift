/// A moment in milliseconds since 1970-01-01T00:00:00Z, the resolution of every date the API shows.
///
/// Stored in the catalogue as the integer itself, so that a date read back is the date that was written.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(seconds: Int64) {
        self.milliseconds = seconds * 1000
    }

    /// Whole seconds since 1970, rounded towards the past.
    public var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (moment: Timestamp, span: Span) -> Timestamp {
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(span.milliseconds)
        return Timestamp(milliseconds: overflow ? .max : sum)
    }

    public static func - (moment: Timestamp, span: Span) -> Timestamp {
        let (difference, overflow) = moment.milliseconds.subtractingReportingOverflow(span.milliseconds)
        return Timestamp(milliseconds: overflow ? .min : difference)
    }
}

/// A length of time in milliseconds, never negative.
public struct Span: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = max(0, milliseconds)
    }

    public static let zero = Span(milliseconds: 0)

    public static func seconds(_ count: Int64) -> Span { Span(milliseconds: count.clampedProduct(1000)) }
    public static func minutes(_ count: Int64) -> Span { Span(milliseconds: count.clampedProduct(60_000)) }
    public static func hours(_ count: Int64) -> Span { Span(milliseconds: count.clampedProduct(3_600_000)) }

    public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }

    public var duration: Duration { .milliseconds(milliseconds) }
}

extension Int64 {
    fileprivate func clampedProduct(_ factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
