"""UploadArchive and DeleteArchive."""

import hashlib
import re
import socket

import botocore.exceptions
import pytest

from firn_server import ACCOUNT, MIB, hashes, payload, tree_hash
from roundtrip import retrieve


def refused(code):
    return pytest.raises(botocore.exceptions.ClientError, match=code)


@pytest.mark.parametrize("size", [1, 1024, MIB - 1, MIB, MIB + 1, 3 * MIB + 7])
def test_an_archive_comes_back_byte_for_byte(glacier, vault, size):
    data = payload(size)
    uploaded = glacier.upload_archive(vaultName=vault, archiveDescription="two  spaces ~!", body=data)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{137}", uploaded["archiveId"])
    assert uploaded["checksum"] == tree_hash(data)
    assert uploaded["location"] == f"/{ACCOUNT}/vaults/{vault}/archives/{uploaded['archiveId']}"
    output = retrieve(glacier, vault, uploaded["archiveId"])
    assert output["body"].read() == data
    assert output["archiveDescription"] == "two  spaces ~!"
    assert output["checksum"] == tree_hash(data)


def test_the_same_bytes_twice_are_two_archives(glacier, vault):
    first, second = (glacier.upload_archive(vaultName=vault, body=b"same") for _ in range(2))
    assert first["archiveId"] != second["archiveId"]


def test_a_body_in_chunks_without_length_is_accepted(server, glacier, vault):
    data = payload(MIB + 5)
    headers = {**hashes(data), "Transfer-Encoding": "chunked"}
    sent = server.signed("POST", f"/-/vaults/{vault}/archives", headers)
    with socket.create_connection(server.host_and_port) as connection:
        lines = [f"POST /-/vaults/{vault}/archives HTTP/1.1", *(f"{k}: {v}" for k, v in sent.items())]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        for at in range(0, len(data), 100_000):
            piece = data[at:at + 100_000]
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        connection.sendall(b"0\r\n\r\n")
        answer = connection.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 201"), answer
    archive = re.search(r"x-amz-archive-id: (\S+)", answer, re.I).group(1)
    assert retrieve(glacier, vault, archive)["body"].read() == data


@pytest.mark.parametrize("case", ["upper", "lower"])
def test_a_tree_hash_may_have_any_case(server, vault, case):
    headers = hashes(b"abc")
    headers["x-amz-sha256-tree-hash"] = getattr(headers["x-amz-sha256-tree-hash"], case)()
    answer = server.request("POST", f"/-/vaults/{vault}/archives", headers, b"abc")
    assert answer.status == 201
    assert answer.headers["x-amz-sha256-tree-hash"] == tree_hash(b"abc")


def test_deleting_an_archive_is_idempotent(glacier, vault):
    archive = glacier.upload_archive(vaultName=vault, body=b"x")["archiveId"]
    for _ in range(2):
        glacier.delete_archive(vaultName=vault, archiveId=archive)
    glacier.delete_archive(vaultName=vault, archiveId="A" * 138)
    with refused("ResourceNotFoundException.*The archive ID was not found: short"):
        glacier.delete_archive(vaultName=vault, archiveId="short")
    with refused("ResourceNotFoundException.*The archive ID was not found"):
        retrieve(glacier, vault, archive)


def test_an_archive_of_another_vault_is_not_deleted(glacier, vault):
    archive = glacier.upload_archive(vaultName=vault, body=b"x")["archiveId"]
    other = vault + "-other"
    glacier.create_vault(vaultName=other)
    with refused(f"Invalid vault name: arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{other}"):
        glacier.delete_archive(vaultName=other, archiveId=archive)
    assert retrieve(glacier, vault, archive)["body"].read() == b"x"


def test_a_refused_upload_leaves_no_trace(server, glacier, vault):
    headers = hashes(b"abc") | {"x-amz-sha256-tree-hash": "0" * 64}
    assert server.request("POST", f"/-/vaults/{vault}/archives", headers, b"abc").status == 400
    wrong = hashes(b"abc") | {"x-amz-content-sha256": hashlib.sha256(b"abd").hexdigest()}
    assert server.request("POST", f"/-/vaults/{vault}/archives", wrong, b"abc").status == 403
    assert glacier.describe_vault(vaultName=vault)["NumberOfArchives"] == 0
    glacier.delete_vault(vaultName=vault)
