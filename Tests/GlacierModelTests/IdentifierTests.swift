import Testing

@testable import GlacierModel

@Suite("Identifiers")
struct IdentifierTests {
    private static let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")

    @Test("the ids of captured traffic are ids")
    func acceptsCapturedIDs() throws {
        #expect(try ArchiveID(id138).text == id138)
        #expect(try UploadID(id92).text == id92)
        #expect(try JobID("m-" + id92.dropFirst(2)).description == "m-" + id92.dropFirst(2))
        #expect(try CapacityID("zSaq7NzHFQDANTfQkDen4V7z").text == "zSaq7NzHFQDANTfQkDen4V7z")
        #expect(try LockID("AE863rKkWZU53SLW5be4DUcW").text == "AE863rKkWZU53SLW5be4DUcW")
    }

    @Test("an id that begins with a hyphen is understood, though none is made")
    func acceptsLeadingHyphen() throws {
        #expect(throws: Never.self) { try JobID("-" + id92.dropFirst()) }
    }

    @Test("a text of another length names nothing", arguments: [0, 1, 23, 25, 91, 93, 137, 139])
    func refusesLengths(_ length: Int) {
        let text = String(repeating: "A", count: length)
        #expect(throws: ServiceError.archiveNotFound(text)) { try ArchiveID(text) }
        #expect(throws: ServiceError.uploadNotFound(text)) { try UploadID(text) }
        #expect(throws: ServiceError.jobNotFound(text)) { try JobID(text) }
        #expect(throws: ServiceError.invalidLockID(text)) { try LockID(text) }
        #expect(throws: ServiceError.invalidParameter("Invalid capacity ID: \(text)")) { try CapacityID(text) }
    }

    @Test("every byte of ASCII is judged by the alphabet alone")
    func judgesEveryByte() {
        for code in UInt8(0)...127 {
            let character = Character(Unicode.Scalar(code))
            let text = id92.dropLast() + String(character)
            #expect(((try? UploadID(String(text))) != nil) == Self.alphabet.contains(character), "byte \(code)")
        }
    }

    @Test("letters beyond ASCII are no letters of an id", arguments: ["é", "Å", "\u{212A}", "ａ", "e\u{301}"])
    func refusesForeignLetters(_ letter: String) {
        let text = id92.dropLast(letter.utf8.count) + letter
        #expect(text.utf8.count == 92)
        #expect(throws: ServiceError.jobNotFound(String(text))) { try JobID(String(text)) }
    }

    @Test("ids that are made have their length, begin with a letter or digit and are read back")
    func drawsIDs() throws {
        for byte in UInt8.min...UInt8.max {
            let surroundings = Surroundings.drawing(byte)
            let archive = ArchiveID(randomFrom: surroundings)
            let request = RequestID.random(from: surroundings)
            #expect(archive.text.utf8.count == 138)
            #expect(UploadID(randomFrom: surroundings).text.utf8.count == 92)
            #expect(JobID(randomFrom: surroundings).text.utf8.count == 92)
            #expect(LockID(randomFrom: surroundings).text.utf8.count == 24)
            #expect(CapacityID(randomFrom: surroundings).text.utf8.count == 24)
            #expect(request.utf8.count == 47)
            #expect(archive.text.first?.isASCII == true)
            #expect(archive.text.first?.isLetter == true || archive.text.first?.isNumber == true)
            #expect(request.first != "-" && request.first != "_")
            #expect(try ArchiveID(archive.text) == archive)
            #expect(request.allSatisfy(Self.alphabet.contains))
        }
    }

    @Test("every character of the alphabet is drawn equally often behind the first")
    func usesTheWholeAlphabet() {
        let drawn = (UInt8.min...UInt8.max).compactMap { RequestID.random(from: .drawing($0)).last }
        let counts = Dictionary(drawn.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(Set(counts.keys) == Self.alphabet)
        #expect(Set(counts.values) == [4])
    }
}
