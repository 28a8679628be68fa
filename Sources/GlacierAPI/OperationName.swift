/// The 33 operations of the API, version 2012-06-01, by the names that AWS gives them.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/amazon-glacier-api.html
public enum OperationName: String, Hashable, Sendable, CaseIterable {
    case abortMultipartUpload = "AbortMultipartUpload"
    case abortVaultLock = "AbortVaultLock"
    case addTagsToVault = "AddTagsToVault"
    case completeMultipartUpload = "CompleteMultipartUpload"
    case completeVaultLock = "CompleteVaultLock"
    case createVault = "CreateVault"
    case deleteArchive = "DeleteArchive"
    case deleteVault = "DeleteVault"
    case deleteVaultAccessPolicy = "DeleteVaultAccessPolicy"
    case deleteVaultNotifications = "DeleteVaultNotifications"
    case describeJob = "DescribeJob"
    case describeVault = "DescribeVault"
    case getDataRetrievalPolicy = "GetDataRetrievalPolicy"
    case getJobOutput = "GetJobOutput"
    case getVaultAccessPolicy = "GetVaultAccessPolicy"
    case getVaultLock = "GetVaultLock"
    case getVaultNotifications = "GetVaultNotifications"
    case initiateJob = "InitiateJob"
    case initiateMultipartUpload = "InitiateMultipartUpload"
    case initiateVaultLock = "InitiateVaultLock"
    case listJobs = "ListJobs"
    case listMultipartUploads = "ListMultipartUploads"
    case listParts = "ListParts"
    case listProvisionedCapacity = "ListProvisionedCapacity"
    case listTagsForVault = "ListTagsForVault"
    case listVaults = "ListVaults"
    case purchaseProvisionedCapacity = "PurchaseProvisionedCapacity"
    case removeTagsFromVault = "RemoveTagsFromVault"
    case setDataRetrievalPolicy = "SetDataRetrievalPolicy"
    case setVaultAccessPolicy = "SetVaultAccessPolicy"
    case setVaultNotifications = "SetVaultNotifications"
    case uploadArchive = "UploadArchive"
    case uploadMultipartPart = "UploadMultipartPart"

    /// Whether a policy of a vault can allow or deny it. The others are of a whole account, or make the vault.
    ///
    /// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-access-policy.html
    public var canBeGrantedByVaults: Bool {
        switch self {
        case .createVault, .listVaults, .getDataRetrievalPolicy, .setDataRetrievalPolicy, .listProvisionedCapacity,
            .purchaseProvisionedCapacity:
            false
        case .abortMultipartUpload, .abortVaultLock, .addTagsToVault, .completeMultipartUpload, .completeVaultLock,
            .deleteArchive, .deleteVault, .deleteVaultAccessPolicy, .deleteVaultNotifications, .describeJob,
            .describeVault, .getJobOutput, .getVaultAccessPolicy, .getVaultLock, .getVaultNotifications, .initiateJob,
            .initiateMultipartUpload, .initiateVaultLock, .listJobs, .listMultipartUploads, .listParts,
            .listTagsForVault, .removeTagsFromVault, .setVaultAccessPolicy, .setVaultNotifications, .uploadArchive,
            .uploadMultipartPart:
            true
        }
    }

    /// Whether the body of the request is the bytes of an archive rather than a small document.
    public var receivesArchiveBytes: Bool {
        self == .uploadArchive || self == .uploadMultipartPart
    }
}
