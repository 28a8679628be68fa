"""What no well-meaning client sends: each is refused by name, nothing is stored, and the server lives on."""

import re
import socket

import pytest

from blob_folder import unpublished
from firn_server import MIB, hashes, payload, tree_hash, wait_for


def exchange(server, head, body=b"", finish=True):
    """Sends bytes as they are and returns all that comes back until the connection ends."""
    with socket.create_connection(server.host_and_port, timeout=30) as connection:
        try:
            connection.sendall(head + body)
            if finish:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return read_all(connection)


def read_all(connection):
    answer = b""
    try:
        while chunk := connection.recv(65536):
            answer += chunk
    except ConnectionResetError:
        pass
    return answer


def head(server, method, path, headers, length=None):
    sent = server.signed(method, path, headers)
    lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in sent.items())]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.fixture
def upload(glacier, vault):
    return glacier.initiate_multipart_upload(vaultName=vault, partSize=str(MIB))["uploadId"]


@pytest.fixture(autouse=True)
def nothing_is_stored_and_the_server_lives(server, glacier, vault, upload):
    yield
    assert glacier.list_parts(vaultName=vault, uploadId=upload)["Parts"] == []
    assert glacier.describe_vault(vaultName=vault)["NumberOfArchives"] == 0
    # The last connection's end may still be under way.
    wait_for(lambda: unpublished(server.folder) == [], "no unpublished file is left")


def part_headers(data, first=0):
    return hashes(data) | {"Content-Range": f"bytes {first}-{first + len(data) - 1}/*"}


def test_a_body_that_breaks_off(server, vault, upload):
    data = payload(MIB)
    path = f"/-/vaults/{vault}/multipart-uploads/{upload}"
    for sent in (0, 1, 1000, MIB - 1):
        exchange(server, head(server, "PUT", path, part_headers(data), len(data)), data[:sent])
        exchange(server, head(server, "POST", f"/-/vaults/{vault}/archives", hashes(data), len(data)), data[:sent])


def test_a_body_that_is_longer_than_announced(server, vault, upload):
    data = payload(1000)
    path = f"/-/vaults/{vault}/multipart-uploads/{upload}"
    # What follows the announced length is another request, and not a valid one.
    answer = exchange(server, head(server, "PUT", path, part_headers(data), 500), data)
    assert b"is incompatible with Content-Length: 500" in answer


def test_chunked_bodies_of_the_wrong_length(server, vault, upload):
    data = payload(1000)
    path = f"/-/vaults/{vault}/multipart-uploads/{upload}"
    for size in (999, 1001, 0):
        sent = payload(size) or b""
        headers = part_headers(data) | {"Transfer-Encoding": "chunked"}
        body = (b"%x\r\n%s\r\n" % (size, sent) if size else b"") + b"0\r\n\r\n"
        answer = exchange(server, head(server, "PUT", path, headers), body)
        assert f"is incompatible with Content-Length: {size}".encode() in answer
    empty = hashes(b"") | {"Transfer-Encoding": "chunked"}
    answer = exchange(server, head(server, "POST", f"/-/vaults/{vault}/archives", empty), b"0\r\n\r\n")
    assert b"Invalid Content-Length: 0" in answer


@pytest.mark.parametrize("framing", [b"zz\r\n", b"5\r\nabc", b"-5\r\nabcde\r\n0\r\n\r\n", b"ffffffffffffffffff\r\n"])
def test_broken_chunked_framing(server, vault, framing):
    headers = hashes(b"abcde") | {"Transfer-Encoding": "chunked"}
    answer = exchange(server, head(server, "POST", f"/-/vaults/{vault}/archives", headers), framing)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 "), answer


def test_an_upload_without_length(server, vault):
    answer = exchange(server, head(server, "POST", f"/-/vaults/{vault}/archives", hashes(b"")))
    assert b"Required parameter missing: Content-Length" in answer
    answer = exchange(server, head(server, "POST", f"/-/vaults/{vault}/archives", hashes(b""), "0"))
    assert b"Invalid Content-Length: 0" in answer


