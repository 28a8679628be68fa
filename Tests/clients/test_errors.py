"""Every row of the API's catalogue of error messages, as bytes on the wire."""

import datetime
import hashlib

import pytest

from firn_server import ACCESS_KEY, ACCOUNT, MIB, hashes, payload, quote, tree_hash

INVALID = "InvalidParameterValueException"
MISSING = "MissingParameterValueException"
ABSENT = "ResourceNotFoundException"
ARN = f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults"


@pytest.fixture
def upload(glacier, vault):
    return glacier.initiate_multipart_upload(vaultName=vault, partSize=str(MIB))["uploadId"]


def part(server, vault, upload, content_range, body=b"abc", **changes):
    headers = hashes(body) | {"Content-Range": content_range} | changes
    headers = {name: value for name, value in headers.items() if value is not None}
    return server.request("PUT", f"/-/vaults/{vault}/multipart-uploads/{upload}", headers, body).error


# Routes and versions

@pytest.mark.parametrize("method, path", [
    ("GET", "/"), ("GET", "/vaults"), ("GET", "//vaults"), ("GET", "/vaults/x/archives"), ("POST", "/-/vaults"),
    ("GET", "/-/vaults/v/archives"), ("GET", "/-/vaults/v/jobs/j/output/more"), ("HEAD", "/-/vaults"),
    ("OPTIONS", "/-/vaults"), ("PATCH", "/-/vaults/v"), ("GET", "/-/vaults/v/notification-policy"),
    ("PUT", "/-/vaults/v/lock-policy"), ("GET", "/-/priority-capacity"), ("GET", "/-/vaults/%zz"), ("GET", "/-/vaults/%ff"),
])
def test_what_cannot_be_routed_is_a_bad_request(server, method, path):
    answer = server.request(method, path)
    assert answer.status == 400
    if method != "HEAD":
        assert answer.error[1] == "BadRequest"


def test_the_version_is_asked_for_before_the_credentials(server):
    missing = (400, MISSING, "Required parameter missing: API version")
    assert server.request("GET", "/-/vaults", version=False).error == missing
    assert server.request("GET", "/-/vaults", signed=False).error == missing
    assert server.request("GET", "/-/vaults", {"x-amz-glacier-version": ""}, signed=False).error == missing
    status, code, _ = server.request("GET", "/-/vaults", {"x-amz-glacier-version": "2013-01-01"}, signed=False).error
    assert (status, code) == (400, INVALID)


# Signatures

def unsigned(server, **headers):
    return server.request("GET", "/-/vaults", {"x-amz-glacier-version": "2012-06-01", **headers}, signed=False).error


def test_a_request_without_credentials(server):
    assert unsigned(server) == (400, "MissingAuthenticationTokenException", "Missing Authentication Token")


@pytest.mark.parametrize("authorization", [
    "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a", "Basic eDp5", "AWS4-ECDSA-P256-SHA256 Credential=a/b/c/d/e",
    "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00", "",
    "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/glacier/aws4_request, SignedHeaders=host",
])
def test_credentials_that_cannot_be_read(server, authorization):
    status, code, _ = unsigned(server, Authorization=authorization, **{"x-amz-date": "20260101T000000Z"})
    assert (status, code) in [(400, "IncompleteSignatureException"), (400, "MissingAuthenticationTokenException")]


def test_an_unknown_key(server):
    error = server.request("GET", "/-/vaults", key="AKIAUNKNOWN000000000").error
    assert error == (400, "UnrecognizedClientException", "The security token included in the request is invalid.")


def test_a_session_token_that_belongs_to_no_key(server):
    error = server.request("GET", "/-/vaults", {"x-amz-security-token": "token"}).error
    assert error[:2] == (400, "UnrecognizedClientException")


def test_a_wrong_secret_is_told_what_should_have_been_signed(server):
    status, code, message = server.request("GET", "/-/vaults", secret="wrong" * 8).error
    assert (status, code) == (403, "InvalidSignatureException")
    assert message.startswith(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
        "and signing method. Consult the service documentation for details.\n\n"
        "The Canonical String for this request should have been\n'GET\n/-/vaults\n")
    assert "\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n" in message
    assert "firn/tests" not in message


