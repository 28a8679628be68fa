import Catalogue
import GlacierModel

/// Identities for tests, in the account of the vault.
extension CatalogueUnderTest {
    var account: AccountID { vault.account }

    func reference(_ kind: IdentityKind, _ name: String, account: String? = nil) throws -> IdentityReference {
        IdentityReference(
            account: try account.map { try AccountID($0) } ?? self.account,
            kind: kind,
            name: try IdentityName(name, of: kind)
        )
    }

    /// A unique id that has the name in it.
    static func uniqueID(_ name: String, of kind: IdentityKind) throws -> UniqueID {
        let text = name.filter { $0.isASCII && $0.isLetter || $0.isNumber }
        return try UniqueID((kind.uniqueIDPrefix + text + String(repeating: "0", count: 21)).prefix(21).description)
    }

    static func identity(
        _ kind: IdentityKind,
        _ name: String,
        path: String = "/",
        boundary: PolicyARN? = nil,
        tags: [IdentityTag] = [],
        uniqueID: String? = nil
    ) throws -> Identity {
        Identity(
            kind: kind,
            name: try IdentityName(name, of: kind),
            path: try IdentityPath(path),
            uniqueID: try Self.uniqueID(uniqueID ?? name, of: kind),
            creationDate: creation,
            boundary: boundary,
            role: kind == .role ? RoleTerms(trustPolicy: "{}", maximumSession: .standard, description: nil) : nil,
            tags: tags
        )
    }

    @discardableResult
    func add(_ kind: IdentityKind, _ name: String, path: String = "/") async throws -> IdentityReference {
        try await catalogue.createIdentity(Self.identity(kind, name, path: path), in: account)
        return try reference(kind, name)
    }

    /// Makes a managed policy.
    @discardableResult
    func addPolicy(_ name: String, path: String = "/") async throws -> PolicyARN {
        let arn = try PolicyARN("arn:aws:iam::\(account):policy\(path)\(name)")
        try await catalogue.createPolicy(try Self.policy(arn), try PolicyDocumentText("{}"), in: account)
        return arn
    }

    static func policy(_ arn: PolicyARN) throws -> ManagedPolicy {
        ManagedPolicy(
            arn: arn,
            uniqueID: try UniqueID(("ANPA" + arn.name.text + String(repeating: "0", count: 21)).prefix(21).description),
            description: nil,
            creationDate: creation,
            updateDate: creation,
            defaultVersion: .first,
            attachments: 0,
            boundaryUses: 0
        )
    }

    static func tags(_ pairs: KeyValuePairs<String, String>) throws -> [IdentityTag] {
        try pairs.map { try IdentityTag(key: try IdentityTagKey($0.key), value: $0.value) }
    }

    static func page(after marker: String? = nil, limit: Int = 1000) throws -> IdentityPageRequest {
        try IdentityPageRequest(marker: marker, limit: limit)
    }

    /// All items of a listing, read in pages of a size.
    static func all<Item>(
        _ size: Int,
        _ list: (IdentityPageRequest) async throws -> IdentityPage<Item>
    ) async throws -> [Item] {
        var found: [Item] = [], marker: String?
        repeat {
            let page = try await list(try page(after: marker, limit: size))
            found += page.items
            marker = page.marker
        } while marker != nil
        return found
    }
}
