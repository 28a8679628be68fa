/// The values of one series, which renders itself.
protocol MetricSeries: AnyObject, Sendable {
    /// Appends the lines of the series. `labels` is empty or `name="value",…`.
    func render(_ name: String, _ labels: String, into text: inout String)
}

/// All series of one name.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram, summary
    }

    let kind: Kind
    /// By their rendered labels.
    var series: [String: any MetricSeries] = [:]

    init(kind: Kind) {
        self.kind = kind
    }

    func render(_ name: String, into text: inout String) {
        text += "# TYPE \(name) \(kind.rawValue)\n"
        for (labels, series) in series.sorted(by: { $0.key < $1.key }) { series.render(name, labels, into: &text) }
    }

    /// A line of the text format.
    static func line(_ name: String, _ labels: String, _ value: some CustomStringConvertible) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    /// A label as a metric's name: `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    static func name(_ label: String) -> String {
        clean(label, allowsColon: true)
    }

    /// Labels in the order of their names; of a repeated name only the first counts.
    static func labels(_ dimensions: [(String, String)]) -> String {
        var seen: Set<String> = []
        let labels = dimensions.compactMap { dimension -> (String, String)? in
            let name = clean(dimension.0, allowsColon: false)
            // The two names that histograms and summaries use themselves.
            let own = name == "le" || name == "quantile" ? name + "_" : name
            return seen.insert(own).inserted ? (own, dimension.1) : nil
        }
        return labels.sorted { $0.0 < $1.0 }.map { "\($0)=\"\(escape($1))\"" }.joined(separator: ",")
    }

    private static func escape(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func clean(_ text: String, allowsColon: Bool) -> String {
        var name = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar {
                    case "a"..."z", "A"..."Z", "0"..."9", "_": scalar
                    case ":" where allowsColon: scalar
                    default: "_"
                    }
                }
            )
        )
        if name.first.map({ ("0"..."9").contains($0) }) ?? true { name = "_" + name }
        return name
    }
}
