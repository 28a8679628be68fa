import AccessControl
import GlacierAPI
import GlacierModel
import HTTPTypes
import SigV4
import TreeHash

/// The one place that turns what went wrong into statuses, codes and texts.
///
/// Clients match on the code; some match on the text.
extension APIError {
    init(_ error: any Error) {
        switch error {
        case let error as ServiceError: self.init(error)
        case let error as SignatureError: self.init(error)
        case AuthenticationError.unknownKey:
            self.init(.unrecognizedClient, "The security token included in the request is invalid.")
        case AuthenticationError.expiredToken:
            self.init(.expiredToken, "The security token included in the request is expired")
        case AuthenticationError.throttled: self.init(.throttling, "Rate exceeded")
        case let denial as AccessDenial: self.init(denial.error)
        case IncomingBodyError.timedOut: self.init(ServiceError.requestTimeout)
        case IncomingBodyError.malformed: self.init(.badRequest, "The request body is malformed.")
        case IncomingBodyError.connectionLost:
            self.init(.badRequest, "The connection was closed before the request was complete.")
        case is CancellationError: self.init(ServiceError.unavailable)
        default: self.init(.serviceUnavailable, "Internal error")
        }
    }

    private init(_ error: SignatureError) {
        switch error.code {
        case .missingAuthenticationToken: self.init(.missingAuthenticationToken, error.message)
        case .incompleteSignature: self.init(.incompleteSignature, error.message)
        case .invalidSignature: self.init(.invalidSignature, error.message)
        }
    }

    init(_ error: ServiceError) {
        switch error {
        case .badRequest(let message): self.init(.badRequest, message)
        case .missingParameter(let name): self.init(.missingParameterValue, "Required parameter missing: \(name)")
        case .malformedBody(let message): self.init(.serialization, message)
        case .accountDenied(let value): self.init(.accessDenied, "Access denied for account ID: \(value)")
        case .accessDenied(let principal, let action, let resource):
            self.init(
                .accessDenied,
                "User: \(principal) is not authorized to perform: \(action) on resource: \(resource)"
            )
        case .vaultLimitReached:
            self.init(.limitExceeded, "The limit of \(Limits.vaultsPerAccount) vaults has been reached.")
        case .tagLimitReached:
            self.init(
                .limitExceeded,
                "The quota for the number of tags that can be assigned to this resource has been reached."
            )
        case .capacityLimitReached:
            self.init(
                .limitExceeded,
                "The limit of \(Limits.capacityUnitsPerAccount) provisioned capacity units has been reached."
            )
        case .vaultLockInProgress(let vault):
            self.init(.accessDenied, "A vault lock is already in progress for: \(vault)")
        case .vaultLocked(let vault): self.init(.accessDenied, "The vault is locked: \(vault)")
        case .retrievalPolicyEnforced:
            self.init(.policyEnforced, "InitiateJob request denied by current data retrieval policy.")
        case .insufficientCapacity:
            self.init(
                .insufficientCapacity,
                "There is insufficient capacity to process this expedited request. Try again later."
            )
        case .contentHashMismatch(let expected, let actual):
            self.init(SignatureError.payloadMismatch(computed: actual.hex, declared: expected))
        case .requestTimeout: self.init(.requestTimeout, "The request body did not arrive in time.")
        case .unavailable:
            self.init(
                .serviceUnavailable,
                "The service is temporarily unavailable. Try again.",
                status: .serviceUnavailable
            )
        case .vaultNotFound, .archiveNotFound, .uploadNotFound, .jobNotFound, .noInventoryYet,
            .notificationConfigurationNotSet, .accessPolicyNotSet, .lockPolicyNotSet:
            self.init(.resourceNotFound, notFoundMessage(error))
        case .invalidParameter, .bodyTooLarge, .invalidVaultName, .vaultNotEmpty, .archiveInAnotherVault,
            .invalidArchiveDescription, .invalidPartSize, .invalidContentRange, .contentRangeAgainstLength,
            .contentRangeAgainstPartSize, .tooManyParts, .partsNotContiguous, .invalidArchiveSize,
            .invalidContentLength, .invalidTreeHash, .treeHashMismatch, .jobOutputUnavailable, .rangeBeyondOutput,
            .invalidJobStatus, .invalidJobDescription, .invalidAccessPolicy, .invalidLockPolicy, .invalidLockID,
            .invalidLimit, .invalidMarker:
            self.init(.invalidParameterValue, invalidValueMessage(error))
        }
    }
}

