/// One measured number.
struct BenchmarkRow {
    let name: String
    let value: Double
    let unit: String
    /// `value` divided by that of the nearest row whose name begins with `reference`.
    let ratio: Double?
    let reference: String?
}

/// Rows as text in aligned columns, one line each.
func benchmarkTable(_ rows: [BenchmarkRow]) -> String {
    let cells = rows.map { row in
        [
            row.name, rounded(row.value, places: row.value < 100 ? 2 : 0), row.unit,
            row.ratio.map { "\(rounded($0, places: 2)) x" } ?? "", row.reference ?? "",
        ]
    }
    let header = ["benchmark", "value", "unit", "ratio", "to"]
    let isNumber = [false, true, false, true, false]
    let widths = header.indices.map { column in ([header] + cells).map { $0[column].count }.max() ?? 0 }
    let lines = ([header] + cells).map { line in
        line.indices
            .map { column in
                let padding = String(repeating: " ", count: widths[column] - line[column].count)
                return isNumber[column] ? padding + line[column] : line[column] + padding
            }
            .joined(separator: "  ")
    }
    return lines.joined(separator: "\n")
}

/// A number of at least 0 in decimal digits.
private func rounded(_ value: Double, places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    guard places > 0 else { return String(scaled) }
    let fraction = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
}
