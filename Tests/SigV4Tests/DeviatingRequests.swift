import HTTPTypes

// Requests as some clients sign them, worked out by hand with HMAC and SHA-256 from Python's standard library, for
// 2026-01-02T03:04:05Z, region eu-central-1, service glacier, host 127.0.0.1:8080, with the key of the AWS
// documentation.
extension SignedRequest {
    static let byDeviatingClients: [SignedRequest] = [
        SignedRequest(
            name: "inner spaces kept",
            method: .put,
            target: "/-/vaults/v",
            headers: [
                ("x-amz-archive-description", "two  inner\t spaces"),
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-archive-description;x-amz-date;x-amz-glacier-version",
            signature: "ce334497cb986dc9ff8bdd98343c4acf37a90be5ff4e3a00979f731027e2d173",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "the path not normalised",
            method: .get,
            target: "/-//vaults/./v/../w",
            headers: [
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "174a303536625f992022134cfb2ef707348178807b298c658f77470b7b9a8b2f",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "a POST signed with an empty query",
            method: .post,
            target: "/-/vaults/v/tags?operation=add",
            headers: [
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "3b5de502f7e59d368e2bdd5eb22ac4acb01e310c795c7bb004d22d503443518a",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "all three at once",
            method: .post,
            target: "/-/vaults//v/tags?operation=add",
            headers: [
                ("x-amz-archive-description", "two  inner\t spaces"),
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-archive-description;x-amz-date;x-amz-glacier-version",
            signature: "e17eb832fbc5bb80eb842490055b9c1ebdb3497bf9de19f7075ecf5599472a0e",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "a POST with a doubled slash removed and an empty query",
            method: .post,
            target: "/-/vaults//v/tags?operation=add",
            headers: [
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "3b5de502f7e59d368e2bdd5eb22ac4acb01e310c795c7bb004d22d503443518a",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "an absolute target",
            method: .get,
            target: "http://127.0.0.1:8080/-/vaults?limit=2",
            headers: [
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "5b39c2211ef740bb9cdb7388c1fec86cbbd1990f529806089503eb2fbcaca07d",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "an absolute target without path, in capitals",
            method: .get,
            target: "HTTPS://127.0.0.1:8080?limit=2",
            headers: [
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "0802f4946f98b77069c7902083760a5fcc09f6469fb16de833ef46e7e044338c",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "the basic form in Date",
            method: .get,
            target: "/-/vaults",
            headers: [
                ("Date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "date;host;x-amz-glacier-version",
            signature: "d08531e934d7f4f92aa63ff2d48f3ff923e8c50e02e05711bad8a5a9c0158042",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "an RFC 1123 date in Date",
            method: .get,
            target: "/-/vaults",
            headers: [
                ("Date", "Fri, 02 Jan 2026 03:04:05 GMT"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "date;host;x-amz-glacier-version",
            signature: "c3afe807d4e4241a2ac9dcc3f10a7e1439e28f439fe003cd8bdffbec2c10bd6c",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "x-amz-date beside another Date",
            method: .get,
            target: "/-/vaults",
            headers: [
                ("Date", "Fri, 02 Jan 2026 09:09:09 GMT"),
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "aa49ca79785e33f41a9fdbf627d36c387d86b40fab6276575e2475504c9729e3",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "a name without value, lower-case escapes and a bare percent sign",
            method: .get,
            target: "/-/vaults?b&a=%c3%a9%2f&c=50%&&d=+",
            headers: [
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "host;x-amz-date;x-amz-glacier-version",
            signature: "18846691e09cd6252cce76335b1d1a7178a4255ee9261122c7540c0cd217d3c9",
            payloadHash: emptyPayload
        ),
        SignedRequest(
            name: "a signed header that was not sent",
            method: .get,
            target: "/-/vaults",
            headers: [
                ("x-amz-date", "20260102T030405Z"),
                ("x-amz-glacier-version", "2012-06-01"),
            ],
            signedHeaders: "content-type;host;x-amz-date;x-amz-glacier-version",
            signature: "6fc2fa230db7ceaea555198e0a5356b63a46b72c9ff2f2bc08e18b37cb93071d",
            payloadHash: emptyPayload
        ),
    ]
}
