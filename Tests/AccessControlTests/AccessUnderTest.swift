import AccessControl
import BlobStore
import BlobStoreTesting
import Catalogue
import DatabaseTesting
import GlacierModel
import HTTPTypes
import SigV4
import TestSupport
import Testing

/// A service with users and roles in two accounts.
struct AccessUnderTest {
    static let account = "123456789012"
    static let otherAccount = "444455556666"

    let firn: FirnUnderTest
    private let sealing: CredentialSealing

    init() async throws {
        let keyRing = MasterKeyRing(generating: SeededRandomness(seed: 7).bytes)
        firn = try await FirnUnderTest(database: FreshDatabase(), store: MemoryBlobStore(), masterKeys: keyRing)
        sealing = CredentialSealing(keyRing: keyRing, randomBytes: firn.surroundings.randomBytes)
        for account in [Self.account, Self.otherAccount] {
            try await firn.catalogue.ensureAccount(try AccountID(account), at: firn.clock.now)
        }
    }

    /// A user with an access key.
    func user(_ name: String, in account: String = account, policy: String? = nil) async throws -> SigningCredentials {
        let account = try AccountID(account)
        let userName = try IdentityName(name, of: .user)
        try await create(.user, name, nil, policy, nil, in: account)
        let key = AccessKey.random(for: account, from: firn.surroundings)
        _ = try await firn.catalogue.createAccessKey(
            key.id,
            sealedSecret: try sealing.seal(Array(key.secret.utf8), .accessKeySecret, of: key.id),
            of: .user(userName),
            in: account,
            at: firn.clock.now
        )
        return SigningCredentials(accessKeyID: key.id, secretAccessKey: key.secret)
    }

    /// - Parameters:
    ///   - principal: whom the trust policy names, as JSON.
    ///   - condition: of the trust policy.
    ///   - boundary: the ARN of a policy.
    func role(
        _ name: String,
        trusting principal: String,
        condition: String = "{}",
        policy: String? = nil,
        boundary: String? = nil,
        maximumSeconds: Int = 3600,
        in account: String = account
    ) async throws {
        let trust = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":\(principal),\
            "Condition":\(condition)}]}
            """
        let terms = RoleTerms(
            trustPolicy: trust,
            maximumSession: try SessionLength(seconds: maximumSeconds),
            description: nil
        )
        try await create(.role, name, terms, policy, boundary, in: try AccountID(account))
    }

    func removePolicy(of kind: IdentityKind, _ name: String) async throws {
        try await firn.catalogue.deleteInlinePolicy(Self.inline(), of: try reference(kind, name))
    }

    func delete(_ kind: IdentityKind, _ name: String) async throws {
        try await firn.catalogue.deleteIdentity(try reference(kind, name))
    }

    private func reference(
        _ kind: IdentityKind,
        _ name: String,
        in account: String = account
    ) throws -> IdentityReference {
        IdentityReference(account: try AccountID(account), kind: kind, name: try IdentityName(name, of: kind))
    }

    private static func inline() throws -> PolicyName { try PolicyName("inline") }

    private func create(
        _ kind: IdentityKind,
        _ name: String,
        _ terms: RoleTerms?,
        _ policy: String?,
        _ boundary: String?,
        in account: AccountID
    ) async throws {
        let identity = Identity(
            kind: kind,
            name: try IdentityName(name, of: kind),
            path: .root,
            uniqueID: UniqueID(of: kind, randomFrom: firn.surroundings),
            creationDate: firn.clock.now,
            boundary: try boundary.map(PolicyARN.init(_:)),
            role: terms
        )
        try await firn.catalogue.createIdentity(identity, in: account)
        guard let policy else { return }
        try await firn.catalogue.putInlinePolicy(
            Self.inline(),
            PolicyDocumentText(policy),
            of: IdentityReference(account: account, kind: kind, name: identity.name)
        )
    }
}

extension AccessUnderTest {
    static func roleARN(_ name: String, in account: String = account) -> String {
        "arn:aws:iam::\(account):role/\(name)"
    }

    /// An identity policy with one statement that allows.
    static func allowing(_ action: String, on resource: String = "*") -> String {
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"\(action)","Resource":"\(resource)"}]}
        """
    }

    /// - Parameter more: parameters beside the role and the session's name.
    func assume(
        _ role: String,
        _ more: KeyValuePairs<String, String> = [:],
        as credentials: SigningCredentials
    ) async -> Answer {
        let parameters = [("RoleArn", role), ("RoleSessionName", "trip")] + more.map { ($0.key, $0.value) }
        return await sts("AssumeRole", parameters, as: credentials)
    }

    func sts(
        _ action: String,
        _ parameters: [(String, String)] = [],
        as credentials: SigningCredentials
    ) async -> Answer {
        let form = formText([("Action", action), ("Version", "2011-06-15")] + parameters)
        return await firn.query(.sts, form, as: credentials)
    }

    /// Status and code of a request to the vault API.
    func describeVault(_ name: String = "v", as credentials: SigningCredentials) async -> String {
        await outcome(.get, "/-/vaults/\(name)", credentials)
    }

    func createVault(_ name: String = "v", as credentials: SigningCredentials = FirnUnderTest.root) async -> String {
        await outcome(.put, "/-/vaults/\(name)", credentials)
    }

    private func outcome(_ method: HTTPRequest.Method, _ path: String, _ credentials: SigningCredentials) async
        -> String
    {
        let answer = await firn.send(method, path, as: credentials)
        guard let error = answer.error else { return "\(answer.status)" }
        return "\(answer.status) \(error.prefix { $0 != ":" })"
    }
}

/// A form as it is sent: all but letters and digits is escaped.
func formText(_ parameters: [(String, String)]) -> String {
    let isPlain = { (byte: UInt8) in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    return parameters.map { name, value in
        let escaped = value.utf8.map { byte in
            isPlain(byte) ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\(name)=\(escaped.joined())"
    }.joined(separator: "&")
}

extension Answer {
    /// The text of the first element of a name.
    func element(_ name: String) -> String? {
        guard let start = text.firstRange(of: "<\(name)>"), let end = text.firstRange(of: "</\(name)>") else {
            return nil
        }
        return String(text[start.upperBound..<end.lowerBound])
    }

    /// The texts of all elements of a name.
    func elements(_ name: String) -> [String] {
        text.split(separator: "<\(name)>", omittingEmptySubsequences: false).dropFirst().map {
            String($0.prefix { $0 != "<" })
        }
    }

    /// `200`, or status and code of an error.
    var outcome: String { element("Code").map { "\(status) \($0)" } ?? "\(status)" }

    /// The temporary credentials of the answer.
    func credentials() throws -> SigningCredentials {
        SigningCredentials(
            accessKeyID: try #require(element("AccessKeyId"), "\(text)"),
            secretAccessKey: try #require(element("SecretAccessKey")),
            sessionToken: element("SessionToken")
        )
    }
}
