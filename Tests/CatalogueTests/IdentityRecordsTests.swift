import Catalogue
import GlacierModel
import Testing

@Suite("Users, groups and roles in the catalogue")
struct IdentityRecordsTests {
    private typealias Test = CatalogueUnderTest

    @Test("an identity is read back as it was made, by any case of its name", arguments: IdentityKind.allCases)
    func keepsIdentity(_ kind: IdentityKind) async throws {
        let test = try await Test()
        let tags = try Test.tags(["b": "1", "A": "", "é": "2"])
        let boundary = try PolicyARN("arn:aws:iam::aws:policy/IAMFullAccess")
        let made = try Test.identity(kind, "Bob", path: "/a/b/", boundary: boundary, tags: tags)
        try await test.catalogue.createIdentity(made, in: test.account)
        var expected = made
        expected.tags = try Test.tags(["A": "", "b": "1", "é": "2"])
        let found = try await test.catalogue.identity(try test.reference(kind, "bOB"))
        #expect(found == expected)
        #expect(found.name.text == "Bob")
    }

    @Test("a name is unique in its account and kind, without case")
    func separatesNames() async throws {
        let test = try await Test()
        try await test.add(.user, "Bob")
        let again = try Test.identity(.user, "bob", uniqueID: "other")
        await #expect(throws: IdentityError.identityExists(.user, "bob")) {
            try await test.catalogue.createIdentity(again, in: test.account)
        }
        try await test.add(.group, "bob")
        try await test.add(.role, "BOB")
        let other = try test.reference(.user, "bob", account: "999922223333")
        await #expect(throws: IdentityError.identityNotFound(.user, "bob")) {
            try await test.catalogue.identity(other)
        }
        try await test.catalogue.createIdentity(again, in: other.account)
        #expect(try await test.catalogue.identity(other).name.text == "bob")
        #expect(try await test.count("identities") == 4)
    }

    @Test("two requests for the same name at once make one, and the other is refused")
    func createsConcurrently() async throws {
        let test = try await Test()
        let made = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let user = try Test.identity(.user, "crowd", uniqueID: "n\(number)")
                    do {
                        try await test.catalogue.createIdentity(user, in: test.account)
                        return true
                    } catch IdentityError.identityExists(_, _) {
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 1)
    }

    @Test("an account has so many of a kind", arguments: [(IdentityKind.group, 300), (.role, 1000)])
    func limitsIdentities(_ kind: IdentityKind, _ limit: Int) async throws {
        let test = try await Test()
        for number in 1..<limit {
            let text = "\(10_000 + number)"
            try await test.run(
                """
                INSERT INTO identities (account_id, kind, unique_id, name, folded_name, path, created_at)
                VALUES ('\(test.account)', '\(kind.rawValue)', '\(text)', '\(text)', '\(text)', '/', 1)
                """
            )
        }
        try await test.add(kind, "last")
        let next = try Test.identity(kind, "next")
        await #expect(throws: IdentityError.limitReached(.identitiesPerAccount(kind))) {
            try await test.catalogue.createIdentity(next, in: test.account)
        }
        await #expect(throws: IdentityError.identityNotFound(kind, "next")) {
            try await test.catalogue.identity(try test.reference(kind, "next"))
        }
        try await test.catalogue.deleteIdentity(try test.reference(kind, "last"))
        try await test.add(kind, "next")
        try await test.catalogue.createIdentity(
            try Test.identity(kind, "elsewhere"),
            in: try AccountID("999922223333")
        )
    }

    @Test("listings go by folded names, below a path, in pages", arguments: [1, 2, 3, 1000])
    func listsIdentities(_ size: Int) async throws {
        let test = try await Test()
        for (name, path) in [("b", "/x/"), ("C", "/x/y/"), ("a_", "/x/"), ("A0", "/z/"), ("d", "/X/"), ("aA", "/")] {
            try await test.add(.user, name, path: path)
        }
        try await test.add(.group, "b", path: "/x/")
        let list = { (prefix: String) in
            try await Test.all(size) { page in
                try await test.catalogue.identities(
                    of: test.account,
                    .user,
                    below: try IdentityPathPrefix(prefix),
                    page
                )
            }.map(\.name.text)
        }
        // 0 before _ before letters.
        #expect(try await list("/") == ["A0", "a_", "aA", "b", "C", "d"])
        #expect(try await list("/x/") == ["a_", "b", "C"])
        #expect(try await list("/x/y") == ["C"])
        #expect(try await list("/q") == [])
    }

    @Test("a page goes on behind a user who is gone meanwhile")
    func resumesListing() async throws {
        let test = try await Test()
        for name in ["a", "b", "c"] { try await test.add(.user, name) }
        let first = try await test.catalogue.identities(
            of: test.account,
            .user,
            below: .everything,
            try Test.page(limit: 2)
        )
        try await test.catalogue.deleteIdentity(try test.reference(.user, "b"))
        let second = try await test.catalogue.identities(
            of: test.account,
            .user,
            below: .everything,
            try Test.page(after: first.marker)
        )
        #expect(second.items.map(\.name.text) == ["c"])
        #expect(second.marker == nil)
    }

    @Test("a new name and a new path keep everything else")
    func renames() async throws {
        let test = try await Test()
        let bob = try await test.add(.user, "Bob", path: "/a/")
        try await test.catalogue.addTags(try Test.tags(["k": "v"]), to: bob)
        try await test.catalogue.renameIdentity(bob, to: IdentityName("BOB", of: .user), path: nil)
        var found = try await test.catalogue.identity(bob)
        #expect(found.name.text == "BOB" && found.path.text == "/a/")
        try await test.catalogue.renameIdentity(bob, to: IdentityName("rob", of: .user), path: IdentityPath("/b/"))
        found = try await test.catalogue.identity(try test.reference(.user, "Rob"))
        #expect(found.path.text == "/b/")
        #expect(found.uniqueID == (try Test.uniqueID("Bob", of: .user)))
        #expect(found.tags.map(\.value) == ["v"])
        try await test.add(.user, "other")
        let rob = try test.reference(.user, "rob")
        await #expect(throws: IdentityError.identityExists(.user, "Other")) {
            try await test.catalogue.renameIdentity(rob, to: IdentityName("Other", of: .user), path: nil)
        }
        await #expect(throws: IdentityError.identityNotFound(.user, "Bob")) {
            try await test.catalogue.renameIdentity(bob, to: nil, path: .root)
        }
    }

    @Test("what hangs on an identity keeps it from being deleted; tags and a boundary do not")
    func deletes() async throws {
        let test = try await Test()
        let user = try await test.add(.user, "u"), group = try await test.add(.group, "g")
        let policy = try await test.addPolicy("p")
        let key = try await test.catalogue.createAccessKey(
            "AKIA0000000000000001",
            sealedSecret: [1],
            of: .user(user.name),
            in: test.account,
            at: Test.creation
        ).key
        try await test.catalogue.addUser(user, to: group)
        try await test.catalogue.attachPolicy(policy, to: user)
        try await test.catalogue.putInlinePolicy(PolicyName("in"), PolicyDocumentText("{}"), of: user)
        try await test.catalogue.setBoundary(policy, of: user)
        try await test.catalogue.addTags(try Test.tags(["k": "v"]), to: user)
        await #expect(throws: IdentityError.deleteConflict(.members)) {
            try await test.catalogue.deleteIdentity(group)
        }
        let steps: [(IdentityError.DeleteObstacle, @Sendable () async throws -> Void)] = [
            (
                .accessKeys,
                {
                    try await test.catalogue.deleteAccessKey(
                        AccessKeyID(key.id),
                        of: .user(user.name),
                        in: test.account
                    )
                }
            ),
            (.memberships, { try await test.catalogue.removeUser(user, from: group) }),
            (.inlinePolicies, { try await test.catalogue.deleteInlinePolicy(PolicyName("in"), of: user) }),
            (.attachedPolicies, { try await test.catalogue.detachPolicy(policy, from: user) }),
        ]
        for (obstacle, remove) in steps {
            await #expect(throws: IdentityError.deleteConflict(obstacle)) {
                try await test.catalogue.deleteIdentity(user)
            }
            try await remove()
        }
        for identity in [user, group] {
            try await test.catalogue.deleteIdentity(identity)
            await #expect(throws: IdentityError.identityNotFound(identity.kind, identity.name.text)) {
                try await test.catalogue.deleteIdentity(identity)
            }
        }
        #expect(try await test.count("identity_tags") == 0)
    }

    @Test("tags are replaced without case, bounded, and removed")
    func keepsTags() async throws {
        let test = try await Test()
        let user = try await test.add(.user, "u")
        try await test.catalogue.addTags(try Test.tags(["Team": "1", "b": "2"]), to: user)
        try await test.catalogue.addTags(try Test.tags(["TEAM": "3"]), to: user)
        let read = { (size: Int) in
            try await Test.all(size) { try await test.catalogue.tags(of: user, $0) }.map {
                "\($0.key.text)=\($0.value)"
            }
        }
        #expect(try await read(1) == ["b=2", "TEAM=3"])
        let many = try (0..<48).map { try IdentityTag(key: IdentityTagKey("k\($0)"), value: "") }
        try await test.catalogue.addTags(many, to: user)
        let last = try Test.tags(["last": "", "b": "changed"])
        await #expect(throws: IdentityError.limitReached(.tags)) { try await test.catalogue.addTags(last, to: user) }
        #expect(try await read(1000).first == "b=2")
        try await test.catalogue.removeTags(
            many.map(\.key) + [IdentityTagKey("team"), IdentityTagKey("no")],
            from: user
        )
        #expect(try await read(1000) == ["b=2"])
    }

    @Test("what a role says of itself is changed piece by piece")
    func updatesRole() async throws {
        let test = try await Test()
        let role = try await test.add(.role, "r")
        let hours = try SessionLength(seconds: 7200)
        _ = try await test.catalogue.updateRole(role, maximumSession: hours)
        _ = try await test.catalogue.updateRole(role, description: RoleDescription("é"))
        let changed = try await test.catalogue.updateRole(role, trustPolicy: PolicyDocumentText("{ }"))
        #expect(
            changed.role
                == RoleTerms(trustPolicy: "{ }", maximumSession: hours, description: try RoleDescription("é"))
        )
        #expect(try await test.catalogue.identity(role) == changed)
        let missing = try test.reference(.role, "none")
        await #expect(throws: IdentityError.identityNotFound(.role, "none")) {
            _ = try await test.catalogue.updateRole(missing)
        }
    }

    @Test("a row that no program of this version writes is found out")
    func refusesCorruptRow() async throws {
        let test = try await Test()
        let user = try await test.add(.user, "u")
        for change in ["path = 'nowhere'", "name = 'a b'", "unique_id = '?'", "boundary_arn = 'none'"] {
            try await test.run("UPDATE identities SET \(change)")
            await #expect(throws: CorruptRow.self) { try await test.catalogue.identity(user) }
            try await test.run("UPDATE identities SET path = '/', name = 'u', unique_id = 'AIDAu0000000000000000'")
        }
    }
}
