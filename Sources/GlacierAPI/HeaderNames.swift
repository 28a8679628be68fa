public import HTTPTypes

/// The header fields of the API.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-common-request-headers.html and
/// https://docs.aws.amazon.com/amazonglacier/latest/dev/api-common-response-headers.html
extension HTTPField.Name {
    public static let glacierVersion = known("x-amz-glacier-version")
    public static let contentSHA256 = known("x-amz-content-sha256")
    public static let treeHash = known("x-amz-sha256-tree-hash")
    public static let archiveDescription = known("x-amz-archive-description")
    public static let archiveID = known("x-amz-archive-id")
    public static let archiveSize = known("x-amz-archive-size")
    public static let partSize = known("x-amz-part-size")
    public static let uploadID = known("x-amz-multipart-upload-id")
    public static let jobID = known("x-amz-job-id")
    public static let requestID = known("x-amzn-RequestId")

    /// A name that is a constant of the program. An invalid one would fail the first test that loads it.
    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("invalid header name \(name)") }
        return field
    }
}
