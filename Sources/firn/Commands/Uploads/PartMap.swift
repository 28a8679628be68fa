/// Which bytes of an upload are there, and which are missing.
struct PartMap: Hashable, Sendable {
    /// Neighbouring parts that are all there, or all missing.
    struct Stretch: Hashable, Sendable {
        enum State: Hashable, Sendable {
            case there
            case missing
        }

        let state: State
        let bytes: Range<Int64>
        let parts: Int
    }

    let partSize: Int64
    /// Up to the end of the file where that is known, else up to the last byte that is there.
    let size: Int64
    /// By their first bytes; together they are everything from the first byte to the size.
    let stretches: [Stretch]

    /// - Parameters:
    ///   - ranges: of the parts that are there.
    ///   - fileSize: bytes of the file, where they are known.
    init(_ ranges: [Range<Int64>], partSize: Int64, fileSize: Int64?) {
        let partSize = max(1, partSize)
        let size = max(ranges.map(\.upperBound).max() ?? 0, fileSize ?? 0)
        (self.partSize, self.size) = (partSize, size)
        var stretches: [Stretch] = [], place: Int64 = 0
        let append = { (state: Stretch.State, bytes: Range<Int64>, parts: Int) in
            if let last = stretches.last, last.state == state {
                stretches[stretches.count - 1] = Stretch(
                    state: state,
                    bytes: last.bytes.lowerBound..<bytes.upperBound,
                    parts: last.parts + parts
                )
            } else {
                stretches.append(Stretch(state: state, bytes: bytes, parts: parts))
            }
        }
        let appendMissing = { (bytes: Range<Int64>) in
            guard !bytes.isEmpty else { return }
            // A hole behind a part that is too short is repaired by sending that part once more.
            let first = bytes.lowerBound / partSize, last = (bytes.upperBound - 1) / partSize
            append(.missing, bytes, Int(last - first + 1))
        }
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound > place {
            let start = max(range.lowerBound, place)
            appendMissing(place..<start)
            append(.there, start..<range.upperBound, 1)
            place = range.upperBound
        }
        appendMissing(place..<max(place, size))
        self.stretches = stretches
    }

    /// Bytes that are there.
    var bytesThere: Int64 { sum(.there) { Int64($0.bytes.count) } }
    var partsThere: Int { Int(sum(.there) { Int64($0.parts) }) }

    private func sum(_ state: Stretch.State, _ value: (Stretch) -> Int64) -> Int64 {
        stretches.filter { $0.state == state }.reduce(0) { $0 + value($1) }
    }

    /// Where what has to be sent next begins, also behind everything that is known.
    var next: Int64 {
        let missing = stretches.first { $0.state == .missing }
        return missing.map { $0.bytes.lowerBound / partSize * partSize } ?? size
    }

    /// One character for each of so many equal pieces: `#` all there, `+` something of it, `.` nothing.
    func bar(cells: Int) -> String {
        guard size > 0, cells > 0 else { return "" }
        var bar = "", index = 0
        for cell in 0..<cells {
            let start = position(cell, of: cells), end = max(position(cell + 1, of: cells), start + 1)
            var there: Int64 = 0
            while index < stretches.count, stretches[index].bytes.upperBound <= start { index += 1 }
            for stretch in stretches[index...] {
                if stretch.bytes.lowerBound >= end { break }
                if stretch.state == .there { there += Int64(stretch.bytes.clamped(to: start..<end).count) }
            }
            bar += there == end - start ? "#" : there > 0 ? "+" : "."
        }
        return bar
    }

    /// Without a product that does not fit.
    private func position(_ cell: Int, of cells: Int) -> Int64 {
        let (whole, rest) = size.quotientAndRemainder(dividingBy: Int64(cells))
        return whole * Int64(cell) + rest * Int64(cell) / Int64(cells)
    }
}
