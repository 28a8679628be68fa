import GlacierModel
import Testing

@Suite("Vault names")
struct VaultNameTests {
    @Test(
        "1 to 255 of the allowed characters are a name, kept as given",
        arguments: [
            "a", "A", "0", "-", "_", "...", ".a", "a.", "-.", "examplevault", "my.vault_1", "20-Jul-2016_",
            String(repeating: "x", count: 255),
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.",
        ]
    )
    func acceptsName(_ text: String) throws {
        let name = try VaultName(text)
        #expect(name.text == text)
        #expect(name.description == text)
    }

    @Test(
        "anything else is refused and named in the error",
        arguments: [
            "", ".", "..", "a/b", "a b", " a", "a\n", "a%20b", "a:b", "a@b", "a,b", "ä", "a\u{301}", "\u{212A}", "a\0",
            "１", "aé", String(repeating: "x", count: 256),
        ]
    )
    func refusesName(_ text: String) {
        #expect(throws: ServiceError.invalidVaultName(text)) { try VaultName(text) }
    }

    @Test("every byte of ASCII is judged by the table alone")
    func judgesEveryByte() {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.")
        for code in UInt8(0)...127 {
            let character = Character(Unicode.Scalar(code))
            #expect(((try? VaultName("v\(character)")) != nil) == allowed.contains(character), "byte \(code)")
        }
    }

    @Test("names differ by case")
    func isCaseSensitive() throws {
        #expect(try VaultName("Photos") != VaultName("photos"))
    }
}

@Suite("Account ids")
struct AccountIDTests {
    @Test("12 digits are an account id", arguments: ["111122223333", "000000000000", "999999999999"])
    func acceptsAccount(_ text: String) throws {
        #expect(try AccountID(text).text == text)
        #expect(try AccountID(text).description == text)
    }

    @Test(
        "anything else is denied",
        arguments: [
            "", "-", "11112222333", "1111222233334", "1111-2222-3333", "11112222333a", "+11112222333", " 11112222333",
            "１１１１２２２２３３３３", "１２３４",
        ]
    )
    func deniesAccount(_ text: String) {
        #expect(throws: ServiceError.accountDenied(text)) { try AccountID(text) }
    }

    @Test("a random account id is 12 digits that do not begin with 0", arguments: UInt8.min...UInt8.max)
    func drawsAccount(_ byte: UInt8) throws {
        let account = try AccountID.random(from: .drawing(byte))
        #expect(account.text.utf8.count == 12)
        #expect(!account.text.hasPrefix("0"))
        #expect(account.text.dropFirst() == String(repeating: String(byte % 10), count: 11))
    }
}
