public import TreeHash

/// What went wrong, as a fact of the domain. The one place that turns facts into statuses, codes and texts is the
/// HTTP layer's error mapping.
public enum ServiceError: Error, Hashable, Sendable {
    /// The request cannot be routed or parsed at all.
    case badRequest(String)
    /// A required header, parameter or body is absent; the name as the message shows it.
    case missingParameter(String)
    /// The value of the named parameter is wrong in a way that has no wording of its own.
    case invalidParameter(String)
    /// The body is not valid JSON of the expected shape.
    case malformedBody(String)
    /// The JSON body is longer than the limit.
    case bodyTooLarge(limit: Int)

    case accountDenied(String)
    case accessDenied(principal: String, action: String, resource: String)

    /// The vault's ARN, or the name as sent when it cannot be a vault's name.
    case vaultNotFound(String)
    case invalidVaultName(String)
    case vaultLimitReached
    case vaultNotEmpty(arn: String)

    case archiveNotFound(String)
    /// The archive is in another vault of the account; the ARN is that of the vault in the request.
    case archiveInAnotherVault(arn: String)
    case invalidArchiveDescription

    case uploadNotFound(String)
    /// The part size as sent, nil when none was.
    case invalidPartSize(String?)
    case invalidContentRange(String)
    case contentRangeAgainstLength(range: String, length: Int64)
    case contentRangeAgainstPartSize(range: String, partSize: Int64)
    /// The number of the part, counted from 1.
    case tooManyParts(number: Int64)
    case partsNotContiguous(uploadID: String)
    case invalidArchiveSize(String)

    case invalidContentLength(String)
    case invalidTreeHash(String)
    case treeHashMismatch(expected: String, actual: Digest)
    case contentHashMismatch(expected: String, actual: Digest)
    /// The body did not arrive in time.
    case requestTimeout

    /// The vault's ARN: it has no inventory yet.
    case noInventoryYet(arn: String)
    case jobNotFound(String)
    case jobOutputUnavailable(String)
    case rangeBeyondOutput(String)
    case invalidJobStatus(String)
    case invalidJobDescription

    case tagLimitReached
    /// The vault's name, here and in the facts that follow.
    case notificationConfigurationNotSet(vault: String)
    case accessPolicyNotSet(vault: String)
    case invalidAccessPolicy(reason: String)
    case lockPolicyNotSet(vault: String)
    case invalidLockPolicy(reason: String)
    /// The lock's id as sent.
    case invalidLockID(String)
    case vaultLockInProgress(vault: String)
    case vaultLocked(vault: String)

    /// The account's retrieval policy does not allow the job.
    case retrievalPolicyEnforced
    /// No provisioned capacity is free for an Expedited job.
    case insufficientCapacity
    case capacityLimitReached

    case invalidLimit(String)
    case invalidMarker(String)

    /// The server is stopping or overloaded; the request may be sent again.
    case unavailable
}
