/// Every limit of the API that is a number.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/limits.html and the pages of the operations.
public enum Limits {
    /// Vaults of one account in one region.
    public static let vaultsPerAccount: Int64 = 1000

    /// Characters of a vault name.
    public static let vaultNameLength: ClosedRange<Int> = 1...255

    /// Bytes of an archive description or a job description.
    public static let descriptionBytes = 1024

    /// Bytes of an archive uploaded in a single request: 1 byte to 4 GiB.
    public static let singleUploadBytes: ClosedRange<Int64> = 1...(4 << 30)

    /// Bytes a caller may choose as an upload's part size: a power of two. Every part but the last has exactly
    /// that many.
    ///
    /// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-multipart-initiate-upload.html
    public static let partSize: ClosedRange<Int64> = (1 << 20)...(4 << 30)

    /// Parts of one multipart upload.
    public static let partsPerUpload: Int64 = 10_000

    /// Bytes of the largest archive: 10,000 parts of 4 GiB.
    public static let archiveBytes: Int64 = partsPerUpload * partSize.upperBound

    /// Tags of one vault, and entries of one request about them.
    public static let tagsPerVault = 50

    /// Characters of a tag's key.
    public static let tagKeyLength: ClosedRange<Int> = 1...128

    /// Characters of a tag's value.
    public static let tagValueCharacters = 256

    /// Bytes of a vault access policy or a vault lock policy.
    public static let policyBytes = 20_480

    /// Units of provisioned capacity that an account may have at once.
    public static let capacityUnitsPerAccount = 2

    /// Vaults on a page of ListVaults; a larger `limit` is clamped.
    public static let vaultsPerPage = 10

    /// Jobs, uploads or parts on a page; a larger `limit` is clamped.
    public static let itemsPerPage = 50

    /// Bytes of a JSON body.
    public static let jsonBodyBytes = 1 << 20

    /// Bytes that vault sizes count for each archive beside its own.
    public static let archiveOverheadBytes: Int64 = 32_768

    /// Bytes of plaintext in a leaf of the tree hash, in a sealed chunk and in a unit of reading: one thing.
    public static let chunkBytes: Int64 = 1 << 20
}
