import ArgumentParser

/// A number of bytes on the command line: `1048576`, `16MiB`, `4G`. Units are powers of 1024; `K`, `KB` and `KiB` are
/// one and the same.
struct SizeArgument: ExpressibleByArgument, CustomStringConvertible {
    let bytes: Int64

    init(bytes: Int64) { self.bytes = bytes }

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        let unit = argument.dropFirst(digits.count).lowercased()
        guard let number = Int64(digits), let factor = Self.factor(of: unit) else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    private static func factor(of unit: String) -> Int64? {
        if unit.isEmpty || unit == "b" { return 1 }
        for (index, letter) in ["k", "m", "g", "t", "p"].enumerated()
        where [letter, "\(letter)b", "\(letter)ib"].contains(unit) {
            return 1 << (10 * (Int64(index) + 1))
        }
        return nil
    }

    var description: String { String(bytes) }
    var defaultValueDescription: String { "\(HumanSize(bytes))" }
}
