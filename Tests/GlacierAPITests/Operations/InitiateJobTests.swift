import GlacierAPI
import GlacierModel
import Testing

@Suite("InitiateJob on the wire")
struct InitiateJobTests {
    private static let archive = #""ArchiveId":"\#(Example.archiveID)""#

    private func input(_ body: String) throws -> InitiateJob.Input {
        try InitiateJob.input(for: Example.vault(), from: .with(body: body))
    }

    /// A retrieval with further members.
    private func retrieval(_ members: String = "") -> String {
        #"{"Type":"archive-retrieval",\#(Self.archive)\#(members)}"#
    }

    @Test("a retrieval of the whole archive needs its id only")
    func readsDefaults() throws {
        let input = try input(retrieval())
        #expect(input.work == .archiveRetrieval(try ArchiveID(Example.archiveID), nil, .standard))
        #expect(input.jobDescription == nil)
        #expect(input.snsTopic == nil)
        #expect(input.vault == (try Example.vault()))
    }

    @Test("every member is read")
    func readsMembers() throws {
        let input = try input(
            "\u{FEFF} "
                + retrieval(
                    #","Tier":"Bulk","RetrievalByteRange":"0-1048575","Description":" d ","SNSTopic":"arn:t","New":[]"#
                )
        )
        #expect(
            input.work
                == .archiveRetrieval(try ArchiveID(Example.archiveID), try RetrievalByteRange("0-1048575"), .bulk)
        )
        #expect(input.jobDescription?.text == " d ")
        #expect(input.snsTopic == "arn:t")
    }

    @Test("null equals absent, an empty topic or description is none, foreign members are ignored")
    func readsNull() throws {
        let input = try input(
            retrieval(
                #","Tier":null,"RetrievalByteRange":null,"Description":"","SNSTopic":"","Format":7,"#
                    + #""InventoryRetrievalParameters":"x","SelectParameters":1,"OutputLocation":[]"#
            )
        )
        #expect(input.work == .archiveRetrieval(try ArchiveID(Example.archiveID), nil, .standard))
        #expect(input.jobDescription == nil)
        #expect(input.snsTopic == nil)
    }

    @Test("every tier has its exact word", arguments: Tier.allCases)
    func readsTier(_ tier: Tier) throws {
        let work = try input(retrieval(#","Tier":"\#(tier.rawValue)""#)).work
        #expect(work == .archiveRetrieval(try ArchiveID(Example.archiveID), nil, tier))
    }

    @Test(
        "what is missing is told before what is wrong",
        arguments: [
            ("", "Job Parameters"), (" \n", "Job Parameters"), ("{}", "type"), (#"{"Type":null}"#, "type"),
            (#"{"jobParameters":{"Type":"archive-retrieval"}}"#, "type"), (#"{"type":"archive-retrieval"}"#, "type"),
            (#"{"ArchiveId":"x","Tier":"x"}"#, "type"), (#"{"Type":"archive-retrieval"}"#, "archiveId"),
            (#"{"Type":"archive-retrieval","ArchiveId":null,"Tier":"x"}"#, "archiveId"),
        ]
    )
    func misses(_ body: String, _ name: String) {
        #expect(throws: ServiceError.missingParameter(name)) { try input(body) }
    }

    @Test("a body of another shape is malformed", arguments: ["[]", "{", "null", "Type=archive-retrieval"])
    func refusesShape(_ body: String) {
        #expect(throws: ServiceError.malformedBody("The request body is not a valid JSON object.")) { try input(body) }
    }

    @Test(
        "a member of another type is malformed, even where another is missing",
        arguments: ["Type", "ArchiveId", "Description", "SNSTopic", "Tier", "RetrievalByteRange"]
    )
    func refusesType(_ member: String) {
        #expect(throws: ServiceError.malformedBody("The value of \(member) must be a string.")) {
            try input("{\"\(member)\":1}")
        }
    }

    @Test(
        "wrong values are refused",
        arguments: [
            (#","Tier":"standard""#, .invalidParameter("Invalid tier: standard")),
            (#","Tier":"""#, .invalidParameter("Invalid tier: ")),
            (#","Description":"ä""#, .invalidJobDescription),
            (#","RetrievalByteRange":"""#, .invalidParameter("Invalid retrieval byte range: ")),
            (#","RetrievalByteRange":"9-0""#, .invalidParameter("Invalid retrieval byte range: 9-0")),
            (#","SNSTopic":"a\u0000""#, .invalidParameter("Invalid SNS topic")),
            (#","ArchiveId":"x""#, .archiveNotFound("x")), (#","ArchiveId":"""#, .archiveNotFound("")),
            // Values are judged before the archive is looked for.
            (#","ArchiveId":"x","Tier":"x""#, .invalidParameter("Invalid tier: x")),
        ] as [(String, ServiceError)]
    )
    func refusesValues(_ members: String, _ error: ServiceError) {
        #expect(throws: error) { try input(retrieval(members)) }
    }

    @Test("select jobs are told to be missing, whatever else they say")
    func refusesSelect() {
        let select = ServiceError.invalidParameter("Select jobs are not available on this server.")
        #expect(throws: select) { try input(#"{"Type":"select"}"#) }
    }

    @Test("a type is one of three words", arguments: ["", "Archive-Retrieval", "archive-retrieval "])
    func refusesUnknownType(_ type: String) {
        #expect(throws: ServiceError.invalidParameter("Invalid type: \(type)")) {
            try input(#"{"Type":"\#(type)",\#(Self.archive)}"#)
        }
    }

    @Test("202 with the place of the job and its id, and an empty object")
    func writesResponse() throws {
        let output = InitiateJob.Output(vault: try Example.vault(), jobID: try JobID(Example.jobID))
        let response = InitiateJob.response(to: output, deployment: Example.deployment)
        #expect(response.statusCode == 202)
        #expect(
            response.headerLines == [
                "Location: /111122223333/vaults/examplevault/jobs/\(Example.jobID)", "x-amz-job-id: \(Example.jobID)",
            ]
        )
        #expect(response.document == "{}")
        #expect(InitiateJob.operation == .initiateJob)
    }
}