private func notFoundMessage(_ error: ServiceError) -> String {
    switch error {
    case .vaultNotFound(let arn): "Vault not found for ARN: \(arn)"
    case .archiveNotFound(let id): "The archive ID was not found: \(id)"
    case .uploadNotFound(let id): "The upload ID was not found: \(id)"
    case .jobNotFound(let id): "The job ID was not found: \(id)"
    case .noInventoryYet(let arn):
        "Inventory retrieval jobs for vault \(arn) cannot be initiated yet, as Amazon Glacier has not yet generated an "
            + "initial inventory for this vault."
    case .notificationConfigurationNotSet(let vault): "No notification configuration is set for vault: \(vault)"
    case .accessPolicyNotSet(let vault): "No vault access policy is set for: \(vault)"
    case .lockPolicyNotSet(let vault): "No vault lock policy is set for: \(vault)"
    default: "Not found"
    }
}

/// The texts of InvalidParameterValueException.
private func invalidValueMessage(_ error: ServiceError) -> String {
    switch error {
    case .invalidParameter(let message): message
    case .bodyTooLarge(let limit): "The request body is longer than \(limit) bytes."
    case .invalidVaultName(let name): "Invalid vault name: \(name)"
    case .vaultNotEmpty(let arn): "Vault not empty or recently written to: \(arn)"
    case .archiveInAnotherVault(let arn): "Invalid vault name: \(arn)"
    case .invalidArchiveDescription: "Invalid x-amz-archive-description"
    case .invalidPartSize(let value):
        "Invalid part size: \(value ?? "null"). Part size must not be null, must be a power of two and be between "
            + "\(Limits.partSize.lowerBound) and \(Limits.partSize.upperBound) bytes."
    case .invalidContentRange(let value): "Invalid Content-Range: \(value)"
    case .contentRangeAgainstLength(let range, let length):
        "Content-Range: \(range) is incompatible with Content-Length: \(length)"
    case .contentRangeAgainstPartSize(let range, let partSize):
        "Content-Range: \(range) is incompatible with part size: \(partSize)"
    case .tooManyParts(let number):
        "This is part number \(number) for the current multipart upload. It exceeds the limit of "
            + "\(Limits.partsPerUpload) parts."
    case .partsNotContiguous(let id): "The uploaded parts do not form a contiguous archive: \(id)"
    case .invalidArchiveSize(let value): "Invalid x-amz-archive-size: \(value)"
    case .invalidContentLength(let value): "Invalid Content-Length: \(value)"
    case .invalidTreeHash(let value): "Invalid x-amz-sha256-tree-hash: \(value)"
    case .treeHashMismatch(let expected, let actual):
        "Checksum mismatch: expected \(expected), computed \(actual.hex)"
    case .jobOutputUnavailable(let id): "The job is not currently available for download: \(id)"
    case .rangeBeyondOutput(let value): "The start of the range is larger than size of retrieved data: \(value)"
    case .invalidJobStatus(let value): "The job status code is not valid: \(value)"
    case .invalidJobDescription: "Invalid job description"
    case .invalidAccessPolicy(_): "The specified vault access policy is invalid. Provide a valid policy."
    case .invalidLockPolicy(_): "The specified vault lock policy is invalid. Provide a valid policy."
    case .invalidLockID(let value): "Invalid lock ID: \(value)"
    case .invalidLimit(let value): "Invalid limit: \(value)"
    case .invalidMarker(let value): "Invalid marker: \(value)"
    default: "Invalid parameter value"
    }
}
