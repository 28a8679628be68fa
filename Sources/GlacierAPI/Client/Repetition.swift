/// What comes of it when a request is sent again although the first one may have been carried out.
public enum Repetition: Hashable, Sendable {
    /// The same as if it had been sent once.
    case harmless
    /// Another archive, job, upload, lock or unit: only a request that was surely not carried out may be sent again.
    case makesAnother
}

extension OperationName {
    /// Whether a client may repeat the operation when it does not know what became of it.
    ///
    /// A repeated InitiateVaultLock is refused while the first one's lock is in progress, and its id would be lost.
    public var repetition: Repetition {
        switch self {
        case .uploadArchive, .initiateJob, .initiateMultipartUpload, .initiateVaultLock, .purchaseProvisionedCapacity:
            .makesAnother
        case .abortMultipartUpload, .abortVaultLock, .addTagsToVault, .completeMultipartUpload, .completeVaultLock,
            .createVault, .deleteArchive, .deleteVault, .deleteVaultAccessPolicy, .deleteVaultNotifications,
            .describeJob, .describeVault, .getDataRetrievalPolicy, .getJobOutput, .getVaultAccessPolicy,
            .getVaultLock, .getVaultNotifications, .listJobs, .listMultipartUploads, .listParts,
            .listProvisionedCapacity, .listTagsForVault, .listVaults, .removeTagsFromVault, .setDataRetrievalPolicy,
            .setVaultAccessPolicy, .setVaultNotifications, .uploadMultipartPart:
            .harmless
        }
    }
}
