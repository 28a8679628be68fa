import Catalogue
import GlacierModel
import Testing

@Suite("Policies, groups' members and access keys in the catalogue")
struct IdentityPolicyRecordsTests {
    private typealias Test = CatalogueUnderTest

    @Test("an inline policy is kept byte for byte, replaced, listed and deleted")
    func keepsInlinePolicies() async throws {
        let test = try await Test()
        let user = try await test.add(.user, "Bob")
        let put = { (name: String, text: String) in
            try await test.catalogue.putInlinePolicy(PolicyName(name), PolicyDocumentText(text), of: user)
        }
        for (name, text) in [("b", " {\"é\":\t1}\r\n"), ("A", "{}"), ("c", "{}"), ("C", "{ }")] {
            try await put(name, text)
        }
        let found = try await test.catalogue.inlinePolicy(PolicyName("B"), of: try test.reference(.user, "BOB"))
        #expect(found.identity.text == "Bob" && found.policy.name.text == "b")
        #expect(Array(found.policy.document.utf8) == Array(" {\"é\":\t1}\r\n".utf8))
        for size in [1, 2, 3] {
            let names = try await Test.all(size) { try await test.catalogue.inlinePolicyNames(of: user, $0) }
            #expect(names.map(\.text) == ["A", "b", "C"])
        }
        try await test.catalogue.deleteInlinePolicy(PolicyName("a"), of: user)
        await #expect(throws: IdentityError.inlinePolicyNotFound(.user, "a")) {
            try await test.catalogue.deleteInlinePolicy(PolicyName("a"), of: user)
        }
        await #expect(throws: IdentityError.inlinePolicyNotFound(.user, "a")) {
            _ = try await test.catalogue.inlinePolicy(PolicyName("a"), of: user)
        }
    }

    @Test(
        "inline policies have a room together, in which white space and what is replaced do not count",
        arguments: [(IdentityKind.user, 2048), (.group, 5120), (.role, 10_240)]
    )
    func limitsInlinePolicies(_ kind: IdentityKind, _ limit: Int) async throws {
        let test = try await Test()
        let identity = try await test.add(kind, "x")
        let put = { (name: String, characters: Int) in
            let text = String(repeating: "x ", count: characters)
            try await test.catalogue.putInlinePolicy(PolicyName(name), PolicyDocumentText(text), of: identity)
        }
        try await put("a", 1000)
        try await put("b", limit - 1000)
        try await put("B", limit - 1000)
        for (name, characters) in [("b", limit - 999), ("c", 1)] {
            await #expect(throws: IdentityError.limitReached(.inlinePolicies(kind, name: "x"))) {
                try await put(name, characters)
            }
        }
        try await put("a", 999)
        try await put("c", 1)
    }

    @Test("policies are attached once, up to ten, and listed by their names")
    func attaches() async throws {
        let test = try await Test()
        let role = try await test.add(.role, "r")
        let administrator = try PolicyARN("arn:aws:iam::aws:policy/AdministratorAccess")
        let namesake = try await test.addPolicy("administratoraccess")
        for arn in [administrator, namesake, administrator] { try await test.catalogue.attachPolicy(arn, to: role) }
        let below = { (prefix: String, size: Int) in
            try await Test.all(size) { page in
                try await test.catalogue.attachedPolicies(of: role, below: IdentityPathPrefix(prefix), page)
            }
        }
        #expect(try await below("/", 1) == [namesake, administrator])
        #expect(try await below("/a", 1) == [])
        for number in 0..<8 { try await test.catalogue.attachPolicy(try await test.addPolicy("p\(number)"), to: role) }
        let another = try await test.addPolicy("another")
        await #expect(throws: IdentityError.limitReached(.attachments(.role))) {
            try await test.catalogue.attachPolicy(another, to: role)
        }
        try await test.catalogue.detachPolicy(administrator, from: role)
        await #expect(throws: IdentityError.policyNotAttached(administrator)) {
            try await test.catalogue.detachPolicy(administrator, from: role)
        }
        try await test.catalogue.attachPolicy(another, to: role)
    }

    @Test("only the program's policies and the account's own can be attached or be boundaries")
    func refusesForeignPolicies() async throws {
        let test = try await Test()
        let user = try await test.add(.user, "u")
        let foreign = try PolicyARN("arn:aws:iam::999922223333:policy/p")
        try await test.catalogue.createPolicy(
            try Test.policy(foreign),
            PolicyDocumentText("{}"),
            in: try AccountID("999922223333")
        )
        let unknown = try PolicyARN("arn:aws:iam::aws:policy/Unknown")
        let elsewhere = try PolicyARN("arn:aws-cn:iam::aws:policy/AdministratorAccess")
        for arn in [foreign, unknown, elsewhere] {
            let error = IdentityError.attachablePolicyNotFound(arn)
            await #expect(throws: error) { try await test.catalogue.attachPolicy(arn, to: user) }
            await #expect(throws: error) { try await test.catalogue.setBoundary(arn, of: user) }
            let bounded = try Test.identity(.user, "v", boundary: arn)
            await #expect(throws: error) { try await test.catalogue.createIdentity(bounded, in: test.account) }
            await #expect(throws: IdentityError.policyNotFound(arn)) {
                _ = try await test.catalogue.policy(arn, in: test.account)
            }
        }
    }

    @Test("a managed policy's versions are numbered for ever, five at once, one of them the default")
    func keepsVersions() async throws {
        let test = try await Test()
        let arn = try await test.addPolicy("p", path: "/a/")
        let make = { (role: PolicyVersionRole, text: String) in
            try await test.catalogue.createPolicyVersion(
                of: arn,
                PolicyDocumentText(text),
                role,
                in: test.account,
                at: Test.later(1)
            ).id.number
        }
        #expect(try await make(.other, "{2}") == 2)
        #expect(try await make(.defaultVersion, "{3}") == 3)
        let policy = try await test.catalogue.policy(arn, in: test.account)
        #expect(policy.defaultVersion.number == 3 && policy.updateDate == Test.later(1))
        #expect(policy.creationDate == Test.creation)
        let list = { (size: Int) in
            try await Test.all(size) { try await test.catalogue.policyVersions(of: arn, in: test.account, $0) }
                .map { "\($0.id)\($0.isDefault ? "*" : "")\($0.document)" }
        }
        for size in [1, 2, 3] { #expect(try await list(size) == ["v3*{3}", "v2{2}", "v1{}"]) }
        await #expect(throws: IdentityError.deleteConflict(.defaultVersion)) {
            try await test.catalogue.deletePolicyVersion(PolicyVersionID("v3"), of: arn, in: test.account)
        }
        try await test.catalogue.setDefaultPolicyVersion(.first, of: arn, in: test.account, at: Test.later(2))
        try await test.catalogue.deletePolicyVersion(PolicyVersionID("v3"), of: arn, in: test.account)
        for number in 4...6 { #expect(try await make(.other, "{}") == Int64(number)) }
        await #expect(throws: IdentityError.limitReached(.policyVersions)) { _ = try await make(.other, "{}") }
        let gone = try PolicyVersionID("v3")
        await #expect(throws: IdentityError.policyVersionNotFound(arn, gone)) {
            _ = try await test.catalogue.policyVersion(gone, of: arn, in: test.account)
        }
        await #expect(throws: IdentityError.policyVersionNotFound(arn, gone)) {
            try await test.catalogue.setDefaultPolicyVersion(gone, of: arn, in: test.account, at: Test.creation)
        }
    }

    @Test("a managed policy that is used, or has versions, is not deleted")
    func deletesPolicy() async throws {
        let test = try await Test()
        let arn = try await test.addPolicy("p"), user = try await test.add(.user, "u")
        try await test.catalogue.attachPolicy(arn, to: user)
        let delete = { try await test.catalogue.deletePolicy(arn, in: test.account) }
        await #expect(throws: IdentityError.deleteConflict(.usedPolicy)) { try await delete() }
        try await test.catalogue.detachPolicy(arn, from: user)
        try await test.catalogue.setBoundary(arn, of: user)
        await #expect(throws: IdentityError.deleteConflict(.usedPolicy)) { try await delete() }
        try await test.catalogue.setBoundary(nil, of: user)
        _ = try await test.catalogue.createPolicyVersion(
            of: arn,
            PolicyDocumentText("{}"),
            .defaultVersion,
            in: test.account,
            at: Test.creation
        )
        await #expect(throws: IdentityError.deleteConflict(.policyVersions)) { try await delete() }
        try await test.catalogue.deletePolicyVersion(.first, of: arn, in: test.account)
        try await delete()
        await #expect(throws: IdentityError.policyNotFound(arn)) { try await delete() }
        await #expect(throws: IdentityError.policyExists("P")) {
            try await test.addPolicy("p")
            try await test.addPolicy("P", path: "/other/")
        }
    }

    @Test("all policies are listed, the program's first, and counted by their uses in the account")
    func listsPolicies() async throws {
        let test = try await Test()
        let own = try await test.addPolicy("Own"), unused = try await test.addPolicy("aaa", path: "/x/")
        let readOnly = try PolicyARN("arn:aws:iam::aws:policy/IAMReadOnlyAccess")
        let user = try await test.add(.user, "u")
        for arn in [own, readOnly] { try await test.catalogue.attachPolicy(arn, to: user) }
        try await test.catalogue.setBoundary(unused, of: user)
        let list = { (scope: PolicyScope, onlyAttached: Bool, usage: PolicyUsage?, size: Int) in
            let selection = PolicySelection(
                scope: scope,
                prefix: .everything,
                onlyAttached: onlyAttached,
                usage: usage
            )
            return try await Test.all(size) { try await test.catalogue.policies(of: test.account, selection, $0) }
                .map(\.arn)
        }
        let builtIn = try await list(.aws, false, nil, 4)
        #expect(builtIn.map(\.name.text) == BuiltInPolicy.all.map(\.name.text))
        for size in [1, 2, 5, 6, 7, 1000] {
            #expect(try await list(.all, false, nil, size) == builtIn + [unused, own])
            #expect(try await list(.local, false, nil, size) == [unused, own])
        }
        #expect(try await list(.all, true, nil, 1) == [readOnly, unused, own])
        #expect(try await list(.all, true, .permissionsPolicy, 1) == [readOnly, own])
        #expect(try await list(.all, false, .permissionsBoundary, 1) == [unused])
        let found = try await test.catalogue.policy(unused, in: test.account)
        #expect(found.attachments == 0 && found.boundaryUses == 1)
        #expect(try await test.catalogue.policy(readOnly, in: test.account).attachments == 1)
        #expect(try await test.catalogue.policy(readOnly, in: try AccountID("999922223333")).attachments == 0)
    }

    @Test("members and groups are listed by their names, up to ten groups")
    func keepsMembers() async throws {
        let test = try await Test()
        let group = try await test.add(.group, "G")
        for name in ["b", "A", "c"] {
            let user = try await test.add(.user, name)
            for _ in 0..<2 { try await test.catalogue.addUser(user, to: group) }
        }
        for size in [1, 2, 3] {
            let members = try await Test.all(size) { try await test.catalogue.members(of: group, $0).users }
            #expect(members.map(\.name.text) == ["A", "b", "c"])
        }
        let user = try test.reference(.user, "a")
        for number in 1..<10 { try await test.catalogue.addUser(user, to: try await test.add(.group, "g\(number)")) }
        let next = try await test.add(.group, "next")
        await #expect(throws: IdentityError.limitReached(.groupsPerUser)) {
            try await test.catalogue.addUser(user, to: next)
        }
        let groups = try await Test.all(4) { try await test.catalogue.groups(of: user, $0) }
        #expect(groups.map(\.name.text) == ["G"] + (1..<10).map { "g\($0)" })
        try await test.catalogue.removeUser(user, from: group)
        #expect(try await test.catalogue.members(of: group, Test.page()).users.items.count == 2)
    }

    @Test("the users, groups and roles of a policy are listed by kind and name", arguments: [1, 2, 3, 1000])
    func listsEntities(_ size: Int) async throws {
        let test = try await Test()
        let arn = try await test.addPolicy("p")
        for (kind, name) in [(IdentityKind.user, "b"), (.user, "A"), (.group, "z"), (.role, "m")] {
            try await test.catalogue.attachPolicy(arn, to: try await test.add(kind, name, path: "/\(name)/"))
        }
        try await test.catalogue.setBoundary(arn, of: try await test.add(.user, "bounded"))
        let list = { (kinds: [IdentityKind], prefix: String, usage: PolicyUsage?) in
            let selection = EntitySelection(kinds: kinds, prefix: try IdentityPathPrefix(prefix), usage: usage)
            return try await Test.all(size) { page in
                try await test.catalogue.entities(of: arn, in: test.account, selection, page)
            }.map { "\($0.kind.rawValue) \($0.name)" }
        }
        let all = IdentityKind.allCases
        #expect(try await list(all, "/", nil) == ["group z", "role m", "user A", "user b", "user bounded"])
        #expect(try await list([.user], "/", .permissionsPolicy) == ["user A", "user b"])
        #expect(try await list(all, "/", .permissionsBoundary) == ["user bounded"])
        #expect(try await list(all, "/b/", nil) == ["user b"])
        #expect(try await list([], "/", nil) == [])
    }

    @Test("an owner has two keys, and knows no other's")
    func keepsAccessKeys() async throws {
        let test = try await Test()
        let bob = AccessKeyOwner.user(try await test.add(.user, "Bob").name)
        let shouted = AccessKeyOwner.user(try IdentityName("BOB", of: .user))
        let make = { (number: Int, owner: AccessKeyOwner) in
            try await test.catalogue.createAccessKey(
                "AKIA000000000000000\(number)",
                sealedSecret: [UInt8(number)],
                of: owner,
                in: test.account,
                at: Test.later(Int64(number))
            )
        }
        let made = try await make(2, shouted)
        guard case .user(let name) = made.owner else {
            Issue.record("not a user's")
            return
        }
        #expect(name.text == "Bob")
        #expect(made.key == AccessKeyRecord(id: "AKIA0000000000000002", status: .active, creationDate: Test.later(2)))
        for (number, owner) in [(1, bob), (3, .root), (4, .root)] { _ = try await make(number, owner) }
        for owner in [bob, .root] {
            await #expect(throws: IdentityError.limitReached(.accessKeysPerUser)) { _ = try await make(5, owner) }
        }
        let list = { (owner: AccessKeyOwner, size: Int) in
            try await Test.all(size) { try await test.catalogue.accessKeys(of: owner, in: test.account, $0).page }
                .map { "\($0.id.suffix(1)) \($0.status.rawValue)" }
        }
        let second = try AccessKeyID("AKIA0000000000000002")
        try await test.catalogue.setStatus(.inactive, ofAccessKey: second, of: bob, in: test.account)
        for size in [1, 2] { #expect(try await list(bob, size) == ["1 Active", "2 Inactive"]) }
        #expect(try await list(.root, 1) == ["3 Active", "4 Active"])
        let error = IdentityError.accessKeyNotFound(second.text)
        await #expect(throws: error) {
            try await test.catalogue.deleteAccessKey(second, of: .root, in: test.account)
        }
        await #expect(throws: error) {
            try await test.catalogue.setStatus(.active, ofAccessKey: second, of: .root, in: test.account)
        }
        let elsewhere = try AccountID("999922223333")
        await #expect(throws: error) { _ = try await test.catalogue.accessKeyUse(second, in: elsewhere) }
        #expect(try await test.catalogue.accessKeyUse(second, in: test.account).lastUse == nil)
        try await test.run("UPDATE access_keys SET last_used_at = 5, last_used_region = 'r', last_used_service = 's'")
        let use = try await test.catalogue.accessKeyUse(second, in: test.account)
        #expect(use.owner == bob)
        #expect(use.lastUse == .init(date: Timestamp(milliseconds: 5), region: "r", service: "s"))
        try await test.catalogue.deleteAccessKey(second, of: bob, in: test.account)
        #expect(try await list(bob, 1) == ["1 Active"])
    }

    @Test("what policies are matched against has the path, the tags and the boundary of what exists")
    func tellsResources() async throws {
        let test = try await Test()
        let boundary = try PolicyARN("arn:aws:iam::aws:policy/IAMFullAccess")
        let tags = try Test.tags(["k": "v"])
        let made = try Test.identity(.user, "Bob", path: "/a/", boundary: boundary, tags: tags)
        try await test.catalogue.createIdentity(made, in: test.account)
        let bob = try test.reference(.user, "bob"), nobody = try test.reference(.role, "Nobody")
        let key = try await test.catalogue.createAccessKey(
            "AKIA0000000000000001",
            sealedSecret: [1],
            of: .user(bob.name),
            in: test.account,
            at: Test.creation
        ).key
        let prefix = "arn:aws:iam::111122223333:"
        let known = IdentityResourceFacts(arn: prefix + "user/a/Bob", tags: tags, boundary: boundary)
        let rob = try IdentityName("Rob", of: .user)
        let expected: [(IdentityResource, IdentityResourceFacts)] = [
            (.identity(bob), known),
            (.accessKey(try AccessKeyID(key.id)), known),
            (.identity(nobody), IdentityResourceFacts(arn: prefix + "role/Nobody")),
            (.accessKey(try AccessKeyID("AKIA0000000000000009")), IdentityResourceFacts(arn: "*")),
            (.new(nobody, path: try IdentityPath("/n/")), IdentityResourceFacts(arn: prefix + "role/n/Nobody")),
            (
                .renamed(bob, to: rob, path: nil),
                IdentityResourceFacts(arn: prefix + "user/a/Rob", tags: tags, boundary: boundary)
            ),
            (
                .renamed(bob, to: rob, path: .root),
                IdentityResourceFacts(arn: prefix + "user/Rob", tags: tags, boundary: boundary)
            ),
            (.listing(.group, try IdentityPathPrefix("/x")), IdentityResourceFacts(arn: prefix + "group/x")),
            (.newPolicy(try PolicyName("P"), path: .root), IdentityResourceFacts(arn: prefix + "policy/P")),
            (.policy(boundary), IdentityResourceFacts(arn: boundary.text)),
            (.root, IdentityResourceFacts(arn: prefix + "root")),
            (.everything, IdentityResourceFacts(arn: "*")),
        ]
        let facts = try await test.catalogue.facts(of: expected.map(\.0), in: test.account)
        #expect(facts == expected.map(\.1))
    }

    @Test("every change raises the access version")
    func raisesVersion() async throws {
        let test = try await Test()
        var seen = test.catalogue.knownAccessVersion.current
        func expectRise(_ change: () async throws -> Void) async throws {
            try await change()
            #expect(test.catalogue.knownAccessVersion.current > seen)
            seen = test.catalogue.knownAccessVersion.current
        }
        var arn: PolicyARN?
        try await expectRise { try await test.add(.role, "r") }
        try await expectRise { arn = try await test.addPolicy("p") }
        let role = try test.reference(.role, "r"), policy = try #require(arn)
        try await expectRise { try await test.catalogue.attachPolicy(policy, to: role) }
        try await expectRise { try await test.catalogue.setBoundary(policy, of: role) }
        try await expectRise { try await test.catalogue.addTags(Test.tags(["k": "v"]), to: role) }
        try await expectRise { try await test.catalogue.removeTags([IdentityTagKey("k")], from: role) }
        try await expectRise {
            try await test.catalogue.putInlinePolicy(PolicyName("i"), PolicyDocumentText("{}"), of: role)
        }
        try await expectRise { _ = try await test.catalogue.updateRole(role, trustPolicy: PolicyDocumentText("{}")) }
        try await expectRise { try await test.catalogue.detachPolicy(policy, from: role) }
    }
}