def test_a_request_that_was_changed_after_signing(server):
    sent = server.signed("GET", "/-/vaults")
    for path, headers in [("/-/vaults/other", sent), ("/-/vaults?limit=1", sent), ("/-/vaults", sent | {"X-Amz-Date": "20260101T000000Z"})]:
        answer = server.request("GET", path, headers, signed=False)
        assert answer.error[:2] == (403, "InvalidSignatureException")


@pytest.mark.parametrize("minutes, word", [(-16, "Signature expired: "), (16, "Signature not yet current: ")])
def test_a_clock_that_is_off(server, minutes, word):
    now = datetime.datetime.now(datetime.timezone.utc)
    status, code, message = server.request("GET", "/-/vaults", date=now + datetime.timedelta(minutes=minutes)).error
    assert (status, code) == (403, "InvalidSignatureException")
    assert message.startswith(word) and "15 min." in message
    assert server.request("GET", "/-/vaults", date=now + datetime.timedelta(minutes=minutes / 2)).status == 200


def test_a_wrong_region_and_a_wrong_service(server):
    assert server.request("GET", "/-/vaults", region="eu-west-1").error == (
        403, "InvalidSignatureException", "Credential should be scoped to a valid region, not 'eu-west-1'.")
    assert server.request("GET", "/-/vaults", service="s3").error[:2] == (403, "InvalidSignatureException")


