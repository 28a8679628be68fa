import GlacierModel
import Testing

@Suite("Values of the identity API")
struct IdentityValueTests {
    @Test("names have their kind's length, and letters, digits and _+=,.@-", arguments: IdentityKind.allCases)
    func readsName(_ kind: IdentityKind) throws {
        let longest = kind == .group ? 128 : 64
        for text in ["a", "A-Za_z+=,.@-0", String(repeating: "n", count: longest)] {
            #expect(try IdentityName(text, of: kind).text == text)
        }
        #expect(throws: IdentityValueError.tooShort(minimum: 1)) { try IdentityName("", of: kind) }
        #expect(throws: IdentityValueError.tooLong(maximum: longest)) {
            try IdentityName(String(repeating: "n", count: longest + 1), of: kind)
        }
        for text in ["a b", "a/b", "é", "a*", "a:b", "a\n", "\u{212A}"] {
            #expect(throws: IdentityValueError.malformed(.name)) { try IdentityName(text, of: kind) }
        }
    }

    @Test("names are compared without case, and keep it")
    func comparesNames() throws {
        #expect(try IdentityName("BoB", of: .user) == IdentityName("bOb", of: .user))
        #expect(try IdentityName("BoB", of: .user).folded == "bob")
        #expect(try Set([PolicyName("A"), PolicyName("a")]).count == 1)
        #expect(try PolicyName(String(repeating: "p", count: 128)).text.count == 128)
        #expect(throws: IdentityValueError.tooLong(maximum: 128)) {
            try PolicyName(String(repeating: "p", count: 129))
        }
    }

    @Test("a path is / or begins and ends with it, up to 512 characters")
    func readsPath() throws {
        let longest = "/" + String(repeating: "p", count: 510) + "/"
        for text in ["/", "/a/", "/a/b!c/", longest] { #expect(try IdentityPath(text).text == text) }
        for text in ["a", "/a", "a/", "//", "/a b/", "/é/"] {
            #expect(throws: IdentityValueError.malformed(.path)) { try IdentityPath(text) }
        }
        #expect(throws: IdentityValueError.tooShort(minimum: 1)) { try IdentityPath("") }
        #expect(throws: IdentityValueError.tooLong(maximum: 512)) { try IdentityPath(longest + "/") }
        #expect(try IdentityPath(ofPolicy: "/a-b/c/").text == "/a-b/c/")
        for text in ["/a!/", "/a//b/", "///"] {
            #expect(throws: IdentityValueError.malformed(.path)) { try IdentityPath(ofPolicy: text) }
        }
    }

    @Test("a prefix begins with / and need not end with it")
    func matchesPrefix() throws {
        let path = try IdentityPath("/abc/d/")
        for prefix in ["/", "/a", "/abc/", "/abc/d/"] {
            #expect(try IdentityPathPrefix(prefix).matches(path), "\(prefix)")
        }
        for prefix in ["/b", "/abc/d/e", "/ABC/"] {
            #expect(try !IdentityPathPrefix(prefix).matches(path), "\(prefix)")
        }
        #expect(throws: IdentityValueError.malformed(.pathPrefix)) { try IdentityPathPrefix("abc") }
    }

    @Test("a unique id is its kind's prefix and 17 characters of base 32")
    func makesUniqueID() throws {
        let bytes: [UInt8] = [0, 25, 26, 31, 32, 255] + Array(repeating: 1, count: 11)
        let surroundings = Surroundings(
            now: { Timestamp(milliseconds: 0) },
            randomBytes: { count in Array(bytes.prefix(count)) },
            sleep: { _ in }
        )
        #expect(UniqueID(of: .user, randomFrom: surroundings).text == "AIDAAZ27A7BBBBBBBBBBB")
        #expect(UniqueID(of: .group, randomFrom: surroundings).text.hasPrefix("AGPA"))
        #expect(UniqueID(of: .role, randomFrom: surroundings).text.hasPrefix("AROA"))
        #expect(UniqueID(ofPolicyRandomFrom: surroundings).text.hasPrefix("ANPA"))
        #expect(throws: IdentityValueError.malformed(.uniqueID)) { try UniqueID("AIDA") }
    }

    @Test("an ARN of a policy has account, path and name")
    func readsPolicyARN() throws {
        let own = try PolicyARN("arn:aws-cn:iam::123456789012:policy/a/b/Name")
        #expect(own.account == (try AccountID("123456789012")))
        #expect(own.path.text == "/a/b/" && own.name.text == "Name")
        let builtIn = try PolicyARN("arn:aws:iam::aws:policy/AdministratorAccess")
        #expect(builtIn.account == nil && builtIn.path == .root)
        let deployment = Deployment(partition: .awsChina, region: "cn-north-1")
        let made = deployment.policyARN(path: own.path, name: own.name, in: try AccountID("123456789012"))
        #expect(made == own)
        for text in [
            "arn:aws:iam::123456789012:user/long/enough", "arn:aws:iam::12345678901:policy/Name",
            "arn:else:iam::123456789012:policy/Name", "arn:aws:iam:r:123456789012:policy/Name",
            "arn:aws:iam::123456789012:policy/a//Name", "arn:aws:iam::123456789012:policy/Name/",
            "arn:aws:iam::123456789012:policy/Na:me", "arn:aws:s3::123456789012:policy/Name",
        ] {
            #expect(throws: IdentityValueError.malformed(.policyARN)) { try PolicyARN(text) }
        }
        #expect(throws: IdentityValueError.tooShort(minimum: 20)) { try PolicyARN("arn:aws:iam::aws:po") }
    }

    @Test("a version is v and a number from 1")
    func readsVersion() throws {
        #expect(try PolicyVersionID("v1") == .first)
        #expect(try PolicyVersionID("v120").number == 120)
        for text in ["", "v", "1", "v0", "v01", "v-1", "v1.a", "V1", "v99999999999999999999"] {
            #expect(throws: IdentityValueError.malformed(.policyVersion)) { try PolicyVersionID(text) }
        }
    }

    @Test("tag keys are compared without case; keys and values have letters, numbers, spaces and _.:/=+-@")
    func readsTags() throws {
        #expect(try IdentityTagKey("Té 한_.:/=+-@") == IdentityTagKey("tÉ 한_.:/=+-@"))
        #expect(try IdentityTagKey("AWS:x").isReserved)
        #expect(try !IdentityTagKey("awsx").isReserved)
        for text in ["a*", "a\n", "a\u{2028}", "a<"] {
            #expect(throws: IdentityValueError.malformed(.tagKey)) { try IdentityTagKey(text) }
        }
        let key = try IdentityTagKey(String(repeating: "k", count: 128))
        #expect(try IdentityTag(key: key, value: "").value == "")
        #expect(throws: IdentityValueError.tooLong(maximum: 128)) {
            try IdentityTagKey(String(repeating: "k", count: 129))
        }
        #expect(throws: IdentityValueError.tooLong(maximum: 256)) {
            try IdentityTag(key: key, value: String(repeating: "v", count: 257))
        }
        #expect(throws: IdentityValueError.malformed(.tagValue)) { try IdentityTag(key: key, value: "%") }
    }

    @Test("characters of a policy are counted without white space")
    func countsDocument() throws {
        #expect(try PolicyDocumentText(" {\"a b\":\t\"é\"\r\n}\n").countedCharacters == 10)
        #expect(throws: IdentityValueError.malformed(.policyDocument)) { try PolicyDocumentText("{\u{100}}") }
        #expect(throws: IdentityValueError.malformed(.policyDocument)) { try PolicyDocumentText("{\u{1}}") }
        #expect(throws: IdentityValueError.tooShort(minimum: 1)) { try PolicyDocumentText("") }
        #expect(throws: IdentityValueError.tooLong(maximum: 131_072)) {
            try PolicyDocumentText(String(repeating: " ", count: 131_073))
        }
    }

    @Test("a page goes on behind its last item, also when that is gone")
    func pages() throws {
        let items = ["b", "a", "d", "c"]
        let first = try IdentityPageRequest(marker: nil, limit: 2).page(of: items) { $0 }
        #expect(first.items == ["a", "b"])
        let second = try IdentityPageRequest(marker: first.marker, limit: 2).page(of: ["a", "d", "c"]) { $0 }
        #expect(second.items == ["c", "d"])
        #expect(second.marker == nil)
        #expect(try IdentityPageRequest(marker: nil, limit: nil).limit == 100)
        #expect(throws: IdentityValueError.tooSmall(minimum: 1)) { try IdentityPageRequest(marker: nil, limit: 0) }
        #expect(throws: IdentityValueError.tooLarge(maximum: 1000)) {
            try IdentityPageRequest(marker: nil, limit: 1001)
        }
        for marker in ["", "x", "***", String(repeating: "a", count: 1025)] {
            #expect(throws: (any Error).self) { try IdentityPageRequest(marker: marker, limit: nil) }
        }
    }

    @Test("all policies of the program are there, in the order of their names")
    func hasBuiltInPolicies() {
        #expect(
            BuiltInPolicy.all.map(\.name.text) == [
                "AdministratorAccess", "AmazonGlacierFullAccess", "AmazonGlacierReadOnlyAccess", "IAMFullAccess",
                "IAMReadOnlyAccess", "PowerUserAccess",
            ]
        )
    }
}
