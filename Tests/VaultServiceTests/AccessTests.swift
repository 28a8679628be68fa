import BlobStoreTesting
import Catalogue
import DatabaseTesting
import GlacierModel
import HTTPTypes
import SigV4
import TestSupport
import Testing

@Suite("Access to vaults")
struct AccessTests {
    private let database: CountingDatabase
    private let firn: FirnUnderTest

    private static let lockPath = "/-/vaults/v/lock-policy", accessPath = "/-/vaults/v/access-policy"

    init() async throws {
        database = CountingDatabase(try await FreshDatabase())
        firn = try await FirnUnderTest(database: database, store: MemoryBlobStore())
        #expect(await firn.send(.put, "/-/vaults/v").status == 201)
    }

    private func policy(_ statement: String) -> String {
        #"{"Version":"2012-10-17","Statement":[\#(statement)]}"#
    }

    /// The body that sets a policy of the vault.
    private func body(_ effect: String, _ action: String, _ rest: String = "") -> [UInt8] {
        let statement =
            #"{"Effect":"\#(effect)","Principal":"*","Action":"glacier:\#(action)","Resource":"*"\#(rest)}"#
        return Array(#"{"Policy":"\#(policy(statement).replacing("\"", with: "\\\""))"}"#.utf8)
    }

    private func upload(_ text: String) async throws -> String {
        let bytes = Array(text.utf8)
        let answer = await firn.send(.post, "/-/vaults/v/archives", uploadHeaders(bytes), body: bytes)
        return try #require(answer["x-amz-archive-id"])
    }

    private func delete(_ archive: String, as user: SigningCredentials = FirnUnderTest.root) async -> Int {
        await firn.send(.delete, "/-/vaults/v/archives/\(archive)", as: user).status
    }

    private var retention: [UInt8] {
        body("Deny", "DeleteArchive", #","Condition":{"NumericLessThan":{"glacier:ArchiveAgeInDays":"365"}}"#)
    }

    @Test("a repeated request of a user costs no more queries than one of root: those of the operation itself")
    func costsNoQueries() async throws {
        let ann = try await firn.makeUser(
            "ann",
            policy: policy(#"{"Effect":"Allow","Action":"glacier:DescribeVault","Resource":"*"}"#)
        )
        #expect(await firn.send(.put, Self.accessPath, body: body("Allow", "ListJobs")).status == 204)
        for user in [FirnUnderTest.root, ann] {
            #expect(await firn.send(.get, "/-/vaults/v", as: user).status == 200)
            _ = database.takeCount()
            #expect(await firn.send(.get, "/-/vaults/v", as: user).status == 200)
            #expect(database.takeCount() == 1)
            #expect(await firn.send(.delete, "/-/vaults/nowhere", as: ann).status == 403)
            _ = database.takeCount()
            #expect(await firn.send(.delete, "/-/vaults/nowhere", as: ann).status == 403)
            #expect(database.takeCount() == 0)
        }
    }

    @Test("a policy that is changed or taken away counts for the next request")
    func takesChangesOver() async throws {
        let ann = try await firn.makeUser("ann")
        for _ in 0..<3 {
            #expect(await firn.send(.get, "/-/vaults/v", as: ann).status == 403)
            try await firn.setPolicy(
                policy(#"{"Effect":"Allow","Action":"glacier:Describe*","Resource":"*"}"#),
                ofUser: "ann"
            )
            #expect(await firn.send(.get, "/-/vaults/v", as: ann).status == 200)
            try await firn.setPolicy(
                policy(#"{"Effect":"Allow","Action":"glacier:List*","Resource":"*"}"#),
                ofUser: "ann"
            )
        }
    }

    @Test("retention by age ends with the last of its days, for root as for anybody")
    func retainsByAge() async throws {
        let ann = try await firn.makeUser(
            "ann",
            policy: policy(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)
        )
        let first = try await upload("first"), second = try await upload("second")
        let lock = await firn.send(.post, Self.lockPath, body: retention)
        let id = try #require(lock["x-amz-lock-id"])
        #expect(await firn.send(.post, "\(Self.lockPath)/\(id)").status == 204)
        #expect(await delete(first) == 403)
        #expect(await delete(first, as: ann) == 403)
        firn.clock.advance(by: .seconds(365 * 86_400 - 1))
        #expect(await delete(first) == 403)
        firn.clock.advance(by: .seconds(1))
        #expect(await delete(first, as: ann) == 204)
        #expect(await delete(second) == 204)
    }

    @Test("a lock that was not completed holds for 24 hours and no longer")
    func endsLockInProgress() async throws {
        let archive = try await upload("archive")
        #expect(await firn.send(.post, Self.lockPath, body: retention).status == 201)
        firn.clock.advance(by: .seconds(86_400 - 1))
        #expect(await delete(archive) == 403)
        firn.clock.advance(by: .seconds(1))
        #expect(await delete(archive) == 204)
    }

    @Test("a lock may deny its own completion and abortion")
    func locksItself() async throws {
        let id = try #require(
            await firn.send(.post, Self.lockPath, body: body("Deny", "AbortVaultLock"))["x-amz-lock-id"]
        )
        #expect(await firn.send(.delete, Self.lockPath).status == 403)
        #expect(await firn.send(.post, "\(Self.lockPath)/\(id)").status == 204)
    }

    @Test("a legal hold by tag comes and goes with the tag")
    func holdsByTag() async throws {
        let hold = #","Condition":{"StringLike":{"glacier:ResourceTag/LegalHold":["true",""]}}"#
        let id = try #require(
            await firn.send(.post, Self.lockPath, body: body("Deny", "DeleteArchive", hold))["x-amz-lock-id"]
        )
        #expect(await firn.send(.post, "\(Self.lockPath)/\(id)").status == 204)
        let archive = try await upload("archive")
        let tag = Array(#"{"Tags":{"LegalHold":"true"}}"#.utf8), key = Array(#"{"TagKeys":["LegalHold"]}"#.utf8)
        #expect(await firn.send(.post, "/-/vaults/v/tags?operation=add", body: tag).status == 204)
        #expect(await delete(archive) == 403)
        #expect(await firn.send(.post, "/-/vaults/v/tags?operation=remove", body: key).status == 204)
        #expect(await delete(archive) == 204)
    }

    @Test("a vault of the name of a deleted one has none of its policies")
    func forgetsDeletedVaults() async throws {
        #expect(await firn.send(.put, Self.accessPath, body: body("Deny", "Describe*")).status == 204)
        #expect(await firn.send(.get, "/-/vaults/v").status == 403)
        #expect(await firn.send(.delete, "/-/vaults/v").status == 204)
        #expect(await firn.send(.put, "/-/vaults/v").status == 201)
        #expect(await firn.send(.get, "/-/vaults/v").status == 200)
    }

    @Test("jobs on archives that are too young can be denied, by the archive that the body names")
    func deniesJobsByAge() async throws {
        let archive = try await upload("archive")
        let young = #","Condition":{"NumericLessThan":{"glacier:ArchiveAgeInDays":"1"}}"#
        #expect(await firn.send(.put, Self.accessPath, body: body("Deny", "InitiateJob", young)).status == 204)
        let job = Array(#"{"Type":"archive-retrieval","ArchiveId":"\#(archive)"}"#.utf8)
        #expect(await firn.send(.post, "/-/vaults/v/jobs", body: job).status == 403)
        let inventory = Array(#"{"Type":"inventory-retrieval"}"#.utf8)
        #expect(await firn.send(.post, "/-/vaults/v/jobs", body: inventory).status == 202)
        firn.clock.advance(by: .hours(24))
        #expect(await firn.send(.post, "/-/vaults/v/jobs", body: job).status == 202)
    }

    @Test("whoever loses a permission while the body of his request comes has lost it for that request")
    func withdrawsMidway() async throws {
        let tags = Array(#"{"Tags":{"team":"a"}}"#.utf8), path = "/-/vaults/v/tags?operation=add"
        let permitted = policy(#"{"Effect":"Allow","Action":"glacier:AddTagsToVault","Resource":"*"}"#)
        let nothing = policy(#"{"Effect":"Deny","Action":"*","Resource":"*"}"#)
        let ann = try await firn.makeUser("ann", policy: permitted)
        #expect(await firn.send(.post, path, body: tags, as: ann).status == 204)
        let firn = firn
        let answer = await firn.send(.post, path, body: tags, as: ann) {
            try await firn.setPolicy(nothing, ofUser: "ann")
        }
        #expect(answer.status == 403)
        try await firn.setPolicy(permitted, ofUser: "ann")
        let late = await firn.send(.post, path, body: tags, as: ann) {
            try await firn.catalogue.setStatus(
                .inactive,
                ofAccessKey: try AccessKeyID(ann.accessKeyID),
                of: .user(try IdentityName("ann", of: .user)),
                in: firn.account
            )
        }
        #expect(late.status == 400)
        #expect(late.error?.hasPrefix("UnrecognizedClientException") == true)
    }

    @Test("a lock that comes between the decision and the deletion is not overlooked")
    func decidesAnew() async throws {
        let archive = try await upload("archive")
        let firn = firn, retention = retention
        database.beforeNextWrite { _ = await firn.send(.post, Self.lockPath, body: retention) }
        #expect(await delete(archive) == 403)
        #expect(await firn.send(.delete, Self.lockPath).status == 204)
        let tag = Array(#"{"Tags":{"team":"a"}}"#.utf8)
        database.beforeNextWrite { _ = await firn.send(.post, "/-/vaults/v/tags?operation=add", body: tag) }
        #expect(await delete(archive) == 204)
    }

    @Test("a second tag whose key differs in case lifts no hold")
    func isNotShadowed() async throws {
        let hold = #","Condition":{"StringEquals":{"glacier:ResourceTag/LegalHold":"true"}}"#
        #expect(await firn.send(.put, Self.accessPath, body: body("Deny", "DeleteArchive", hold)).status == 204)
        let archive = try await upload("archive")
        for tags in [#"{"Tags":{"LegalHold":"true"}}"#, #"{"Tags":{"LEGALHOLD":"false","legalhold":"false"}}"#] {
            #expect(await firn.send(.post, "/-/vaults/v/tags?operation=add", body: Array(tags.utf8)).status == 204)
            #expect(await delete(archive) == 403)
        }
    }

    @Test("a vault that can have no such name costs nothing and shows nothing")
    func keepsNoNonsense() async throws {
        let ann = try await firn.makeUser("ann")
        let name = String(repeating: "x", count: 300)
        #expect(await firn.send(.get, "/-/vaults/\(name)", as: ann).status == 403)
        _ = database.takeCount()
        #expect(await firn.send(.get, "/-/vaults/\(name)", as: ann).status == 403)
        #expect(database.takeCount() == 0)
    }
}
