import HTTPTypes

// Made with botocore 1.43.11 (`SigV4Auth`, `SigV4QueryAuth`) for 2026-01-02T03:04:05Z, region eu-central-1, service
// glacier, host 127.0.0.1:8080, with the key of the AWS documentation.
extension SignedRequest {
    static let byBotocore: [SignedRequest] = [
        SignedRequest(
            name: "dot segments and doubled slashes",
            method: .get,
            target: "/-/vaults//x/./a/../b/",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "410defae55167b1abe9574d80de6086901d1d7b403b038a459069f13d500d7e7",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "every reserved character in a path segment",
            method: .get,
            target: """
                /-/vaults/%21%22%23%24%25%26%27%28%29%2A%2B%2C%3A%3B%3C%3D%3E%3F%40%5B%5D%5E%60%7B%7C%7D
                """,
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "6cb2e9ca3e868329731c162da3ccde37714d4516aa48cc26352c8cd471eae264",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "unescaped reserved characters in a path",
            method: .get,
            target: "/-/vaults/a!$&'()*+,;=:@~b",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "d6533c17413d817f21e44de9b6d320d35a790f2d942ef523b054d6704603c909",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "UTF-8 in a path",
            method: .get,
            target: "/-/vaults/z%C3%BCrich%E2%82%AC%F0%9F%93%A6",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "b821ed91544ad4cf3aa8d1d4f7e8dc418a2afae03cb8e5fab2018de7c4f47756",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "a query with spaces, a plus and unicode",
            method: .get,
            target: "/-/vaults?marker=a%20b%2Bc%3D%2F%C3%A9%E2%82%AC&limit=5",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "be01b42c26a4030d5b1f0ae9b34fa086d15966577859a0fa8539cff44b024ef5",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "repeated parameters and prefixes of names",
            method: .get,
            target: "/-/vaults?b=2&a-=1&a=z&a=B&a=&A=1&a.b=~_-.",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "5055ce96bc41169969da1ee157af491b50ca96d04c036a60ac369d4f240d2e03",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "names that need encoding",
            method: .get,
            target: "/-/vaults?x%20y=1&x=2&x%7B=3&%C3%A9=4",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "3a6d507150e48134db914eb1eefbd9738993cfd5c219c992e30b3bc79fd869f1",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "repeated headers",
            method: .post,
            target: "/-/vaults/v/archives",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("x-amz-meta", "one"),
                ("x-amz-other", "o"),
                ("X-Amz-Meta", " two  words "),
                ("x-amz-meta", ""),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version;x-amz-meta;x-amz-other",
            signature: "78430d8bb5a7b91fcb5b1ae2d70fe152afe5cddde3f486cadd3e4fbbd7c34771",
            payloadHash: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ),
        SignedRequest(
            name: "runs of spaces and tabs in values",
            method: .post,
            target: "/-/vaults/v/archives",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("x-amz-archive-description", "a   b \t c\t\td"),
                ("Content-Type", "application/json"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "content-type;host;x-amz-archive-description;x-amz-date;x-amz-glacier-version",
            signature: "35e5769782a90b439815982dad4598e821bdfea89128b26a50c601c441b862df",
            payloadHash: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ),
        SignedRequest(
            name: "a body, its hash sent, and many headers",
            method: .put,
            target: "/-/vaults/v/multipart-uploads/U",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("Content-Range", "bytes 0-2/*"),
                ("x-amz-content-sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                ("x-amz-sha256-tree-hash", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                ("Content-Length", "3"),
                ("User-Agent", "curl/8  x"),
                ("Accept-Encoding", "identity"),
                ("amz-sdk-invocation-id", "6a3c"),
                ("amz-sdk-request", "attempt=1"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: """
                accept-encoding;amz-sdk-invocation-id;amz-sdk-request;content-length;content-range;host;x-\
                amz-content-sha256;x-amz-date;x-amz-glacier-version;x-amz-sha256-tree-hash
                """,
            signature: "947d4cce22cdd1f3b05bb1eefd9bc0caf3df8ab2cb36bddfd6bae24e91dcd958",
            payloadHash: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ),
        SignedRequest(
            name: "a session token",
            method: .get,
            target: "/-/vaults?limit=10",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
                ("X-Amz-Security-Token", "FwoG+ZXIv/YXdz=="),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version;x-amz-security-token",
            signature: "13d42b7ce9e40c98e191304c9a63ed46faf3989cbf0c7a267c60c213f890d85d",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "a Date header in place of x-amz-date",
            method: .get,
            target: "/-/vaults/v",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("Date", "Fri, 02 Jan 2026 03:04:05 -0000"),
            ],
            signedHeaders: "date;host;x-amz-glacier-version",
            signature: "f87eb2918035bbfadf61339152fb68a25f995fcdf764e940c5dc3ac9e95cf563",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "an empty path",
            method: .get,
            target: "",
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("X-Amz-Date", "20260102T030405Z"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "667d4f6339e3a4439007cae44425a808d743e91ebf23186b8ade42672f638bde",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "presigned with a query of its own",
            method: .get,
            target: """
                /-/vaults?marker=a%20b%2Bc%2F%C3%A9&limit=5&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credent\
                ial=AKIAIOSFODNN7EXAMPLE%2F20260102%2Feu-central-1%2Fglacier%2Faws4_request&X-Amz-Date=202\
                60102T030405Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-amz-glacier-version&X-Amz-Sign\
                ature=316793dd82ef90fe21a85afcf33143a7341ead31d3b81bfef2efeed4f0396a63
                """,
            headers: [
                ("x-amz-glacier-version", "2012-06-01")
            ],
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "presigned with a session token",
            method: .get,
            target: """
                /-/vaults/v/jobs/J/output?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7E\
                XAMPLE%2F20260102%2Feu-central-1%2Fglacier%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Am\
                z-Expires=604800&X-Amz-SignedHeaders=host%3Brange%3Bx-amz-glacier-version&X-Amz-Security-T\
                oken=FwoG%2BZXIv%2FYXdz%3D%3D&X-Amz-Signature=451a8651e2682df5996880139a61312ac3f860d86803\
                09d38934c364c728ba10
                """,
            headers: [
                ("x-amz-glacier-version", "2012-06-01"),
                ("Range", "bytes=0-9"),
            ],
            payloadHash: emptyPayload
        ),
    ]
}
