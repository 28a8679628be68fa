import HTTPTypes

/// A signature with the hash of the canonical request it was made from.
struct PublishedVector: Sendable {
    let request: SignedRequest
    let timestamp: String
    let canonicalRequestHash: String
    /// Headers that the signer adds by itself.
    var sessionToken: String?
}

/// 1 and 2 are from the AWS documentation; the others were worked out independently.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/amazon-glacier-signing-requests.html
let publishedVectors = [
    PublishedVector(
        request: SignedRequest(
            name: "1: CreateVault",
            method: .put,
            target: "/-/vaults/examplevault",
            host: "glacier.us-east-1.amazonaws.com",
            headers: [("x-amz-date", "20120525T002453Z"), ("x-amz-glacier-version", "2012-06-01")],
            region: "us-east-1",
            day: "20120525",
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "3ce5b2f2fffac9262b4da9256f8d086b4aaf42eba5f111c21681a65a127b7c2a",
            payloadHash: emptyPayload
        ),
        timestamp: "20120525T002453Z",
        canonicalRequestHash: "5f1da1a2d0feb614dd03d71e87928b8e449ac87614479332aced3a701f916743"
    ),
    PublishedVector(
        request: SignedRequest(
            name: "2: UploadArchive",
            method: .post,
            target: "/-/vaults/examplevault/archives",
            host: "glacier.us-east-1.amazonaws.com",
            headers: [
                ("x-amz-content-sha256", "726e392cb4d09924dbad1cc0ba3b00c3643d03d14cb4b823e2f041cff612a628"),
                ("x-amz-date", "20120507T000000Z"), ("x-amz-glacier-version", "2012-06-01"),
            ],
            region: "us-east-1",
            day: "20120507",
            signedHeaders: "host;x-amz-content-sha256;x-amz-date;x-amz-glacier-version",
            signature: "b092397439375d59119072764a1e9a144677c43d9906fd98a5742c57a2855de6",
            payloadHash: "726e392cb4d09924dbad1cc0ba3b00c3643d03d14cb4b823e2f041cff612a628"
        ),
        timestamp: "20120507T000000Z",
        canonicalRequestHash: "f3df090abf5698dbe2230b41165a7b8991f9616ef67de13ac283577a02732819"
    ),
    PublishedVector(
        request: SignedRequest(
            name: "3: ListParts with a session token",
            method: .get,
            target: "/-/vaults/my.vault_1/multipart-uploads/UPLOADID-_1?marker=MzgxMjM0Mg%3D%3D&limit=2",
            host: "glacier.us-west-2.amazonaws.com",
            headers: [
                ("x-amz-date", "20260102T030405Z"), ("x-amz-glacier-version", "2012-06-01"),
                ("x-amz-security-token", "FwoGZXIvYXdzEXAMPLETOKEN=="),
            ],
            region: "us-west-2",
            signedHeaders: "host;x-amz-date;x-amz-glacier-version;x-amz-security-token",
            signature: "e7ae6878a58c6c894b96e61af1477e4241b901877c500dc4f061d3f101e3828c",
            payloadHash: emptyPayload
        ),
        timestamp: "20260102T030405Z",
        canonicalRequestHash: "4c65306514de3d0092a1c7b2276a0fce60377365a84a39b721c8758fc3c3938f",
        sessionToken: "FwoGZXIvYXdzEXAMPLETOKEN=="
    ),
    PublishedVector(
        request: SignedRequest(
            name: "4: InitiateMultipartUpload with two spaces in the description",
            method: .post,
            target: "/-/vaults/v/multipart-uploads",
            headers: [
                ("x-amz-archive-description", "two  spaces"), ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"), ("x-amz-part-size", "1048576"),
            ],
            region: "us-east-1",
            signedHeaders: "host;x-amz-archive-description;x-amz-date;x-amz-glacier-version;x-amz-part-size",
            signature: "2ac76998701059513d88fbd913a64f20b2a6d9fd832f67119556dc5a58201fd3",
            payloadHash: emptyPayload
        ),
        timestamp: "20260102T030405Z",
        canonicalRequestHash: "d9fa12a85af95d9ae87c4a0c39b8ac2ec451e71f70f80b5b170a3cabf006be21"
    ),
    PublishedVector(
        request: SignedRequest(
            name: "5: a path that is encoded twice",
            method: .get,
            target: "/-/vaults/bad%20name",
            headers: [("x-amz-date", "20260102T030405Z"), ("x-amz-glacier-version", "2012-06-01")],
            region: "us-east-1",
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "9c3d4308d0e52a8aea3f168a02ae114503c6ecec13a8b6e02b05233b9f9675ff",
            payloadHash: emptyPayload
        ),
        timestamp: "20260102T030405Z",
        canonicalRequestHash: "2a8e87397534d71e08667189bb2e2828c44fc0cc8ae9a60c7f7a2973eec56bac"
    ),
]

/// 6: DescribeVault, presigned for an hour; the parameters in an order of their own.
let presignedVector = SignedRequest(
    name: "6: presigned",
    method: .get,
    target: """
        /-/vaults/examplevault?X-Amz-Signature=e4be566c89bb63b97092cc882704f1ff818ba7fd8b878970ba96bab4cd87baa6\
        &X-Amz-SignedHeaders=host%3Bx-amz-glacier-version&X-Amz-Expires=3600&X-Amz-Date=20260102T030405Z\
        &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260102%2Fus-east-1%2Fglacier%2Faws4_request\
        &X-Amz-Algorithm=AWS4-HMAC-SHA256
        """,
    host: "glacier.us-east-1.amazonaws.com",
    headers: [("x-amz-glacier-version", "2012-06-01")],
    region: "us-east-1",
    payloadHash: emptyPayload
)
