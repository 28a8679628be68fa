import Testing

@Suite("The version of access rules")
struct AccessVersionTests {
    private static let tables = [
        "access_keys", "group_members", "identities", "identity_attachments", "identity_policies", "identity_tags",
        "managed_policies", "managed_policy_versions", "vault_access_policies", "vault_locks", "vault_tags",
    ]

    /// Writes that decide nothing, by their files: when a key was last used, what has expired by its own date, and
    /// accounts without keys.
    private static let otherWrites = [
        "AccessKeyUseRecords.swift": 1, "LockRecords.swift": 1, "AccountRecords.swift": 2,
    ]

    @Test("what decides who may do what is written only where the version is raised")
    func raisesVersion() throws {
        let files = ProjectFolder.files(under: "Sources/Catalogue/Records", withExtensions: ["swift"])
        var found = 0
        for file in files where Self.tables.contains(where: { Self.writes(file.text, to: $0) }) {
            found += 1
            let writes = file.text.ranges(of: "database.write").count
            let allowed = Self.otherWrites.first { file.path.hasSuffix("/\($0.key)") }?.value ?? 0
            #expect(writes == allowed, "\(file.path) writes past changingAccess")
            #expect(file.text.contains("changingAccess") || file.text.contains("changingRules") || allowed > 0)
        }
        #expect(found > 10)
    }

    private static func writes(_ text: String, to table: String) -> Bool {
        ["INSERT INTO \(table) ", "UPDATE \(table) ", "DELETE FROM \(table) "].contains { text.contains($0) }
    }
}
