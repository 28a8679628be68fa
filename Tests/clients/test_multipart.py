"""Multipart uploads and their parts, through boto3's resources: what `MultipartUpload.parts` promises."""

import concurrent.futures
import random
import re

import botocore.exceptions
import pytest

from firn_server import ACCOUNT, MIB, hashes, payload, tree_hash
from roundtrip import retrieve, upload_parts


def refused(code):
    return pytest.raises(botocore.exceptions.ClientError, match=code)


@pytest.fixture
def boto_vault(server, vault):
    return server.resource().Vault("-", vault)


def shuffled(seed):
    return lambda starts: random.Random(seed).sample(starts, len(starts))


def expected_parts(data, part_size):
    return [
        {"RangeInBytes": f"{at}-{min(at + part_size, len(data)) - 1}", "SHA256TreeHash": tree_hash(data[at:at + part_size])}
        for at in range(0, len(data), part_size)
    ]


def test_parts_out_of_order_and_in_parallel_become_the_archive(boto_vault, glacier, vault):
    data = payload(6 * MIB + 12345)
    upload = boto_vault.initiate_multipart_upload(archiveDescription="an archive", partSize=str(MIB))
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{91}", upload.id)
    upload_parts(upload, data, MIB, shuffled(1))
    listed = upload.parts()
    assert listed["Parts"] == expected_parts(data, MIB)
    assert listed["MultipartUploadId"] == upload.id
    assert listed["ArchiveDescription"] == "an archive"
    assert listed["PartSizeInBytes"] == MIB
    assert listed["VaultARN"] == f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{vault}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", listed["CreationDate"])
    assert listed.get("Marker") is None
    done = upload.complete(archiveSize=str(len(data)), checksum=tree_hash(data))
    assert done["checksum"] == tree_hash(data)
    output = retrieve(glacier, vault, done["archiveId"])
    assert output["body"].read() == data
    assert output["archiveDescription"] == "an archive"


