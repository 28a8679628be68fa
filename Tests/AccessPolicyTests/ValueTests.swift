import Testing

@testable import AccessPolicy

@Suite("Values of conditions")
struct ValueTests {
    @Test(
        "a number is the same number in every way of writing it",
        arguments: [
            ("0", false, [], 0), ("-0", false, [], 0), ("0.000", false, [], 0), ("0e9", false, [], 0),
            ("365", false, [3, 6, 5], 3), ("00365.00", false, [3, 6, 5], 3), ("3.65e2", false, [3, 6, 5], 3),
            ("3650E-1", false, [3, 6, 5], 3), ("-100", true, [1], 3), ("0.05", false, [5], -1),
            ("10.01", false, [1, 0, 0, 1], 2),
            ("1e999999999", false, [1], 1_000_000_000), ("-1e-999999999", true, [1], -999_999_998),
            ("9223372036854775808", false, [9, 2, 2, 3, 3, 7, 2, 0, 3, 6, 8, 5, 4, 7, 7, 5, 8, 0, 8], 19),
        ] as [(String, Bool, [UInt8], Int)]
    )
    func readsNumber(_ text: String, _ isNegative: Bool, _ digits: [UInt8], _ exponent: Int) throws {
        let number = try #require(PolicyNumber(text))
        #expect(number.isNegative == isNegative)
        #expect(number.digits == digits)
        #expect(number.exponent == exponent)
    }

    @Test(
        "a date is a moment",
        arguments: [
            ("1970-01-01", 0, 0), ("0", 0, 0), ("-0", 0, 0), ("2026", 2026, 0), ("20260102", 20_260_102, 0),
            ("2026-01-02", 1_767_312_000, 0), ("2026-01-02T03:04Z", 1_767_323_040, 0),
            ("2026-01-02T03:04:05Z", 1_767_323_045, 0), ("2026-01-02T03:04:05.5Z", 1_767_323_045, 500_000_000),
            ("2026-01-02T03:04:05.000000001Z", 1_767_323_045, 1), ("2026-01-02T04:04:05+01:00", 1_767_323_045, 0),
            ("2026-01-01T21:34:05-0530", 1_767_323_045, 0), ("1767323045.25", 1_767_323_045, 250_000_000),
            ("2000-02-29", 951_782_400, 0), ("2000-03-01", 951_868_800, 0), ("1900-03-01", -2_203_891_200, 0),
            ("1969-12-31T23:59:59Z", -1, 0), ("-1", -1, 0), ("-0.25", -1, 750_000_000),
            ("0000-01-01", -62_167_219_200, 0), ("-62167219200", -62_167_219_200, 0),
            ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999), ("253402300799", 253_402_300_799, 0),
        ] as [(String, Int64, Int64)]
    )
    func readsDate(_ text: String, _ seconds: Int64, _ nanoseconds: Int64) throws {
        let date = try #require(PolicyDate(text))
        #expect(date.seconds == seconds)
        #expect(date.nanoseconds == nanoseconds)
    }

    @Test(
        "a range of addresses is its first address and the length of what is common",
        arguments: [
            ("0.0.0.0", .ipv4, 0, 32), ("203.0.113.7", .ipv4, 0xCB00_7107, 32),
            ("203.0.113.7/24", .ipv4, 0xCB00_7100, 24),
            ("255.255.255.255/0", .ipv4, 0, 0), ("255.255.255.255/1", .ipv4, 0x8000_0000, 1),
            ("::", .ipv6, 0, 128), ("::/0", .ipv6, 0, 0), ("::1", .ipv6, 1, 128), ("1::", .ipv6, 1 << 112, 128),
            ("2001:DB8::A/32", .ipv6, 0x2001_0DB8 << 96, 32),
            ("2001:db8:0:0:0:0:0:a", .ipv6, 0x2001_0DB8 << 96 | 10, 128),
            ("1:2:3:4:5:6:7::", .ipv6, 0x0001_0002_0003_0004_0005_0006_0007_0000, 128),
            ("::2:3:4:5:6:7:8", .ipv6, 0x0000_0002_0003_0004_0005_0006_0007_0008, 128),
            ("1:2:3:4:5:6:1.2.3.4", .ipv6, 0x0001_0002_0003_0004_0005_0006_0102_0304, 128),
            ("64:ff9b::192.0.2.33/96", .ipv6, 0x64 << 112 | 0xFF9B << 96, 96), ("::1.2.3.4", .ipv6, 0x0102_0304, 128),
            ("::ffff:1.2.3.4", .ipv4, 0x0102_0304, 32), ("::FFFF:102:304/120", .ipv4, 0x0102_0300, 24),
            ("::ffff:0:0/96", .ipv4, 0, 0), ("::ffff:0:0/95", .ipv6, 0xFFFE << 32, 95),
        ] as [(String, IPAddress.Family, UInt128, Int)]
    )
    func readsRange(_ text: String, _ family: IPAddress.Family, _ bits: UInt128, _ prefixLength: Int) throws {
        let range = try #require(IPRange(text))
        #expect(range.first == IPAddress(family: family, bits: bits))
        #expect(range.prefixLength == prefixLength)
    }

    @Test(
        "base64 has the published test vectors",
        arguments: zip(
            ["", "f", "fo", "foo", "foob", "fooba", "foobar", "\u{3}\u{F}>?~"],
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy", "Aw8+P34="]
        )
    )
    func decodesBase64(_ plain: String, _ text: String) {
        #expect(Base64.decode(text) == Array(plain.utf8))
    }
}
