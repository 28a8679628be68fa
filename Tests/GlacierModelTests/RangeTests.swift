import GlacierModel
import Testing

@Suite("RetrievalByteRange")
struct RetrievalByteRangeTests {
    private static let size: Int64 = 6_815_744

    /// Of an archive of 6.5 MiB.
    @Test(
        "a range that begins and ends at whole MiB, or ends with the archive, is retrieved",
        arguments: [
            ("0-6815743", 0, 6_815_744), ("0-1048575", 0, 1_048_576), ("1048576-2097151", 1_048_576, 2_097_152),
            ("1048576-3145727", 1_048_576, 3_145_728), ("4194304-6815743", 4_194_304, 6_815_744),
            ("6291456-6815743", 6_291_456, 6_815_744), ("00-01048575", 0, 1_048_576),
        ] as [(String, Int64, Int64)]
    )
    func resolves(_ text: String, _ first: Int64, _ end: Int64) throws {
        #expect(try RetrievalByteRange(text).resolve(size: Self.size) == first..<end)
    }

    @Test(
        "a range that is not aligned, or reaches beyond the archive, is refused",
        arguments: [
            "1-1048575", "0-0", "0-1048576", "0-1048574", "1048575-2097151", "4194304-6815742", "4194304-6815744",
            "0-7340031", "7340032-8388607", "6815744-6815744", "0-9223372036854775806",
            "9223372036854775806-9223372036854775806",
        ]
    )
    func refusesRange(_ text: String) throws {
        let range = try RetrievalByteRange(text)
        #expect(throws: ServiceError.invalidParameter("Invalid retrieval byte range: \(text)")) {
            try range.resolve(size: Self.size)
        }
    }

    @Test(
        "a text that is not two numbers in order is refused",
        arguments: [
            "", "-", "0", "0-", "-1048575", "1048576-1048575", "0-1048575-", "0--1048575", "+0-1048575", " 0-1048575",
            "0-1048575 ", "0 - 1048575", "a-b", "0-0x100000", "bytes=0-1048575", "0-9223372036854775807",
            "0-9223372036854775808", "0-1048575,2097152-3145727", "０-1048575", "0\u{301}-1048575",
        ]
    )
    func refusesText(_ text: String) {
        #expect(throws: ServiceError.invalidParameter("Invalid retrieval byte range: \(text)")) {
            try RetrievalByteRange(text)
        }
    }

    @Test("the only byte of an archive can be named")
    func retrievesOneByte() throws {
        #expect(try RetrievalByteRange("0-0").resolve(size: 1) == 0..<1)
    }
}

@Suite("Range of a job's output")
struct OutputRangeTests {
    @Test(
        "a single range of bytes is cut to the output",
        arguments: [
            ("bytes=0-0", 0..<1), ("bytes=0-999", 0..<1000), ("bytes=0-1000", 0..<1000), ("bytes=999-999", 999..<1000),
            ("bytes=500-9999999", 500..<1000), ("bytes=0-", 0..<1000), ("bytes=999-", 999..<1000),
            ("bytes=-1", 999..<1000), ("bytes=-1000", 0..<1000), ("bytes=-1001", 0..<1000), ("bytes=007-009", 7..<10),
            ("bytes=0-9223372036854775807", 0..<1000), ("bytes=-9223372036854775807", 0..<1000),
            // Beyond 64 bits a number is still a number.
            ("bytes=1-9223372036854775808", 1..<1000), ("bytes=1-99999999999999999999999999", 1..<1000),
            ("bytes=-99999999999999999999999999", 0..<1000),
        ] as [(String, Range<Int64>)]
    )
    func resolves(_ header: String, _ range: Range<Int64>) throws {
        #expect(try OutputRange(header: header)?.resolve(total: 1000) == range)
    }

    @Test(
        "a range that begins at or after the end is refused as sent",
        arguments: [
            "bytes=1000-", "bytes=1000-1000", "bytes=1001-2000", "bytes=9223372036854775807-",
            "bytes=99999999999999999999999999-", "bytes=9223372036854775807-9223372036854775807",
        ]
    )
    func refusesLateStart(_ header: String) throws {
        let range = try #require(OutputRange(header: header))
        #expect(throws: ServiceError.rangeBeyondOutput(header)) { try range.resolve(total: 1000) }
    }

    @Test(
        "anything else is ignored",
        arguments: [
            nil, "", "bytes", "bytes=", "bytes=-", "bytes=-0", "bytes=5-3", "bytes=0-1,3-4", "bytes=0-1,",
            "bytes 0-9/10",
            "bytes 0-9", "Range: bytes=0-9", "octets=0-9", "bits=0-9", "bytes=a-b", "bytes=0-b", "bytes=a-9",
            "bytes= 0-9", "bytes=0 -9", "bytes=0-9 ", "bytes=0--9", "bytes=--9", "bytes=+0-9", "bytes=0x0-0x9",
            "bytes==0-9", "bytes=１-２", "0-9",
        ] as [String?]
    )
    func ignores(_ header: String?) {
        #expect(OutputRange(header: header) == nil)
    }

    /// The requests of the table for an archive of 6.5 MiB, in bytes of the retrieved data.
    @Test(
        "ranges count within the retrieved data",
        arguments: [
            ("bytes=0-1048575", 6_815_744, 0..<1_048_576), ("bytes=0-1023", 6_815_744, 0..<1024),
            ("bytes=4194304-6815743", 6_815_744, 4_194_304..<6_815_744),
            ("bytes=4194304-9999999", 6_815_744, 4_194_304..<6_815_744),
            ("bytes=2097152-6815743", 6_815_744, 2_097_152..<6_815_744),
            ("bytes=1048576-2097151", 2_097_152, 1_048_576..<2_097_152),
            ("bytes=2097152-2621439", 2_621_440, 2_097_152..<2_621_440),
        ] as [(String, Int64, Range<Int64>)]
    )
    func countsWithinOutput(_ header: String, _ total: Int64, _ range: Range<Int64>) throws {
        #expect(try OutputRange(header: header)?.resolve(total: total) == range)
    }
}
