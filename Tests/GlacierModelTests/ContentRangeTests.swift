import GlacierModel
import Testing

@Suite("Content-Range")
struct ContentRangeTests {
    @Test(
        "first and last byte are read, inclusive, and the header is kept",
        arguments: [
            ("bytes 0-0/*", 0, 1), ("bytes 0-2097151/*", 0, 2_097_152),
            ("bytes 6291456-7340031/*", 6_291_456, 7_340_032),
            ("bytes=0-9/*", 0, 10), ("bytes 0-9/10", 0, 10), ("bytes 0-9/3", 0, 10), ("bytes   5-9/*", 5, 10),
            ("bytes 007-009/*", 7, 10),
            ("bytes 0-9223372036854775806/*", 0, .max),
            ("bytes 42945378255872-42949672960000/*", 42_945_378_255_872, 42_949_672_960_001),
        ] as [(String, Int64, Int64)]
    )
    func readsHeader(_ header: String, _ first: Int64, _ end: Int64) throws {
        let range = try ContentRange(header: header)
        #expect(range.bytes == first..<end)
        #expect(range.header == header)
    }

    @Test(
        "anything else is refused as sent",
        arguments: [
            "", "bytes", "bytes ", "bytes 0-9", "bytes 0-9/", "bytes 0-9/x", "bytes 0-9/*/", "bytes 0-9/* ",
            "bytes 9-0/*", "bytes -9/*", "bytes 0-/*", "bytes */10", "bytes */*", "bytes -1-9/*", "bytes 0--9/*",
            "bytes 0 - 9/*", "bytes +0-9/*", "bytes 0x0-0x9/*", "bytes 0-9,20-29/*", "Bytes 0-9/*", "octets 0-9/*",
            "0-9/*", "bytes:0-9/*", "bytes 0-9.5/*", "bytes 0-9223372036854775807/*",
            "bytes 0-9223372036854775808/*", "bytes 0-9/99999999999999999999", "bytes\t0-9/*", "bytes 0-９/*",
            "bytes 0\u{301}-9/*",
        ]
    )
    func refusesHeader(_ header: String) {
        #expect(throws: ServiceError.invalidContentRange(header)) { try ContentRange(header: header) }
    }

    @Test(
        "a part of the right length on the grid passes",
        arguments: [
            ("bytes 0-1048575/*", 1_048_576), ("bytes 1048576-2097151/*", 1_048_576), ("bytes 1048576-1048576/*", 1),
            ("bytes 0-1048575/*", nil), ("bytes 10484711424-10485759999/*", 1_048_576),
        ] as [(String, Int64?)]
    )
    func passes(_ header: String, _ length: Int64?) throws {
        let range = try ContentRange(header: header), partSize = try PartSize(bytes: 1_048_576)
        #expect(throws: Never.self) { try range.check(contentLength: length, partSize: partSize) }
    }

    /// Each row breaks its own rule and every later one that it can.
    @Test(
        "length is judged before alignment, and alignment before the number of parts",
        arguments: [
            (
                "bytes 99999999999-99999999999/*", 2,
                .contentRangeAgainstLength(range: "bytes 99999999999-99999999999/*", length: 2)
            ),
            ("bytes 0-9/*", 0, .contentRangeAgainstLength(range: "bytes 0-9/*", length: 0)),
            (
                "bytes 99999999999-99999999999/*", 1,
                .contentRangeAgainstPartSize(range: "bytes 99999999999-99999999999/*", partSize: 1_048_576)
            ),
            (
                "bytes 0-1048576/*", 1_048_577,
                .contentRangeAgainstPartSize(range: "bytes 0-1048576/*", partSize: 1_048_576)
            ),
            (
                "bytes 0-1048576/*", nil,
                .contentRangeAgainstPartSize(range: "bytes 0-1048576/*", partSize: 1_048_576)
            ),
            ("bytes 10485760000-10485760000/*", 1, .tooManyParts(number: 10_001)),
            ("bytes 10486808576-10486808576/*", 1, .tooManyParts(number: 10_002)),
        ] as [(String, Int64?, ServiceError)]
    )
    func judgesInOrder(_ header: String, _ length: Int64?, _ error: ServiceError) throws {
        let range = try ContentRange(header: header), partSize = try PartSize(bytes: 1_048_576)
        #expect(throws: error) { try range.check(contentLength: length, partSize: partSize) }
    }

    @Test("the last of 10,000 parts of 4 GiB is in place, the next is not")
    func countsLargestParts() throws {
        let partSize = try PartSize(bytes: 4_294_967_296)
        let last = try ContentRange(header: "bytes 42945377992704-42949672959999/*")
        let next = try ContentRange(header: "bytes 42949672960000-42953967927295/*")
        #expect(throws: Never.self) { try last.check(contentLength: 4_294_967_296, partSize: partSize) }
        #expect(throws: ServiceError.tooManyParts(number: 10_001)) {
            try next.check(contentLength: 4_294_967_296, partSize: partSize)
        }
    }
}
