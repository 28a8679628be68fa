@testable import AccessPolicy

/// A vault, what a policy of it may say, and texts of policies that differ from a good one in one place.
enum Example {
    static let vault = "arn:aws:glacier:us-west-2:111122223333:vaults/examplevault"
    static let maximumBytes = 20_480

    static let rules = ResourcePolicyRules(
        service: "glacier",
        grantableActions: [
            "AbortMultipartUpload", "AbortVaultLock", "AddTagsToVault", "CompleteMultipartUpload", "CompleteVaultLock",
            "DeleteArchive", "DeleteVault", "DeleteVaultAccessPolicy", "DeleteVaultNotifications", "DescribeJob",
            "DescribeVault", "GetJobOutput", "GetVaultAccessPolicy", "GetVaultLock", "GetVaultNotifications",
            "InitiateJob", "InitiateMultipartUpload", "InitiateVaultLock", "ListJobs", "ListMultipartUploads",
            "ListParts", "ListTagsForVault", "RemoveTagsFromVault", "SetVaultAccessPolicy", "SetVaultNotifications",
            "UploadArchive", "UploadMultipartPart",
        ],
        otherActions: [
            "CreateVault", "ListVaults", "GetDataRetrievalPolicy", "SetDataRetrievalPolicy", "ListProvisionedCapacity",
            "PurchaseProvisionedCapacity",
        ],
        resource: vault
    )

    static func vaultPolicy(_ text: String) throws(PolicyError) -> PolicyDocument {
        try PolicyDocument(parsing: text, as: .resource(rules), maximumBytes: maximumBytes)
    }

    static func identityPolicy(_ text: String) throws(PolicyError) -> PolicyDocument {
        try PolicyDocument(parsing: text, as: .identity, maximumBytes: maximumBytes)
    }

    /// A vault policy of version 2012-10-17 with one statement in an array; the JSON of each given element takes the
    /// place of the good one, and nil leaves it out.
    static func vaultText(_ changes: [String: String?] = [:]) -> String {
        let good = [
            "Effect": "\"Allow\"", "Principal": "\"*\"", "Action": "\"glacier:DeleteArchive\"",
            "Resource": "\"\(vault)\"",
        ]
        return documentText(of: good, changes)
    }

    /// The same for an identity policy.
    static func identityText(_ changes: [String: String?] = [:]) -> String {
        documentText(of: ["Effect": "\"Allow\"", "Action": "\"*\"", "Resource": "\"*\""], changes)
    }

    private static func documentText(of good: [String: String], _ changes: [String: String?]) -> String {
        var elements: [String: String?] = good
        for (name, value) in changes { elements[name] = .some(value) }
        let members = elements.sorted { $0.key < $1.key }.compactMap { name, value in
            value.map { "\"\(name)\":\($0)" }
        }
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\(members.joined(separator: ","))}]}"
    }
}

/// A text that is refused, why, and where.
struct Refusal: Sendable {
    let text: String
    let reason: PolicyError.Reason
    let place: String

    init(_ text: String, _ reason: PolicyError.Reason, _ place: String) {
        self.text = text
        self.reason = reason
        self.place = place
    }

    /// A vault policy whose one statement has an element with this JSON.
    static func element(
        _ name: String,
        _ json: String,
        _ reason: PolicyError.Reason,
        at inner: String = ""
    ) -> Refusal {
        Refusal(Example.vaultText([name: json]), reason, "Statement[0].\(name)\(inner)")
    }

    /// What a vault policy of this text is refused for; nil when it is not.
    var error: PolicyError? {
        do {
            _ = try Example.vaultPolicy(text)
            return nil
        } catch {
            return error
        }
    }
}
