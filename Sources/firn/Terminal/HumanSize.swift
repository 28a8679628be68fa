/// A number of bytes for people: `0 B`, `1023 B`, `1.0 KiB`, `12.3 GiB`.
struct HumanSize: CustomStringConvertible {
    enum Style: Sendable {
        /// With a unit and one digit behind the point, rounded down so that nothing seems to be done before it is.
        case rounded
        /// The number of bytes alone.
        case exact
    }

    let description: String

    init(_ bytes: Int64, _ style: Style = .rounded) {
        guard style == .rounded, bytes >= 1024 else {
            description = style == .exact ? String(bytes) : "\(bytes) B"
            return
        }
        var unit = 0, size: Int64 = 1024
        while unit < Self.units.count - 1, bytes / 1024 >= size { (unit, size) = (unit + 1, size * 1024) }
        let (whole, rest) = bytes.quotientAndRemainder(dividingBy: size)
        // Divided first, so that no product is larger than an Int64 holds.
        description = "\(whole).\(rest / (size / 1024) * 10 / 1024) \(Self.units[unit])"
    }

    private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
}
