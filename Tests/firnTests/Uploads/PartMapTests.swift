import Testing

@testable import firn

@Suite("Maps of uploads")
struct PartMapTests {
    private static let mebibyte: Int64 = 1 << 20

    private func map(_ parts: [Int64], size: Int64? = nil) -> PartMap {
        let ranges = parts.map { $0 * Self.mebibyte..<($0 + 1) * Self.mebibyte }
        return PartMap(ranges, partSize: Self.mebibyte, fileSize: size.map { $0 * Self.mebibyte })
    }

    @Test("neighbours are one stretch, and what lies between is missing")
    func stretches() {
        let map = map([7, 0, 1, 2], size: 10)
        #expect(map.stretches.map(\.state) == [.there, .missing, .there, .missing])
        #expect(map.stretches.map(\.parts) == [3, 4, 1, 2])
        #expect(map.stretches.map { $0.bytes.lowerBound >> 20 } == [0, 3, 7, 8])
        #expect(map.bytesThere == 4 * Self.mebibyte)
        #expect(map.partsThere == 4)
        #expect(map.next == 3 * Self.mebibyte)
    }

    @Test("without parts everything is missing, and without a size nothing is known")
    func empty() {
        #expect(map([], size: 2).stretches.map(\.state) == [.missing])
        #expect(map([]).stretches.isEmpty)
        #expect(map([]).next == 0)
        #expect(map([]).bar(cells: 10) == "")
        #expect(map([0, 1]).next == 2 * Self.mebibyte)
    }

    @Test("a part that is too short is to be sent once more")
    func short() {
        let map = PartMap([0..<5, Self.mebibyte..<2 * Self.mebibyte], partSize: Self.mebibyte, fileSize: nil)
        #expect(map.stretches.map(\.state) == [.there, .missing, .there])
        #expect(map.next == 0)
    }

    @Test("parts that overlap are counted once")
    func overlapping() {
        let map = PartMap([0..<100, 50..<200, 60..<70], partSize: Self.mebibyte, fileSize: 200)
        #expect(map.bytesThere == 200)
    }

    @Test(
        "the bar has a sign for each equal piece, for ten parts as for ten thousand",
        arguments: [
            (10, 20, "##..##..##..##..##.."), (10, 10, "#.#.#.#.#."), (10, 5, "+++++"), (10, 3, "+++"),
            (10_000, 10, "++++++++++"),
        ] as [(Int64, Int, String)]
    )
    func bar(_ count: Int64, _ cells: Int, _ expected: String) {
        // Every other part.
        #expect(map(Array(stride(from: 0, to: count, by: 2)), size: count).bar(cells: cells) == expected)
    }

    @Test("a piece that is all there is full, and the last one is not before its end is there")
    func edges() {
        let half = map(Array(0..<5000), size: 10_000)
        #expect(half.bar(cells: 72) == String(repeating: "#", count: 36) + String(repeating: ".", count: 36))
        let all = map(Array(0..<10_000), size: 10_000)
        #expect(all.bar(cells: 72) == String(repeating: "#", count: 72))
        let last = PartMap([0..<(1 << 20) - 1], partSize: Self.mebibyte, fileSize: Self.mebibyte)
        #expect(last.bar(cells: 4) == "###+")
    }

    @Test("more signs than bytes are drawn too")
    func tiny() {
        #expect(PartMap([0..<2], partSize: Self.mebibyte, fileSize: nil).bar(cells: 4).count == 4)
    }
}
