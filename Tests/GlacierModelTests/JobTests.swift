import GlacierModel
import Testing

@Suite("Jobs")
struct JobTests {
    private static let moment = Timestamp(seconds: 7)

    @Test("a job in progress has no completion date and no message")
    func isInProgress() {
        #expect(JobStatus.inProgress.code == .inProgress)
        #expect(JobStatus.inProgress.completionDate == nil)
        #expect(JobStatus.inProgress.message == nil)
    }

    @Test("a job that succeeded says so with the word that consumers compare with")
    func hasSucceeded() {
        let status = JobStatus.succeeded(at: Self.moment)
        #expect(status.code == .succeeded)
        #expect(status.completionDate == Self.moment)
        #expect(status.message == "Succeeded")
    }

    @Test("a job that failed keeps its message")
    func hasFailed() {
        let status = JobStatus.failed(at: Self.moment, message: "Failed")
        #expect(status.code == .failed)
        #expect(status.completionDate == Self.moment)
        #expect(status.message == "Failed")
    }

    @Test(
        "the words for a status are exact",
        arguments: zip(
            ["InProgress", "Succeeded", "Failed"],
            [JobStatusCode.inProgress, .succeeded, .failed]
        )
    )
    func readsStatus(_ word: String, _ code: JobStatusCode) throws {
        #expect(try JobStatusCode(query: word) == code)
        #expect(code.rawValue == word)
    }

    @Test("any other word is refused as sent", arguments: ["", "inprogress", "SUCCEEDED", "Failed ", "Completed"])
    func refusesStatus(_ word: String) {
        #expect(throws: ServiceError.invalidJobStatus(word)) { try JobStatusCode(query: word) }
    }

    @Test("tiers have the words of the API, in exact case")
    func namesTiers() {
        #expect(Tier.allCases.map(\.rawValue) == ["Expedited", "Standard", "Bulk"])
        #expect(Tier(rawValue: "standard") == nil)
    }
}