@pytest.mark.parametrize("line", [
    b"GET /-/vaults HTTP/1.1\r\n\r\n", b"GET /-/vaults HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GARBAGE\r\n\r\n",
    b"GET /-/vaults\x00 HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /-/vaults HTTP/3.0\r\nHost: a\r\n\r\n",
    b"GET /-/vaults HTTP/1.1\r\nHost: a\r\nx: a\x00b\r\n\r\n", b"GET /-/vaults HTTP/1.1\r\nHost: a\r\nbad name: x\r\n\r\n",
    b"PUT /-/vaults/v HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"PUT /-/vaults/v HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"PUT /-/vaults/v HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET /-/vaults HTTP/1.1\r\nHost: a\r\nx: " + b"x" * 1_000_000 + b"\r\n\r\n",
    b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /-/vaults HTTP/1.1\r\nHost: a\r\n" + b"a: b\r\n" * 100_000 + b"\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\r\n\r\n\r\n\r\n" * 100,
])
def test_heads_that_are_not_http(server, line):
    answer = exchange(server, line)
    assert answer == b"" or re.match(rb"HTTP/1\.1 400 ", answer), answer
    if answer:
        assert b'{"code":"BadRequest","message":"' in answer
        assert re.search(rb"x-amzn-requestid: [A-Za-z0-9_-]{47}\r\n", answer, re.I)


def test_early_refusal_without_reading_the_body(server, vault):
    huge = 4 << 30
    answer = exchange(
        server, head(server, "POST", "/-/vaults/absent/archives", hashes(b"x"), huge), payload(100_000), finish=False)
    assert answer.startswith(b"HTTP/1.1 404 "), answer


def test_expectation_is_answered_after_the_checks(server, vault):
    data = payload(1000)
    accepted = hashes(data) | {"Expect": "100-continue", "x-amz-sha256-tree-hash": "0" * 64}
    with socket.create_connection(server.host_and_port, timeout=30) as connection:
        connection.sendall(head(server, "POST", f"/-/vaults/{vault}/archives", accepted, len(data)))
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(data)
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")
    refused = hashes(data) | {"Expect": "100-continue"}
    with socket.create_connection(server.host_and_port, timeout=30) as connection:
        connection.sendall(head(server, "POST", "/-/vaults/absent/archives", refused, len(data)))
        assert connection.recv(65536).startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize("path", [
    "/-/vaults/../../etc", "/-/vaults/..", "/-/vaults/%2e%2e/archives", "/-/vaults/a%2f..%2f..%2fetc", "/-/vaults/%00",
    "/-/vaults/v/archives/..%2f..%2f..%2fetc%2fpasswd", "/-/vaults/v/jobs/%2e%2e%2f/output", "/-/vaults/a\\..\\b",
])
def test_tricks_with_paths(server, path):
    for method in ("GET", "PUT", "DELETE"):
        answer = server.request(method, path)
        assert answer.status in (400, 404) and answer.error


def test_wrong_signatures_of_uploads_cost_no_body(server, vault, upload):
    data = payload(1000)
    path = f"/-/vaults/{vault}/multipart-uploads/{upload}"
    for changes in ({"secret": "w" * 40}, {"key": "AKIAUNKNOWN000000000"}, {"region": "eu-west-1"}, {"service": "s3"}):
        sent = server.signed("PUT", path, part_headers(data), **changes)
        lines = [f"PUT {path} HTTP/1.1", *(f"{k}: {v}" for k, v in sent.items()), f"Content-Length: {4 << 30}"]
        answer = exchange(server, ("\r\n".join(lines) + "\r\n\r\n").encode(), data, finish=False)
        assert re.match(rb"HTTP/1\.1 (400|403) ", answer), answer


def test_a_slow_body_is_given_up(start):
    server = start("--body-timeout", "300ms")
    server.client().create_vault(vaultName="v")
    data = payload(1000)
    with socket.create_connection(server.host_and_port, timeout=30) as connection:
        connection.sendall(head(server, "POST", "/-/vaults/v/archives", hashes(data), len(data)) + data[:10])
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 408 "), answer
    assert b'"code":"RequestTimeoutException"' in answer
    assert server.client().describe_vault(vaultName="v")["NumberOfArchives"] == 0


def test_a_slow_head_is_given_up(start):
    server = start("--header-timeout", "300ms")
    with socket.create_connection(server.host_and_port, timeout=30) as connection:
        connection.sendall(b"GET /-/vaults HTTP/1.1\r\nHost: a\r\n")
        assert b" 200 " not in read_all(connection)
    server.client().list_vaults()


def test_secrets_do_not_reach_the_log(server):
    server.request("GET", "/-/vaults", {"x-amz-security-token": "a-very-secret-token"})
    log = server.output()
    assert "a-very-secret-token" not in log and "firn/tests/root+secret" not in log
    assert "Signature=" not in log
