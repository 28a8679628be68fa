import DatabaseTesting
import GlacierModel
import SQLDatabase
import Testing

@testable import Catalogue

@Suite("The catalogue")
struct CatalogueTests {
    @Test("the tables can be brought up to date again and again")
    func migratesRepeatedly() async throws {
        let test = try await CatalogueUnderTest()
        try await test.addArchive(1)
        try await Catalogue.migrate(test.database, now: CatalogueUnderTest.later(1))
        #expect(try await test.count("archives") == 1)
        #expect(try await test.count("schema_migrations") == Int64(allMigrations.count))
        #expect(
            try await test.integer("SELECT applied_at FROM schema_migrations")
                == CatalogueUnderTest.creation.milliseconds
        )
    }

    @Test("a database without tables does not answer for them, but answers")
    func pings() async throws {
        let database = try await FreshDatabase()
        let catalogue = Catalogue(
            database: database,
            deployment: Deployment(partition: .aws, region: "r"),
            leaseClock: .database
        )
        try await catalogue.ping()
        try await database.close()
        await #expect(throws: SQLDatabaseError.self) { try await catalogue.ping() }
    }

    @Test("a value of the deployment is kept until it is replaced")
    func keepsDeploymentValues() async throws {
        let catalogue = try await CatalogueUnderTest().catalogue
        #expect(try await catalogue.deploymentValue(.firstAccount) == nil)
        try await catalogue.setDeploymentValue(.firstAccount, to: "111122223333")
        try await catalogue.setDeploymentValue(.sweptThrough, to: "")
        #expect(try await catalogue.deploymentValue(.firstAccount) == "111122223333")
        #expect(try await catalogue.deploymentValue(.sweptThrough) == "")
        try await catalogue.setDeploymentValue(.firstAccount, to: "999922223333")
        #expect(try await catalogue.deploymentValue(.firstAccount) == "999922223333")
        #expect(try await catalogue.deploymentValue(.firstAccount, orSet: "111122223333") == "999922223333")
        #expect(try await catalogue.deploymentValue(.folder, orSet: "first") == "first")
        #expect(try await catalogue.deploymentValue(.folder, orSet: "second") == "first")
    }

    @Test("a write that fails half-way leaves nothing behind")
    func writesAllOrNothing() async throws {
        let test = try await CatalogueUnderTest()
        let upload = try await test.startUpload(1, parts: 1)
        let before = try await test.catalogue.vault(test.vault)
        // The archive's id is taken, which the last statement but one notices.
        try await test.addArchive(8)
        let after = try await test.catalogue.vault(test.vault)
        let error = await #expect(throws: SQLDatabaseError.self) {
            _ = try await test.complete(upload, as: 8)
        }
        #expect(error?.code == .uniqueViolation)
        #expect(before != after)
        #expect(try await test.catalogue.vault(test.vault) == after)
        #expect(try await test.catalogue.upload(upload.id, in: test.vault) == upload)
    }
}
