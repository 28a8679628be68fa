/// Aligned columns with a line of headings.
///
/// On a terminal lines are cut to its width; elsewhere nothing is lost. Control characters are written out.
struct TextTable {
    enum Alignment {
        case left
        case right
    }

    struct Column {
        let heading: String
        let alignment: Alignment

        init(_ heading: String, _ alignment: Alignment = .left) {
            (self.heading, self.alignment) = (heading, alignment)
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a line. Cells that are missing are empty.
    mutating func add(_ cells: [String?]) { rows.append(cells.map { $0?.visible ?? "-" }) }

    var isEmpty: Bool { rows.isEmpty }

    /// All lines, without a line feed at the end; the headings alone where there are no rows.
    func text(for terminal: Terminal) -> String {
        let headings = columns.map(\.heading)
        let widths = columns.indices.map { index in
            ([headings] + rows).map { index < $0.count ? $0[index].count : 0 }.max() ?? 0
        }
        let head = terminal.style.bold(cut(line(headings, widths), terminal.width))
        return ([head] + rows.map { cut(line($0, widths), terminal.width) }).joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, column) in columns.enumerated() {
            let cell = index < cells.count ? cells[index] : ""
            let padding = String(repeating: " ", count: max(widths[index] - cell.count, 0))
            line += column.alignment == .left ? cell + padding : padding + cell
            if index < columns.count - 1 { line += "  " }
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private func cut(_ line: String, _ width: Int?) -> String {
        guard let width, line.count > width else { return line }
        return String(line.prefix(max(width - 1, 0))) + "…"
    }
}

/// Names and values, one below the other, as of one thing that is described.
struct TextRecord {
    private var entries: [(name: String, value: String)] = []

    init() {}

    /// A value that is not there is left out.
    mutating func add(_ name: String, _ value: String?) {
        if let value { entries.append((name, value.visible)) }
    }

    /// All lines, without a line feed at the end.
    func text(for terminal: Terminal) -> String {
        let width = entries.map(\.name.count).max() ?? 0
        return entries.map { entry in
            let padding = String(repeating: " ", count: width - entry.name.count)
            return "\(terminal.style.dim(entry.name))\(padding)  \(entry.value)"
        }.joined(separator: "\n")
    }
}
