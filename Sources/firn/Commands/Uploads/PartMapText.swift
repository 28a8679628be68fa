import Glacier
import JSONText

/// A map of an upload, for people and for programs.
struct PartMapText {
    let map: PartMap
    let listing: PartListing
    /// What this machine knows of the upload.
    let known: KnownUpload?
    let output: OutputOptions

    /// People do not read more.
    private static let mostStretches = 20
    private static let usualCells = 72
    private static let mostCells = 120

    func text(for terminal: Terminal) -> String {
        let cells = min(max((terminal.width ?? Self.usualCells) - 2, 10), Self.mostCells)
        var blocks = [record.text(for: terminal)]
        if map.size > 0 {
            blocks.append("[\(colored(map.bar(cells: cells), terminal.style))]")
            blocks.append(stretches.text(for: terminal))
            let more = map.stretches.count - Self.mostStretches
            if more > 0 { blocks.append("… and \(more) more; --json has all parts") }
        }
        return blocks.joined(separator: "\n")
    }

    private var record: TextRecord {
        var record = TextRecord()
        record.add("upload", listing.upload.uploadID)
        record.add("description", listing.upload.archiveDescription)
        record.add("file", known?.source.path.asText)
        record.add("begun", listing.upload.creationDate.map { "\(HumanTime($0))" })
        record.add("part size", size(map.partSize))
        let share = map.size > 0 ? " (\(map.bytesThere * 100 / map.size)%)" : ""
        let whole = map.bytesThere < map.size ? " of \(size(map.size))\(share)" : ""
        record.add("there", "\(map.partsThere) parts, \(size(map.bytesThere))\(whole)")
        record.add("next", next)
        return record
    }

    private var next: String {
        let isAll = map.next == map.size && known.map { $0.source.size == map.size } == true
        return isAll
            ? "nothing is missing: completing it" : "part \(map.next / map.partSize + 1), from byte \(map.next)"
    }

    private var stretches: TextTable {
        var table = TextTable([
            TextTable.Column(""), TextTable.Column("FIRST BYTE", .right), TextTable.Column("LAST BYTE", .right),
            TextTable.Column("PARTS", .right), TextTable.Column("SIZE", .right),
        ])
        for stretch in map.stretches.prefix(Self.mostStretches) {
            table.add([
                stretch.state == .there ? "there" : "missing", String(stretch.bytes.lowerBound),
                String(stretch.bytes.upperBound - 1), String(stretch.parts), size(Int64(stretch.bytes.count)),
            ])
        }
        return table
    }

    private func size(_ bytes: Int64) -> String { "\(HumanSize(bytes, output.sizes))" }

    /// Runs of the same sign in one colour each.
    private func colored(_ bar: String, _ style: Style) -> String {
        var text = "", rest = bar[...]
        while let sign = rest.first {
            let run = rest.prefix { $0 == sign }
            rest = rest.dropFirst(run.count)
            switch sign {
            case "#": text += style.good(String(run))
            case "+": text += style.warning(String(run))
            default: text += style.dim(String(run))
            }
        }
        return text
    }

    /// With the keys of ListParts, all pages in one, and what is missing.
    var document: JSONObject {
        var document = listing.upload.document
        document.add("MissingRanges", map.stretches.filter { $0.state == .missing }.map { range($0.bytes) })
        document.add("NextByte", map.next)
        document.add("Parts", listing.parts.map(part))
        document.add("SizeInBytes", known?.source.size)
        return document
    }

    private func part(_ part: ListedPart) -> JSONObject {
        var object = JSONObject()
        object.add("RangeInBytes", range(part.range))
        object.add("SHA256TreeHash", part.treeHash.hex)
        return object
    }

    private func range(_ bytes: Range<Int64>) -> String { "\(bytes.lowerBound)-\(bytes.upperBound - 1)" }
}
