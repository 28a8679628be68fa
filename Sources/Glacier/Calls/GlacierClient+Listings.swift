public import GlacierAPI
public import GlacierModel

/// The four listings over all their pages.
extension GlacierClient {
    /// All vaults of an account, by their names.
    ///
    /// - Parameters:
    ///   - account: whose; the caller's own unless another is named.
    ///   - pageSize: vaults asked for with each call, at most 10; nil for as many as the service gives.
    public func allVaults(of account: AccountScope = .own, pageSize: Int? = nil) -> Listing<DescribedVault> {
        Listing(listed: { try await listVaults(of: account, limit: pageSize, marker: $0) })
    }

    /// All jobs of a vault, those in progress and those that are not forgotten yet.
    ///
    /// - Parameters:
    ///   - vault: by its name where it is the caller's own.
    ///   - statusCode: jobs of this status alone.
    ///   - completed: jobs that have ended alone, or those alone that have not.
    ///   - pageSize: jobs asked for with each call, at most 50; nil for as many as the service gives.
    public func allJobs(
        in vault: VaultAddress,
        statusCode: JobStatusCode? = nil,
        completed: Bool? = nil,
        pageSize: Int? = nil
    ) -> Listing<DescribedJob> {
        Listing(listed: { marker in
            try await listJobs(
                in: vault,
                limit: pageSize,
                marker: marker,
                statusCode: statusCode,
                completed: completed
            )
        })
    }

    /// All uploads of a vault that are in progress.
    ///
    /// - Parameters:
    ///   - vault: by its name where it is the caller's own.
    ///   - pageSize: uploads asked for with each call, at most 50; nil for as many as the service gives.
    public func allMultipartUploads(in vault: VaultAddress, pageSize: Int? = nil) -> Listing<ListedUpload> {
        Listing(listed: { try await listMultipartUploads(in: vault, limit: pageSize, marker: $0) })
    }

    /// All parts of an upload that have arrived, by their ranges.
    ///
    /// - Parameters:
    ///   - uploadID: the upload, as InitiateMultipartUpload named it.
    ///   - vault: by its name where it is the caller's own.
    ///   - pageSize: parts asked for with each call, at most 50; nil for as many as the service gives.
    public func allParts(of uploadID: String, in vault: VaultAddress, pageSize: Int? = nil) -> Listing<ListedPart> {
        Listing { marker in
            let page = try await listParts(of: uploadID, in: vault, limit: pageSize, marker: marker)
            return (page.parts, page.marker)
        }
    }
}
