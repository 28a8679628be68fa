import Testing

@testable import GlacierModel

@Suite("Part sizes")
struct PartSizeTests {
    static let sizes: [Int64] = [
        1_048_576, 2_097_152, 4_194_304, 8_388_608, 16_777_216, 33_554_432, 67_108_864, 134_217_728, 268_435_456,
        536_870_912, 1_073_741_824, 2_147_483_648, 4_294_967_296,
    ]

    @Test("1 MiB × 2ⁿ is a part size for n = 0…12", arguments: sizes)
    func acceptsSize(_ bytes: Int64) throws {
        #expect(try PartSize(bytes: bytes).bytes == bytes)
        #expect(try PartSize(header: String(bytes)).bytes == bytes)
    }

    @Test("their neighbours are none", arguments: sizes.flatMap { [$0 - 1, $0 + 1] })
    func refusesNeighbour(_ bytes: Int64) {
        #expect(throws: ServiceError.invalidPartSize(String(bytes))) { try PartSize(bytes: bytes) }
    }

    @Test(
        "no other number is a part size",
        arguments: [Int64.min, -1_048_576, -1, 0, 1, 524_288, 3_145_728, 8_589_934_592, .max]
    )
    func refusesSize(_ bytes: Int64) {
        #expect(throws: ServiceError.invalidPartSize(String(bytes))) { try PartSize(bytes: bytes) }
    }

    @Test(
        "a header that is not such a number in decimal digits is refused as sent",
        arguments: [
            nil, "", "null", "1048576 ", "+1048576", "-1048576", "1048576.0", "1e6", "0x100000", "1,048,576", "0",
            "10485760000000000000000", "１０４８５７６",
        ] as [String?]
    )
    func refusesHeader(_ header: String?) {
        #expect(throws: ServiceError.invalidPartSize(header)) { try PartSize(header: header) }
    }

    @Test("leading zeros do not change a number")
    func acceptsLeadingZeros() throws {
        #expect(try PartSize(header: "0001048576").bytes == 1_048_576)
    }
}

@Suite("Decimal digits")
struct DecimalTextTests {
    @Test(
        "digits alone are a number up to 2⁶³−1",
        arguments: [
            ("0", 0), ("7", 7), ("0042", 42), ("9223372036854775807", .max), ("9223372036854775808", nil),
            ("99999999999999999999999", nil), ("", nil), ("-1", nil), ("+1", nil), (" 1", nil), ("1 ", nil),
            ("1.0", nil), ("1e3", nil), ("0x1", nil), ("٣", nil), ("1\u{301}", nil),
        ] as [(String, Int64?)]
    )
    func readsDigits(_ text: String, _ number: Int64?) {
        #expect(Int64(decimalDigits: text) == number)
    }
}
