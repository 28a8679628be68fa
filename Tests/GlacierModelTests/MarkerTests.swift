import SeededTesting
import Testing

@testable import GlacierModel

@Suite("Markers")
struct MarkerTests {
    /// Base64url of kind, eight bytes and id, worked out with another implementation.
    @Test(
        "a marker is base64url without padding of kind, position and id",
        arguments: [
            (Marker(listing: .parts, position: 0), "UAAAAAAAAAAA"),
            (Marker(listing: .parts, position: 3_812_352), "UAAAAAAAOiwA"),
            (Marker(listing: .parts, position: 42_945_377_992_704), "UAAAJw8AAAAA"),
            (
                Marker(listing: .uploads, position: 1_472_374_852_061, id: String(repeating: "A", count: 92)),
                "VQAAAVbQYUnd" + String(repeating: "QUFB", count: 30) + "QUE"
            ),
            (
                Marker(listing: .jobs, position: 1_472_742_228_365, id: "_-" + String(repeating: "z", count: 90)),
                "SgAAAVbmRwGNXy16" + String(repeating: "enp6", count: 29) + "eno"
            ),
        ]
    )
    func writesMarker(_ marker: Marker, _ text: String) throws {
        #expect(marker.text == text)
        #expect(try Marker(text, of: marker.listing) == marker)
    }

    @Test(
        "base64url has the published test vectors",
        arguments: zip(
            ["", "f", "fo", "foo", "foob", "fooba", "foobar", "\u{3E}\u{3F}\u{7F}"],
            ["", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy", "Pj9_"]
        )
    )
    func knowsBase64(_ plain: String, _ text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test("every kind of byte goes through base64url and back")
    func codesEveryByte() {
        for count in 0..<9 {
            for seed in 0..<256 {
                let bytes = (0..<count).map { UInt8(truncatingIfNeeded: seed &* 31 &+ $0 &* 89) }
                #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            }
        }
    }

    @Test("a marker of one listing is refused by the others")
    func refusesForeignListing() {
        let listings: [Marker.Listing] = [.parts, .uploads, .jobs]
        for listing in listings {
            let text = Marker(listing: listing, position: 7, id: id92).text
            for other in listings where other != listing {
                #expect(throws: ServiceError.invalidMarker(text)) { try Marker(text, of: other) }
            }
        }
    }

    @Test(
        "a text that we did not issue is refused as sent",
        arguments: [
            "", "0", "UAAA", "UAAAAAAAAAA", "UAAAAAAAAAAB=", "UAAAAAAAAAAA=", "UAAAAAAAAAAA==", " UAAAAAAAAAAA",
            "UAAAAAAAAAAA\n", "UAAA AAAAAAA", "UAAAAAAA+iwA", "UAAAAAAA/iwA", "MzgxMjM0Mg==", "ÜAAAAAAAAAAA",
            // A position below 0, and bits behind the last byte.
            "UP__________", "UAAAAAAAAAAAQR", "UAAAAAAAAAAAQ",
            // An id that is not UTF-8.
            "UAAAAAAAAAAA_w",
        ]
    )
    func refusesText(_ text: String) {
        #expect(throws: ServiceError.invalidMarker(text)) { try Marker(text, of: .parts) }
    }

    @Test("a marker that was changed in any place is refused or is the marker it says", arguments: 1...3)
    func survivesMutation(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let originals = [
            Marker(listing: .parts, position: 1_048_576), Marker(listing: .uploads, position: 5, id: id92),
            Marker(listing: .jobs, position: .max, id: id92),
        ]
        for original in originals {
            for _ in 0..<700 {
                let text = mutate(original.text, &random)
                for listing in [Marker.Listing.parts, .uploads, .jobs] {
                    guard let read = try? Marker(text, of: listing) else { continue }
                    #expect(read.listing == listing && read.text == text && read.position >= 0)
                }
            }
        }
    }

    private func mutate(_ text: String, _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8(ascii: "A"), at: place)
        case 3: bytes.swapAt(place, bytes.count - 1 - place)
        default: bytes.removeSubrange(place...)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite("Where listings begin")
struct ListingStartTests {
    @Test("the marker of a page leads back to its item")
    func readsOwnMarker() throws {
        let date = Timestamp(milliseconds: 1_472_374_852_061)
        let (upload, job) = (try UploadID(id92), try JobID(id92))
        let uploads = ListingStart<UploadThing>.marker(date: date, id: upload)
        let jobs = ListingStart<JobThing>.marker(date: date, id: job)
        #expect(try ListingStart<UploadThing>(marker: uploads) == .position(date: date, id: upload))
        #expect(try ListingStart<JobThing>(marker: jobs) == .position(date: date, id: job))
    }

    @Test("the id of an item is a marker too")
    func readsID() throws {
        #expect(try ListingStart<UploadThing>(marker: id92) == .item(UploadID(id92)))
        #expect(try ListingStart<JobThing>(marker: id92) == .item(JobID(id92)))
    }

    @Test("the marker of another listing, or one without a whole id, is refused")
    func refusesForeignMarker() throws {
        let date = Timestamp(milliseconds: 1)
        let foreign = [
            ListingStart<JobThing>.marker(date: date, id: try JobID(id92)),
            Marker(listing: .parts, position: 1).text, Marker(listing: .uploads, position: 1).text,
            Marker(listing: .uploads, position: 1, id: String(id92.dropLast())).text,
            Marker(listing: .uploads, position: 1, id: id92 + "A").text,
            Marker(listing: .uploads, position: 1, id: id92.dropLast() + ".").text,
            "arn:aws:glacier:us-east-1:111122223333:vaults/v", "", String(id92.dropLast()), id138,
        ]
        for text in foreign {
            #expect(throws: ServiceError.invalidMarker(text)) { try ListingStart<UploadThing>(marker: text) }
        }
    }
}
