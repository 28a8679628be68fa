/// Letters of ASCII without their case, for names that the policy language itself gives: no other letter is equal to
/// one of them, as some would be by the rules of Unicode.
enum ASCIICase {
    static func lowered(_ text: String) -> String {
        String(decoding: text.utf8.map(lowered), as: UTF8.self)
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
