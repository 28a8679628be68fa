import JSONText

/// Where a select job writes its results, and how the objects are kept there.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-S3Location.html
public struct SelectOutputLocation: Hashable, Sendable {
    /// Who may do what with the objects.
    public struct Grant: Hashable, Sendable {
        /// `AmazonCustomerByEmail`, `CanonicalUser` or `Group`.
        public var granteeType: String?
        /// For people.
        public var displayName: String?
        /// Of a group.
        public var uri: String?
        /// Of a canonical user.
        public var id: String?
        /// Of a customer by e-mail.
        public var emailAddress: String?
        /// `FULL_CONTROL`, `WRITE`, `WRITE_ACP`, `READ` or `READ_ACP`.
        public var permission: String?

        /// Takes anything: the service judges it.
        public init(
            granteeType: String?,
            displayName: String? = nil,
            uri: String? = nil,
            id: String? = nil,
            emailAddress: String? = nil,
            permission: String?
        ) {
            self.granteeType = granteeType
            self.displayName = displayName
            self.uri = uri
            self.id = id
            self.emailAddress = emailAddress
            self.permission = permission
        }
    }

    /// How the objects are encrypted.
    public struct Encryption: Hashable, Sendable {
        /// `AES256` or `aws:kms`.
        public var encryptionType: String?
        /// The key of `aws:kms`.
        public var kmsKeyID: String?
        /// The context of `aws:kms`.
        public var kmsContext: String?

        /// Takes anything: the service judges it.
        public init(encryptionType: String?, kmsKeyID: String? = nil, kmsContext: String? = nil) {
            self.encryptionType = encryptionType
            self.kmsKeyID = kmsKeyID
            self.kmsContext = kmsContext
        }
    }

    /// Has to be writable by the caller.
    public var bucketName: String
    /// What the keys of all objects begin with.
    public var prefix: String
    /// `STANDARD` unless something else is said.
    public var storageClass: String?
    /// One of the lists of grants that have a name.
    public var cannedACL: String?
    /// Grants one by one.
    public var accessControlList: [Grant] = []
    /// Nil for the bucket's own rule.
    public var encryption: Encryption?
    /// Tags of each object.
    public var tagging: [String: String] = [:]
    /// Metadata of each object.
    public var userMetadata: [String: String] = [:]

    /// A place; the other properties may be set on it.
    public init(bucketName: String, prefix: String, storageClass: String? = nil, cannedACL: String? = nil) {
        self.bucketName = bucketName
        self.prefix = prefix
        self.storageClass = storageClass
        self.cannedACL = cannedACL
    }
}

extension SelectOutputLocation {
    init(_ document: AnswerDocument) throws(UnreadableAnswer) {
        self.init(
            bucketName: try document.string("BucketName") ?? "",
            prefix: try document.string("Prefix") ?? "",
            storageClass: try document.string("StorageClass"),
            cannedACL: try document.string("CannedACL")
        )
        for grant in try document.objects("AccessControlList") { accessControlList.append(try Grant(grant)) }
        if let object = try document.object("Encryption") { encryption = try Encryption(object) }
        tagging = try document.object("Tagging")?.texts() ?? [:]
        userMetadata = try document.object("UserMetadata")?.texts() ?? [:]
    }

    var document: JSONObject {
        var json = JSONObject()
        json.add("BucketName", bucketName)
        json.add("Prefix", prefix)
        json.addGiven("Encryption", encryption?.document)
        json.addGiven("CannedACL", cannedACL)
        if !accessControlList.isEmpty { json.add("AccessControlList", accessControlList.map(\.document)) }
        json.addGiven("Tagging", tagging)
        json.addGiven("UserMetadata", userMetadata)
        json.addGiven("StorageClass", storageClass)
        return json
    }
}

extension SelectOutputLocation.Grant {
    init(_ document: AnswerDocument) throws(UnreadableAnswer) {
        let grantee = try document.object("Grantee") ?? AnswerDocument([:])
        granteeType = try grantee.string("Type")
        displayName = try grantee.string("DisplayName")
        uri = try grantee.string("URI")
        id = try grantee.string("ID")
        emailAddress = try grantee.string("EmailAddress")
        permission = try document.string("Permission")
    }

    var document: JSONObject {
        var grantee = JSONObject()
        grantee.addGiven("Type", granteeType)
        grantee.addGiven("DisplayName", displayName)
        grantee.addGiven("URI", uri)
        grantee.addGiven("ID", id)
        grantee.addGiven("EmailAddress", emailAddress)
        var json = JSONObject()
        json.add("Grantee", grantee)
        json.addGiven("Permission", permission)
        return json
    }
}

extension SelectOutputLocation.Encryption {
    init(_ document: AnswerDocument) throws(UnreadableAnswer) {
        encryptionType = try document.string("EncryptionType")
        kmsKeyID = try document.string("KMSKeyId")
        kmsContext = try document.string("KMSContext")
    }

    var document: JSONObject {
        var json = JSONObject()
        json.addGiven("EncryptionType", encryptionType)
        json.addGiven("KMSKeyId", kmsKeyID)
        json.addGiven("KMSContext", kmsContext)
        return json
    }
}