@pytest.mark.parametrize("claim", ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"])
def test_a_payload_that_is_not_signed(server, vault, claim):
    headers = {"x-amz-content-sha256": claim, "x-amz-sha256-tree-hash": tree_hash(b"x")}
    assert server.request("POST", f"/-/vaults/{vault}/archives", headers, b"x").error[:2] == (403, "InvalidSignatureException")


def test_a_document_that_is_not_the_signed_one(server, vault):
    headers = {"x-amz-content-sha256": hashlib.sha256(b"{}").hexdigest()}
    sent = server.signed("POST", f"/-/vaults/{vault}/jobs", headers, b"{}")
    answer = server.request("POST", f"/-/vaults/{vault}/jobs", sent, b"{ }", signed=False)
    assert answer.error == (
        403, "InvalidSignatureException",
        "The value passed in as x-amz-content-sha256 does not match the computed payload hash. Computed digest: "
        f"{hashlib.sha256(b'{ }').hexdigest()} expected hash: {hashlib.sha256(b'{}').hexdigest()}")
    sent = server.signed("POST", f"/-/vaults/{vault}/jobs", {}, b"{}")
    answer = server.request("POST", f"/-/vaults/{vault}/jobs", sent, b"{ }", signed=False)
    assert answer.error[:2] == (403, "InvalidSignatureException")


# Accounts

def test_accounts(server):
    assert server.request("GET", f"/{ACCOUNT}/vaults").status == 200
    for account in ("me", "1234-5678-9012", "12345678901", "1234567890123"):
        assert server.request("GET", f"/{account}/vaults").error == (
            403, "AccessDeniedException", f"Access denied for account ID: {account}")
    other = "999999999999"
    assert server.request("GET", f"/{other}/vaults").error == (
        403, "AccessDeniedException", f"Access denied for account ID: {other}")
    assert server.request("GET", f"/{other}/vaults/v").error == (
        403, "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:root is not authorized to perform: glacier:DescribeVault on resource: "
        f"arn:aws:glacier:us-east-1:{other}:vaults/v")


# Vaults

def test_vault_names(server):
    long = "a" * 256
    for name, shown in [("a%20b", "a b"), ("a%2Fb", "a/b"), (long, long), ("%00", "\0"), ("%C3%A4", "ä"), ("%2E%2E", "..")]:
        assert server.request("PUT", f"/-/vaults/{name}").error == (400, INVALID, f"Invalid vault name: {shown}")
        for method, suffix in [("GET", ""), ("DELETE", ""), ("GET", "/jobs"), ("GET", "/multipart-uploads")]:
            assert server.request(method, f"/-/vaults/{name}{suffix}").error == (
                404, ABSENT, f"Vault not found for ARN: {shown}")


VAULT_REQUESTS = [
    ("GET", "", {}, b""), ("GET", "/multipart-uploads", {}, b""), ("GET", "/multipart-uploads?limit=0", {}, b""),
    ("POST", "/multipart-uploads", {}, b""), ("GET", f"/multipart-uploads/{'u' * 92}", {}, b""),
    ("PUT", f"/multipart-uploads/{'u' * 92}", hashes(b"x"), b"x"), ("POST", f"/multipart-uploads/{'u' * 92}", {}, b""),
    ("DELETE", f"/multipart-uploads/{'u' * 92}", {}, b""), ("POST", "/archives", hashes(b"x"), b"x"),
    ("DELETE", f"/archives/{'a' * 138}", {}, b""), ("DELETE", "/archives/bad", {}, b""),
    ("POST", "/jobs", {}, b"not json"), ("GET", "/jobs", {}, b""), ("GET", f"/jobs/{'j' * 92}", {}, b""),
    ("GET", f"/jobs/{'j' * 92}/output", {}, b""),
]


@pytest.mark.parametrize("method, suffix, headers, body", VAULT_REQUESTS)
def test_a_vault_that_is_not_there_comes_before_wrong_parameters(server, method, suffix, headers, body):
    error = server.request(method, f"/-/vaults/absent{suffix}", headers, body).error
    assert error == (404, ABSENT, f"Vault not found for ARN: {ARN}/absent")


@pytest.mark.parametrize("path", ["/-/vaults", "/-/vaults/{v}/jobs", "/-/vaults/{v}/multipart-uploads", "/-/vaults/{v}/multipart-uploads/{u}"])
def test_limits_and_markers(server, vault, upload, path):
    path = path.format(v=vault, u=upload)
    for limit in ("0", "-1", "", "a", "1.5", "%2B1", "%201"):
        shown = limit.replace("%20", " ").replace("%2B", "+")
        assert server.request("GET", f"{path}?limit={limit}").error == (400, INVALID, f"Invalid limit: {shown}")
    assert server.request("GET", f"{path}?limit=99999999999999999999").status == 200
    for marker in ("x", "arn:aws:glacier:us-east-1:999999999999:vaults/v", "\0", "A" * 3000, "UA", "=", "ä"):
        assert server.request("GET", f"{path}?marker={quote(marker)}").error == (400, INVALID, f"Invalid marker: {marker}")
    assert server.request("GET", f"{path}?limit=1&limit=2").error[:2] == (400, INVALID)
    assert server.request("GET", f"{path}?unknown=1&unknown=2&limit=1").status == 200


def test_a_marker_of_another_listing_is_not_taken(server, glacier, vault, upload):
    for index in range(2):
        glacier.upload_multipart_part(vaultName=vault, uploadId=upload, range=f"bytes {index * MIB}-{index * MIB}/*", body=b"x")
    marker = glacier.list_parts(vaultName=vault, uploadId=upload, limit="1")["Marker"]
    for path in (f"/-/vaults/{vault}/jobs", f"/-/vaults/{vault}/multipart-uploads", "/-/vaults"):
        assert server.request("GET", f"{path}?marker={marker}").error == (400, INVALID, f"Invalid marker: {marker}")


# Uploads

@pytest.mark.parametrize("size", [None, "", "0", "1", "1048577", "3145728", "8589934592", "-1048576", "1e6", "0x100000", "99999999999999999999"])
def test_part_sizes(server, vault, size):
    headers = {} if size is None else {"x-amz-part-size": size}
    shown = "null" if size is None else size
    assert server.request("POST", f"/-/vaults/{vault}/multipart-uploads", headers).error == (
        400, INVALID,
        f"Invalid part size: {shown}. Part size must not be null, must be a power of two and be between 1048576 and "
        "4294967296 bytes.")


@pytest.mark.parametrize("description", ["x" * 1025, "tab\there", "caf\xe9"])
def test_descriptions(server, vault, description):
    headers = {"x-amz-archive-description": description, "x-amz-part-size": str(MIB)}
    try:
        error = server.request("POST", f"/-/vaults/{vault}/multipart-uploads", headers).error
    except UnicodeEncodeError:
        pytest.skip("this client cannot send it")
    assert error in [
        (400, INVALID, "Invalid x-amz-archive-description"),
        # What is not ASCII cannot be signed in one way only.
        (403, "InvalidSignatureException", error[2]),
    ]


def test_content_ranges(server, vault, upload):
    for text in ("bytes", "bytes 0-2", "bytes 2-0/*", "0-2/*", "bytes a-b/*", "bytes 0-2/x", "bytes -1-2/*", "bytes 0-99999999999999999999/*"):
        assert part(server, vault, upload, text) == (400, INVALID, f"Invalid Content-Range: {text}")
    assert part(server, vault, upload, "bytes 0-3/*") == (
        400, INVALID, "Content-Range: bytes 0-3/* is incompatible with Content-Length: 3")
    assert part(server, vault, upload, "bytes 1-3/*") == (
        400, INVALID, f"Content-Range: bytes 1-3/* is incompatible with part size: {MIB}")
    big = payload(MIB + 1)
    assert part(server, vault, upload, f"bytes 0-{MIB}/*", big) == (
        400, INVALID, f"Content-Range: bytes 0-{MIB}/* is incompatible with part size: {MIB}")
    first = 10_000 * MIB
    assert part(server, vault, upload, f"bytes {first}-{first + 2}/*") == (
        400, INVALID,
        "This is part number 10001 for the current multipart upload. It exceeds the limit of 10000 parts.")
    last = 9_999 * MIB
    headers = hashes(b"abc") | {"Content-Range": f"bytes {last}-{last + 2}/*"}
    assert server.request("PUT", f"/-/vaults/{vault}/multipart-uploads/{upload}", headers, b"abc").status == 204


def test_an_unknown_upload_comes_before_wrong_parameters(server, vault):
    for upload in ("u" * 92, "short", "%2e%2e", "..%2f..", "x" * 5000):
        shown = upload.replace("%2e%2e", "..").replace("%2f", "/")
        path = f"/-/vaults/{vault}/multipart-uploads/{upload}"
        for method, headers, body in [("PUT", {}, b""), ("PUT", hashes(b"x"), b"x"), ("POST", {}, b""), ("DELETE", {}, b""), ("GET", {}, b"")]:
            if method == "PUT" and not headers:
                continue
            error = server.request(method, path, headers, body).error
            assert error == (404, ABSENT, f"The upload ID was not found: {shown}")


@pytest.mark.parametrize("header", ["x-amz-sha256-tree-hash", "x-amz-content-sha256"])
def test_hashes_are_required(server, vault, upload, header):
    missing = (400, MISSING, f"Required parameter missing: {header}")
    headers = hashes(b"abc")
    del headers[header]
    assert server.request("POST", f"/-/vaults/{vault}/archives", headers, b"abc").error == missing
    assert part(server, vault, upload, "bytes 0-2/*", **{header: None}) == missing


def test_headers_of_parts_and_completions_are_required(server, vault, upload):
    assert server.request("PUT", f"/-/vaults/{vault}/multipart-uploads/{upload}", hashes(b"x"), b"x").error == (
        400, MISSING, "Required parameter missing: Content-Range")
    path = f"/-/vaults/{vault}/multipart-uploads/{upload}"
    assert server.request("POST", path, {"x-amz-sha256-tree-hash": tree_hash(b"")}).error == (
        400, MISSING, "Required parameter missing: x-amz-archive-size")
    assert server.request("POST", path, {"x-amz-archive-size": "1"}).error == (
        400, MISSING, "Required parameter missing: x-amz-sha256-tree-hash")


@pytest.mark.parametrize("value", ["xyz", "abc", "0" * 63, "g" * 64])
def test_a_tree_hash_that_is_not_hex(server, vault, upload, value):
    error = (400, INVALID, f"Invalid x-amz-sha256-tree-hash: {value}")
    headers = hashes(b"abc") | {"x-amz-sha256-tree-hash": value}
    assert server.request("POST", f"/-/vaults/{vault}/archives", headers, b"abc").error == error
    assert part(server, vault, upload, "bytes 0-2/*", **{"x-amz-sha256-tree-hash": value}) == error


@pytest.mark.parametrize("value", ["0" * 64, "0" * 32, "ab"])
def test_a_tree_hash_that_differs(server, vault, upload, value):
    error = (400, INVALID, f"Checksum mismatch: expected {value}, computed {tree_hash(b'abc')}")
    headers = hashes(b"abc") | {"x-amz-sha256-tree-hash": value}
    assert server.request("POST", f"/-/vaults/{vault}/archives", headers, b"abc").error == error
    assert part(server, vault, upload, "bytes 0-2/*", **{"x-amz-sha256-tree-hash": value}) == error


def test_the_content_hash_is_judged_before_the_tree_hash(server, vault, upload):
    wrong = {"x-amz-content-sha256": hashlib.sha256(b"other").hexdigest(), "x-amz-sha256-tree-hash": "0" * 64}
    error = (
        403, "InvalidSignatureException",
        "The value passed in as x-amz-content-sha256 does not match the computed payload hash. Computed digest: "
        f"{hashlib.sha256(b'abc').hexdigest()} expected hash: {hashlib.sha256(b'other').hexdigest()}")
    assert server.request("POST", f"/-/vaults/{vault}/archives", wrong, b"abc").error == error
    assert part(server, vault, upload, "bytes 0-2/*", **wrong) == error


def test_lengths_of_archives(server, vault):
    path = f"/-/vaults/{vault}/archives"
    assert server.request("POST", path, hashes(b"")).error == (400, INVALID, "Invalid Content-Length: 0")
    too_much = (4 << 30) + 1
    assert server.request("POST", path, hashes(b"x"), length=too_much).error == (
        400, INVALID, f"Invalid Content-Length: {too_much}")


# Jobs

@pytest.fixture(scope="module")
def stored(server):
    """The vault and id of an archive."""
    glacier = server.client()
    glacier.create_vault(vaultName="errors-jobs")
    return "errors-jobs", glacier.upload_archive(vaultName="errors-jobs", body=b"x")["archiveId"]


def initiate(server, stored, document):
    vault, archive = stored
    body = document.replace("ARCHIVE", archive).encode()
    return server.request("POST", f"/-/vaults/{vault}/jobs", {"Content-Type": "application/json"}, body)


RETRIEVAL = '"Type":"archive-retrieval","ArchiveId":"ARCHIVE"'


@pytest.mark.parametrize("document, error", [
    ("", (400, MISSING, "Required parameter missing: Job Parameters")),
    (" \n ", (400, MISSING, "Required parameter missing: Job Parameters")),
    ("{}", (400, MISSING, "Required parameter missing: type")),
    ('{"Type":null}', (400, MISSING, "Required parameter missing: type")),
    ('{"jobParameters":{%s}}' % RETRIEVAL, (400, MISSING, "Required parameter missing: type")),
    ('{"type":"archive-retrieval"}', (400, MISSING, "Required parameter missing: type")),
    ('{"Type":"archive-retrieval"}', (400, MISSING, None)),
    ('{"Type":"other"}', (400, INVALID, None)),
    ('{"Type":"select"}', (400, INVALID, None)),
    ('{%s,"Tier":"standard"}' % RETRIEVAL, (400, INVALID, None)),
    ('{%s,"Tier":""}' % RETRIEVAL, (400, INVALID, None)),
    ('{%s,"Description":"\\t"}' % RETRIEVAL, (400, INVALID, "Invalid job description")),
    ('{%s,"Description":"%s"}' % (RETRIEVAL, "x" * 1025), (400, INVALID, "Invalid job description")),
    ('{%s,"SNSTopic":"a\\u0000b"}' % RETRIEVAL, (400, INVALID, None)),
    ('{%s,"Description":5}' % RETRIEVAL, (400, "SerializationException", None)),
    ('{%s,"SNSTopic":[]}' % RETRIEVAL, (400, "SerializationException", None)),
    ("{", (400, "SerializationException", None)), ("[]", (400, "SerializationException", None)),
    ("nonsense", (400, "SerializationException", None)), ('{"Type":"a"} x', (400, "SerializationException", None)),
    ("[" * 100_000, (400, "SerializationException", None)), ('{"Type":"\\ud800"}', (400, "SerializationException", None)),
    ('{"Type":"archive-retrieval","ArchiveId":"short"}', (404, ABSENT, "The archive ID was not found: short")),
    ('{"Type":"archive-retrieval","ArchiveId":"%s"}' % ("A" * 138), (404, ABSENT, f"The archive ID was not found: {'A' * 138}")),
])
def test_wrong_jobs(server, stored, document, error):
    answer = initiate(server, stored, document).error
    assert answer[:2] == error[:2] and error[2] in (None, answer[2]), answer


@pytest.mark.parametrize("document", [
    "{%s}" % RETRIEVAL, "\ufeff{%s}" % RETRIEVAL, '{"Type":"nonsense",%s}' % RETRIEVAL, '{%s,"Unknown":{"a":[1,2]}}' % RETRIEVAL,
    '{%s,"Tier":null,"Description":null,"SNSTopic":null,"RetrievalByteRange":null}' % RETRIEVAL,
    ' { "SNSTopic" : "" , %s , "Format" : 7 } ' % RETRIEVAL,
])
def test_tolerated_jobs(server, stored, document):
    answer = initiate(server, stored, document)
    assert (answer.status, answer.body) == (202, b"{}"), answer.body


def test_documents_that_are_too_long(server, stored):
    error = initiate(server, stored, '{"Description":"%s"}' % ("x" * MIB)).error
    assert error[:2] == (400, INVALID)


def test_an_archive_of_another_vault(server, glacier, stored, vault):
    error = initiate(server, (vault, stored[1]), "{%s}" % RETRIEVAL).error
    assert error == (400, INVALID, f"Invalid vault name: {ARN}/{vault}")


def test_unknown_jobs_and_filters(server, vault, stored):
    for job in ("j" * 92, "short"):
        for suffix in ("", "/output"):
            assert server.request("GET", f"/-/vaults/{vault}/jobs/{job}{suffix}").error == (
                404, ABSENT, f"The job ID was not found: {job}")
    path = f"/-/vaults/{vault}/jobs"
    assert server.request("GET", f"{path}?statuscode=succeeded").error == (
        400, INVALID, "The job status code is not valid: succeeded")
    assert server.request("GET", f"{path}?completed=maybe").error[:2] == (400, INVALID)
    job = initiate(server, stored, "{%s}" % RETRIEVAL).headers["x-amz-job-id"]
    assert server.request("GET", f"{path}/{job}").error == (404, ABSENT, f"The job ID was not found: {job}")


def test_tags_say_whether_to_add_or_to_remove(server, vault):
    for query in ("", "?operation=", "?operation=other"):
        assert server.request("POST", f"/-/vaults/{vault}/tags{query}").error[:2] == (400, INVALID)


def test_every_response_has_an_id_of_its_own(server):
    ids = {server.request("GET", "/-/vaults").headers["x-amzn-requestid"] for _ in range(20)}
    assert len(ids) == 20 and all(len(i) == 47 for i in ids)
    assert server.request("GET", "/-/vaults").headers["date"].endswith(" GMT")


def test_presigned_requests(server):
    import botocore.auth
    import botocore.awsrequest
    import botocore.credentials
    from firn_server import SECRET_KEY
    host, port = server.host_and_port
    request = botocore.awsrequest.AWSRequest(
        method="GET", url=f"http://{host}:{port}/-/vaults", headers={"x-amz-glacier-version": "2012-06-01"})
    botocore.auth.SigV4QueryAuth(
        botocore.credentials.Credentials(ACCESS_KEY, SECRET_KEY), "glacier", "us-east-1", expires=60).add_auth(request)
    path = request.url.split(f":{port}", 1)[1]
    version = {"x-amz-glacier-version": "2012-06-01"}
    assert server.request("GET", path, version, signed=False).status == 200
    assert server.request("GET", path + "0", version, signed=False).error[:2] == (400, "IncompleteSignatureException")
    other = path[:-1] + ("0" if path[-1] != "0" else "1")
    assert server.request("GET", other, version, signed=False).error[:2] == (403, "InvalidSignatureException")
    both = version | {"Authorization": "AWS4-HMAC-SHA256 Credential=x"}
    assert server.request("GET", path, both, signed=False).error[:2] == (400, "IncompleteSignatureException")