def test_parts_are_paged_by_marker_to_the_end(boto_vault):
    data = payload(120 * 1024)
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    for start in shuffled(2)(list(range(0, 120 * MIB, MIB))):
        piece = data[start // MIB * 1024:][:1024]
        upload.upload_part(range=f"bytes {start}-{start + 1023}/*", body=piece)
    pages, marker = [], None
    while True:
        page = upload.parts(**({"marker": marker} if marker else {}), limit="7")
        assert len(page["Parts"]) <= 7
        if marker:
            assert page["Parts"][0]["RangeInBytes"].startswith(f"{len(pages) * 7 * MIB}-")
        pages.append(page["Parts"])
        marker = page.get("Marker")
        if marker is None:
            break
    assert [len(page) for page in pages] == [7] * 17 + [1]
    firsts = [int(part["RangeInBytes"].split("-")[0]) for page in pages for part in page]
    assert firsts == list(range(0, 120 * MIB, MIB))
    assert len(upload.parts()["Parts"]) == 50, "the default page holds fifty"
    assert len(upload.parts(limit="1000")["Parts"]) == 50, "larger limits are clamped"


def test_the_marker_is_null_when_the_last_page_is_full(server, boto_vault, vault):
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    empty = server.request("GET", f"/-/vaults/{vault}/multipart-uploads/{upload.id}")
    assert empty.json["Parts"] == [] and empty.json["Marker"] is None and empty.json["ArchiveDescription"] is None
    for index in range(4):
        upload.upload_part(range=f"bytes {index * MIB}-{index * MIB + 9}/*", body=payload(10, index))
    for limit in (2, 4):
        path = f"/-/vaults/{vault}/multipart-uploads/{upload.id}?limit={limit}"
        page = server.request("GET", path).json
        while page["Marker"] is not None:
            page = server.request("GET", f"{path}&marker={page['Marker']}").json
        assert len(page["Parts"]) == limit
    assert list(page) == [
        "ArchiveDescription", "CreationDate", "Marker", "MultipartUploadId", "PartSizeInBytes", "Parts", "VaultARN"]


def test_a_part_that_comes_later_is_listed_behind_the_marker_but_not_before_it(boto_vault):
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))

    def send(index):
        upload.upload_part(range=f"bytes {index * MIB}-{index * MIB}/*", body=b"x")

    for index in (2, 4, 6, 8):
        send(index)
    first = upload.parts(limit="2")
    send(1)
    send(7)
    rest = upload.parts(limit="50", marker=first["Marker"])
    assert [int(p["RangeInBytes"].split("-")[0]) // MIB for p in rest["Parts"]] == [6, 7, 8]


def test_listing_fails_after_completion_and_after_abort_and_for_another_vault(server, boto_vault, glacier, vault):
    completed = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    completed.upload_part(range="bytes 0-0/*", body=b"x")
    completed.complete(archiveSize="1", checksum=tree_hash(b"x"))
    with refused(f"ResourceNotFoundException.*The upload ID was not found: {completed.id}"):
        completed.parts()
    aborted = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    aborted.abort()
    with refused(f"ResourceNotFoundException.*The upload ID was not found: {aborted.id}"):
        aborted.parts()
    other = vault + "-other"
    glacier.create_vault(vaultName=other)
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    with refused(f"ResourceNotFoundException.*The upload ID was not found: {upload.id}"):
        server.resource().MultipartUpload("-", other, upload.id).parts()
    with refused("ResourceNotFoundException.*The upload ID was not found: foreign"):
        glacier.list_parts(vaultName=vault, uploadId="foreign")


def test_an_upload_that_ended_refuses_everything_but_its_repetition(boto_vault, glacier, vault):
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    upload.upload_part(range="bytes 0-2/*", body=b"abc")
    first = upload.complete(archiveSize="3", checksum=tree_hash(b"abc"))
    again = upload.complete(archiveSize="3", checksum=tree_hash(b"abc"))
    assert (again["archiveId"], again["location"]) == (first["archiveId"], first["location"])
    assert glacier.describe_vault(vaultName=vault)["NumberOfArchives"] == 1
    with refused("InvalidParameterValueException.*Invalid x-amz-archive-size: 4"):
        upload.complete(archiveSize="4", checksum=tree_hash(b"abc"))
    with refused("InvalidParameterValueException.*Invalid x-amz-sha256-tree-hash"):
        upload.complete(archiveSize="3", checksum=tree_hash(b"abd"))
    with refused("ResourceNotFoundException"):
        upload.upload_part(range="bytes 0-2/*", body=b"abc")
    with refused("ResourceNotFoundException"):
        upload.abort()
    glacier.delete_archive(vaultName=vault, archiveId=first["archiveId"])
    assert upload.complete(archiveSize="3", checksum=tree_hash(b"abc"))["archiveId"] == first["archiveId"]
    aborted = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    aborted.upload_part(range="bytes 0-2/*", body=b"abc")
    aborted.abort()
    aborted.abort()
    with refused("ResourceNotFoundException"):
        aborted.complete(archiveSize="3", checksum=tree_hash(b"abc"))
    with refused("ResourceNotFoundException"):
        aborted.upload_part(range="bytes 0-2/*", body=b"abc")


def test_a_part_can_be_replaced_and_a_short_one_repaired(boto_vault, glacier, vault):
    data = payload(2 * MIB, 7)
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    upload.upload_part(range=f"bytes 0-{MIB - 1}/*", body=payload(MIB, 8))
    upload.upload_part(range=f"bytes {MIB}-{2 * MIB - 1}/*", body=data[MIB:])
    upload.upload_part(range="bytes 0-4/*", body=b"short")
    with refused(f"The uploaded parts do not form a contiguous archive: {upload.id}"):
        upload.complete(archiveSize=str(len(data)), checksum=tree_hash(data))
    upload.upload_part(range=f"bytes 0-{MIB - 1}/*", body=data[:MIB])
    assert upload.parts()["Parts"] == expected_parts(data, MIB)
    done = upload.complete(archiveSize=str(len(data)), checksum=tree_hash(data))
    assert retrieve(glacier, vault, done["archiveId"])["body"].read() == data


def test_a_completion_that_fails_a_check_leaves_the_upload_as_it_was(boto_vault):
    data = payload(2 * MIB + 1)
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    with refused("do not form a contiguous archive"):
        upload.complete(archiveSize="1", checksum=tree_hash(b"x"))
    upload.upload_part(range=f"bytes {MIB}-{2 * MIB - 1}/*", body=data[MIB:2 * MIB])
    with refused("do not form a contiguous archive"):
        upload.complete(archiveSize=str(len(data)), checksum=tree_hash(data))
    upload.upload_part(range=f"bytes 0-{MIB - 1}/*", body=data[:MIB])
    upload.upload_part(range=f"bytes {2 * MIB}-{2 * MIB}/*", body=data[2 * MIB:])
    for size, checksum, message in [
        (len(data) - 1, tree_hash(data), "Invalid x-amz-archive-size"),
        (len(data), tree_hash(data[1:]), "Invalid x-amz-sha256-tree-hash"),
        ("0", tree_hash(data), "Invalid x-amz-archive-size: 0"),
        ("12a", tree_hash(data), "Invalid x-amz-archive-size: 12a"),
        (len(data), "xyz", "Invalid x-amz-sha256-tree-hash: xyz"),
    ]:
        with refused(f"InvalidParameterValueException.*{message}"):
            upload.complete(archiveSize=str(size), checksum=checksum)
    assert upload.parts()["Parts"] == expected_parts(data, MIB)
    upload.complete(archiveSize=str(len(data)), checksum=tree_hash(data))


def test_a_failed_part_leaves_the_earlier_one(server, boto_vault, vault):
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    upload.upload_part(range="bytes 0-2/*", body=b"abc")
    bad = hashes(b"xyz") | {"x-amz-sha256-tree-hash": tree_hash(b"abc"), "Content-Range": "bytes 0-2/*"}
    answer = server.request("PUT", f"/-/vaults/{vault}/multipart-uploads/{upload.id}", bad, b"xyz")
    assert answer.error == (
        400, "InvalidParameterValueException", f"Checksum mismatch: expected {tree_hash(b'abc')}, computed {tree_hash(b'xyz')}")
    assert upload.parts()["Parts"] == expected_parts(b"abc", MIB)


def test_two_completions_at_once_make_one_archive(boto_vault, glacier, vault):
    data = payload(5 * MIB)
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    upload_parts(upload, data, MIB)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(
            lambda _: upload.complete(archiveSize=str(len(data)), checksum=tree_hash(data))["archiveId"], range(8)))
    assert len(set(answers)) == 1
    assert glacier.describe_vault(vaultName=vault)["NumberOfArchives"] == 1


