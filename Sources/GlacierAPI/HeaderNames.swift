public import HTTPTypes

/// The header fields of the API.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-common-request-headers.html and
/// https://docs.aws.amazon.com/amazonglacier/latest/dev/api-common-response-headers.html
extension HTTPField.Name {
    /// The API version that a request is written for; required.
    public static let glacierVersion = known("x-amz-glacier-version")
    /// SHA-256 of the request's body in hex: what the signature binds. Required of uploads.
    public static let contentSHA256 = known("x-amz-content-sha256")
    /// Tree hash in hex, claimed by requests and computed in responses.
    public static let treeHash = known("x-amz-sha256-tree-hash")
    /// The caller's words for an archive; absent when there are none.
    public static let archiveDescription = known("x-amz-archive-description")
    /// The id of an archive that was just made.
    public static let archiveID = known("x-amz-archive-id")
    /// Decimal bytes of the whole archive, claimed when an upload is completed.
    public static let archiveSize = known("x-amz-archive-size")
    /// Decimal bytes of every part but the last, chosen when an upload is initiated.
    public static let partSize = known("x-amz-part-size")
    /// The id of a multipart upload that was just initiated.
    public static let uploadID = known("x-amz-multipart-upload-id")
    /// The id of a job that was just started.
    public static let jobID = known("x-amz-job-id")
    /// Where the results of a select job that was just started will lie.
    public static let jobOutputPath = known("x-amz-job-output-path")
    /// The id of a vault lock that was just initiated: shown nowhere else.
    public static let lockID = known("x-amz-lock-id")
    /// The id of a unit of provisioned capacity that was just bought.
    public static let capacityID = known("x-amz-capacity-id")
    /// The id that every response carries, errors included.
    public static let requestID = known("x-amzn-RequestId")

    /// A name that is a constant of the program. An invalid one would fail the first test that loads it.
    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("invalid header name \(name)") }
        return field
    }
}
