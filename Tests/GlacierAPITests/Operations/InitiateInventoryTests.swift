import GlacierAPI
import GlacierModel
import Testing

@Suite("InitiateJob of inventories on the wire")
struct InitiateInventoryTests {
    private func input(_ members: String = "") throws -> InitiateJob.Input {
        let body = #"{"Type":"inventory-retrieval"\#(members)}"#
        return try InitiateJob.input(for: Example.vault(), from: .with(body: body))
    }

    private func selection(_ parameters: String) throws -> InventorySelection? {
        let work = try input(#","InventoryRetrievalParameters":{\#(parameters)}"#).work
        guard case .inventoryRetrieval(_, let selection) = work else { return nil }
        return selection
    }

    private static func marker(vault: String = "examplevault") throws -> String {
        InventoryMarker.text(behind: try position(), in: try Example.vault(vault))
    }

    private static func position() throws -> InventoryPosition {
        InventoryPosition(creationDate: Timestamp(milliseconds: 1_234), archiveID: try ArchiveID(Example.archiveID))
    }

    @Test("the whole inventory in JSON needs the type only; a tier is ignored")
    func readsDefaults() throws {
        #expect(try input().work == .inventoryRetrieval(.json, .everything))
        #expect(
            try input(#","Tier":"None","ArchiveId":null,"RetrievalByteRange":null,"Format":null"#).work
                == .inventoryRetrieval(.json, .everything)
        )
        #expect(try input(#","InventoryRetrievalParameters":null"#).work == .inventoryRetrieval(.json, .everything))
    }

    @Test("the form stands at the top, or else among the parameters")
    func readsFormat() throws {
        #expect(try input(#","Format":"CSV""#).work == .inventoryRetrieval(.csv, .everything))
        let nested = #","InventoryRetrievalParameters":{"Format":"CSV"}"#
        #expect(try input(nested).work == .inventoryRetrieval(.csv, .everything))
        #expect(try input(#","Format":"JSON""# + nested).work == .inventoryRetrieval(.json, .everything))
    }

    @Test("every parameter narrows the list; a limit may be a number")
    func readsParameters() throws {
        let dates = #""StartDate":"2013-12-04T21:25:42Z","EndDate":"2013-12-05""#
        let all = try selection(#"\#(dates),"Limit":"10","Marker":"\#(Self.marker())""#)
        #expect(
            all
                == InventorySelection(
                    startDate: Timestamp(seconds: 1_386_192_342),
                    endDate: Timestamp(seconds: 1_386_201_600),
                    limit: 10,
                    after: try Self.position()
                )
        )
        #expect(try selection(#""Limit":10"#)?.limit == 10)
        #expect(try selection(#""Limit":"99999999999999999999""#)?.limit == .max)
        #expect(try selection(#""Marker":"""#) == .everything)
        let same = #""StartDate":"2013-12-05","EndDate":"2013-12-05T00:00:00Z""#
        #expect(try selection(same)?.startDate == Timestamp(seconds: 1_386_201_600))
    }

    @Test(
        "wrong values are refused",
        arguments: [
            (#","ArchiveId":"x""#, .invalidParameter("An inventory retrieval takes no archive ID.")),
            (
                #","RetrievalByteRange":"0-1""#,
                .invalidParameter("An inventory retrieval takes no retrieval byte range.")
            ),
            (#","Format":"csv""#, .invalidParameter("Invalid format: csv")),
            (#","Format":"""#, .invalidParameter("Invalid format: ")),
            (#","InventoryRetrievalParameters":{"Format":"XML"}"#, .invalidParameter("Invalid format: XML")),
            (#","InventoryRetrievalParameters":{"Limit":"0"}"#, .invalidLimit("0")),
            (#","InventoryRetrievalParameters":{"Limit":-1}"#, .invalidLimit("-1")),
            (#","InventoryRetrievalParameters":{"Limit":1.5}"#, .invalidLimit("1.5")),
            (#","InventoryRetrievalParameters":{"Limit":""}"#, .invalidLimit("")),
            (#","InventoryRetrievalParameters":{"Marker":"x"}"#, .invalidMarker("x")),
            (#","InventoryRetrievalParameters":{"StartDate":"now"}"#, .invalidParameter("Invalid start date: now")),
            (#","InventoryRetrievalParameters":{"EndDate":""}"#, .invalidParameter("Invalid end date: ")),
            (
                #","InventoryRetrievalParameters":{"StartDate":"2013-12-05","EndDate":"2013-12-04"}"#,
                .invalidParameter("The start date lies behind the end date: 2013-12-05, 2013-12-04")
            ),
            (#","Description":"ä""#, .invalidJobDescription),
        ] as [(String, ServiceError)]
    )
    func refusesValues(_ members: String, _ error: ServiceError) {
        #expect(throws: error) { try input(members) }
    }

    @Test("a marker of another vault, or of another listing, is refused")
    func refusesForeignMarkers() throws {
        let jobs = Marker(listing: .jobs, position: 1_234, id: Example.jobID).text
        for marker in [try Self.marker(vault: "other"), jobs] {
            #expect(throws: ServiceError.invalidMarker(marker)) { try selection(#""Marker":"\#(marker)""#) }
        }
    }

    @Test(
        "a parameter of another type is malformed",
        arguments: [
            ("InventoryRetrievalParameters", "[]", "an object"), ("InventoryRetrievalParameters", "\"x\"", "an object"),
            ("Format", "1", "a string"),
        ]
    )
    func refusesTypes(_ member: String, _ value: String, _ wanted: String) {
        #expect(throws: ServiceError.malformedBody("The value of \(member) must be \(wanted).")) {
            try input(#","\#(member)":\#(value)"#)
        }
    }

    @Test("a parameter's member of another type is malformed", arguments: ["StartDate", "EndDate", "Marker", "Format"])
    func refusesMemberTypes(_ member: String) {
        #expect(throws: ServiceError.malformedBody("The value of \(member) must be a string.")) {
            try input(#","InventoryRetrievalParameters":{"\#(member)":1}"#)
        }
    }
}