def test_uploads_are_listed_by_date_and_paged(server, boto_vault, glacier, vault):
    assert glacier.list_multipart_uploads(vaultName=vault)["UploadsList"] == []
    uploads = [boto_vault.initiate_multipart_upload(partSize=str(MIB), archiveDescription=f"n {n}") for n in range(7)]
    pages = glacier.get_paginator("list_multipart_uploads").paginate(
        vaultName=vault, PaginationConfig={"PageSize": 3})
    listed = [entry for page in pages for entry in page["UploadsList"]]
    assert {entry["MultipartUploadId"] for entry in listed} == {upload.id for upload in uploads}
    assert [entry["CreationDate"] for entry in listed] == sorted(entry["CreationDate"] for entry in listed)
    assert [u.id for u in boto_vault.multipart_uploads.all()] == [entry["MultipartUploadId"] for entry in listed]
    path = f"/-/vaults/{vault}/multipart-uploads"
    document = server.request("GET", f"{path}?limit=3").json
    assert list(document) == ["Marker", "UploadsList"]
    assert list(document["UploadsList"][0]) == [
        "ArchiveDescription", "CreationDate", "MultipartUploadId", "PartSizeInBytes", "VaultARN"]
    # An upload's own id is a marker too, and both kinds stay usable when that upload has ended.
    third = listed[3]["MultipartUploadId"]
    for marker in (document["Marker"], third):
        page = server.request("GET", f"{path}?limit=1&marker={marker}").json
        assert page["UploadsList"][0]["MultipartUploadId"] == third
    glacier.abort_multipart_upload(vaultName=vault, uploadId=third)
    for marker in (document["Marker"], third):
        page = server.request("GET", f"{path}?limit=1&marker={marker}").json
        assert page["UploadsList"][0]["MultipartUploadId"] == listed[4]["MultipartUploadId"]
    assert server.request("GET", f"{path}?limit=6").json["Marker"] is None


@pytest.mark.parametrize("part_size", [1 << power for power in range(20, 33)])
def test_every_part_size_is_accepted(boto_vault, part_size):
    upload = boto_vault.initiate_multipart_upload(partSize=str(part_size))
    assert upload.parts()["PartSizeInBytes"] == part_size
    upload.abort()


@pytest.mark.parametrize("content_range", ["bytes 0-2/*", "bytes=0-2/*", "bytes 0-2/3", "bytes 0-2/99"])
def test_the_forms_of_a_content_range(server, boto_vault, vault, content_range):
    upload = boto_vault.initiate_multipart_upload(partSize=str(MIB))
    headers = hashes(b"abc") | {"Content-Range": content_range}
    answer = server.request("PUT", f"/-/vaults/{vault}/multipart-uploads/{upload.id}", headers, b"abc")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["x-amz-sha256-tree-hash"] == tree_hash(b"abc")
    assert not {"content-type", "content-length", "transfer-encoding"} & set(answer.headers)


def test_deleting_a_vault_takes_its_uploads_along(glacier, vault):
    upload = glacier.initiate_multipart_upload(vaultName=vault, partSize=str(MIB))["uploadId"]
    glacier.delete_vault(vaultName=vault)
    with refused("Vault not found for ARN"):
        glacier.list_parts(vaultName=vault, uploadId=upload)
    glacier.create_vault(vaultName=vault)
    with refused("The upload ID was not found"):
        glacier.list_parts(vaultName=vault, uploadId=upload)
