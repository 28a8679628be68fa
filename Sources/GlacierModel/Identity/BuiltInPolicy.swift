/// A managed policy that is part of the program: the ones of production that say something about this server. They can
/// be attached and read, not changed.
///
/// Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
package struct BuiltInPolicy: Hashable, Sendable {
    package let name: PolicyName
    package let path: IdentityPath
    package let uniqueID: UniqueID
    package let description: String
    package let document: String
    package let creationDate: Timestamp

    /// In the order of their names.
    package static let all: [BuiltInPolicy] = texts.compactMap { text in
        guard let name = try? PolicyName(text.name), let uniqueID = try? UniqueID(text.id) else { return nil }
        return BuiltInPolicy(
            name: name,
            path: .root,
            uniqueID: uniqueID,
            description: text.description,
            document: text.document,
            creationDate: Timestamp(seconds: text.created)
        )
    }

    private static let texts: [(name: String, id: String, created: Int64, description: String, document: String)] = [
        (
            "AdministratorAccess", "ANPAIWMBCKSKIEE64ZLYK", 1_423_247_986, "Everything, for every service.",
            document(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)
        ),
        (
            "AmazonGlacierFullAccess", "ANPAJSTZJWB2AXXAKHVQB", 1_423_248_028, "Everything with vaults and archives.",
            document(#"{"Effect":"Allow","Action":"glacier:*","Resource":"*"}"#)
        ),
        (
            "AmazonGlacierReadOnlyAccess", "ANPAI2D5NJKMU274MET4E", 1_423_248_027, "Reading of vaults and jobs.",
            document(
                #"{"Effect":"Allow","Action":["glacier:DescribeJob","glacier:DescribeVault","#
                    + #""glacier:GetDataRetrievalPolicy","glacier:GetJobOutput","glacier:GetVaultAccessPolicy","#
                    + #""glacier:GetVaultLock","glacier:GetVaultNotifications","glacier:ListJobs","#
                    + #""glacier:ListMultipartUploads","glacier:ListParts","glacier:ListTagsForVault","#
                    + #""glacier:ListVaults"],"Resource":"*"}"#
            )
        ),
        (
            "IAMFullAccess", "ANPAI7XKCFMBPM3QQRRVQ", 1_423_248_038, "Everything with identities and their policies.",
            document(#"{"Effect":"Allow","Action":"iam:*","Resource":"*"}"#)
        ),
        (
            "IAMReadOnlyAccess", "ANPAJKSO7NDY4T57MWDSQ", 1_423_248_039, "Reading of identities and their policies.",
            document(
                #"{"Effect":"Allow","Action":["iam:Get*","iam:List*","iam:SimulateCustomPolicy","#
                    + #""iam:SimulatePrincipalPolicy"],"Resource":"*"}"#
            )
        ),
        (
            "PowerUserAccess", "ANPAJYRXTHIB4FOVS3ZXS", 1_423_247_987, "Everything but changes of identities.",
            document(
                #"{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},"#
                    + #"{"Effect":"Allow","Action":"iam:ListRoles","Resource":"*"}"#
            )
        ),
    ]

    private static func document(_ statements: String) -> String {
        "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements)]}"
    }
}
