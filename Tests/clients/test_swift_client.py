"""What `MultipartUpload.parts` promises, asked by the Swift client and by boto3: both get the same answers."""

import json
import random

import boto3.exceptions
import pytest

from firn_server import MIB, tree_hash
from swift_client import SwiftClient, boto_outcome
from test_access import Identities, allow, arn


class Both:
    """Two clients of one server, with the same permissions. Each question is asked by both."""

    def __init__(self, server, vault, swift, **keywords):
        self.swift = swift
        self.vault = vault
        self.resource = server.resource(**keywords)

    def upload(self, upload):
        return self.resource.MultipartUpload("-", self.vault, upload)

    def parts(self, upload, **arguments):
        """The answer to ListParts, which is the same document for both."""
        numbers = {name: int(value) if name == "limit" else value for name, value in arguments.items()}
        swift = self.swift.outcome("parts", vault=self.vault, upload=upload, **numbers)
        boto = boto_outcome(lambda: self.upload(upload).parts(**arguments))
        assert swift == boto
        return swift

    def listed(self, upload, **arguments):
        kind, document = self.parts(upload, **arguments)
        assert kind == "answer", document
        return document

    def refused(self, upload, **arguments):
        kind, document = self.parts(upload, **arguments)
        assert kind == "error", document
        return document["Status"], document["Code"]


@pytest.fixture
def both(server, vault, tmp_path):
    with SwiftClient(server.endpoint, tmp_path) as swift:
        yield Both(server, vault, swift)


def initiate(both, **arguments):
    return both.swift("initiate", vault=both.vault, partSize=MIB, **arguments)["uploadId"]


def byte(index):
    return chr(97 + index % 26)


def send(both, upload, indices):
    """Sends parts of one byte, by turns with either client."""
    for turn, index in enumerate(indices):
        if turn % 2 == 0:
            sent = both.swift("uploadPart", vault=both.vault, upload=upload, at=index * MIB, bytes=byte(index))
        else:
            sent = both.upload(upload).upload_part(
                range=f"bytes {index * MIB}-{index * MIB}/*", body=byte(index).encode())
        assert sent["checksum"] == tree_hash(byte(index).encode())


def expected(indices):
    return [
        {"RangeInBytes": f"{index * MIB}-{index * MIB}", "SHA256TreeHash": tree_hash(byte(index).encode())}
        for index in indices
    ]


def test_parts_can_be_listed_before_the_first_one_has_arrived(both):
    upload = initiate(both, description="words")
    page = both.listed(upload)
    assert page["Parts"] == [] and page["ArchiveDescription"] == "words" and page["PartSizeInBytes"] == MIB
    assert page["MultipartUploadId"] == upload and "Marker" not in page
    assert "ArchiveDescription" not in both.listed(initiate(both))


def test_parts_are_ordered_by_range_whatever_order_they_arrived_in(both):
    upload = initiate(both)
    arrived = []
    for index in (3, 0, 2, 1):
        send(both, upload, [index])
        arrived.append(index)
        assert both.listed(upload)["Parts"] == expected(sorted(arrived))


def test_pages_hold_fifty_parts_or_fewer_and_markers_lead_to_the_next(both):
    upload = initiate(both)
    send(both, upload, random.Random(1).sample(range(120), 120))
    first = both.listed(upload)
    assert first["Parts"] == expected(range(50))
    assert both.listed(upload, limit="1000")["Parts"] == expected(range(50))
    second = both.listed(upload, marker=first["Marker"])
    assert second["Parts"] == expected(range(50, 100))
    last = both.listed(upload, marker=second["Marker"])
    assert last["Parts"] == expected(range(100, 120)) and "Marker" not in last
    assert both.listed(upload, limit="7")["Parts"] == expected(range(7))
    assert both.listed(upload, marker=first["Marker"], limit="1")["Parts"] == expected([50])
    for size in (None, 1, 17, 50):
        found = both.swift("allParts", vault=both.vault, upload=upload, pageSize=size)
        paginator = both.resource.meta.client.get_paginator("list_parts")
        pages = paginator.paginate(vaultName=both.vault, uploadId=upload, PaginationConfig={"PageSize": size})
        assert found["Parts"] == [part for page in pages for part in page["Parts"]] == expected(range(120))


def test_a_last_page_that_is_full_has_no_marker(both):
    upload = initiate(both)
    send(both, upload, range(4))
    first = both.listed(upload, limit="2")
    second = both.listed(upload, limit="2", marker=first["Marker"])
    assert second["Parts"] == expected([2, 3]) and "Marker" not in second
    assert "Marker" not in both.listed(upload, limit="4")


def test_a_replaced_part_is_listed_as_it_is_now(both):
    upload = initiate(both)
    send(both, upload, [0, 1])
    both.swift("uploadPart", vault=both.vault, upload=upload, at=0, bytes="other")
    parts = both.listed(upload)["Parts"]
    assert parts == [{"RangeInBytes": "0-4", "SHA256TreeHash": tree_hash(b"other")}, *expected([1])]


@pytest.mark.parametrize("arguments", [
    {"limit": "0"}, {"limit": "-1"}, {"marker": "?"}, {"marker": "x" * 92}, {"marker": "0"}])
def test_a_wrong_marker_or_limit_is_refused(both, arguments):
    upload = initiate(both)
    send(both, upload, [0])
    assert both.refused(upload, **arguments) == (400, "InvalidParameterValueException")


def test_listing_fails_after_completion_after_abort_and_for_what_is_not_there(both):
    completed, aborted = initiate(both), initiate(both)
    send(both, completed, [0])
    checksum = tree_hash(byte(0).encode())
    done = both.swift("complete", vault=both.vault, upload=completed, size=1, checksum=checksum)
    again = both.upload(completed).complete(archiveSize="1", checksum=checksum)
    assert done == {name: again[name] for name in ("archiveId", "checksum", "location")}
    both.swift("abort", vault=both.vault, upload=aborted)
    for upload in (completed, aborted, "no-such-upload"):
        assert both.refused(upload) == (404, "ResourceNotFoundException")
    both.vault += "-other"
    assert both.refused(completed) == (404, "ResourceNotFoundException")


def test_uploads_and_what_is_known_of_them_are_the_same(both):
    for number in range(3):
        initiate(both, description=f"number {number}")
    listed = both.swift("uploads", vault=both.vault)["UploadsList"]
    uploads = list(both.resource.Vault("-", both.vault).multipart_uploads.all())
    assert [upload["MultipartUploadId"] for upload in listed] == [upload.id for upload in uploads]
    for mine, upload in zip(listed, uploads, strict=True):
        assert mine == {
            "ArchiveDescription": upload.archive_description, "CreationDate": upload.creation_date,
            "MultipartUploadId": upload.id, "PartSizeInBytes": upload.part_size_in_bytes,
            "VaultARN": upload.vault_arn}
        # boto3 knows them of listings alone; this client finds them out.
        with pytest.raises(boto3.exceptions.ResourceLoadException):
            print(both.upload(upload.id).archive_description)
        assert both.swift("attributes", vault=both.vault, upload=upload.id) == mine


def test_a_user_may_list_parts_only_once_a_policy_grants_it(server, both, vault, tmp_path):
    upload = initiate(both)
    send(both, upload, [0])
    identities = Identities(server)
    name = f"swift-{vault}"
    keys = identities.user(name)
    with SwiftClient(
            server.endpoint, tmp_path, keys["aws_access_key_id"], keys["aws_secret_access_key"]) as swift:
        user = Both(server, vault, swift, **keys)
        assert user.refused(upload) == (403, "AccessDeniedException")
        identities.allow(name, allow("glacier:ListParts", arn("elsewhere")))
        assert user.refused(upload) == (403, "AccessDeniedException")
        identities.allow(name, allow("glacier:ListParts", arn(vault)))
        assert user.listed(upload)["Parts"] == expected([0])
        kind, error = swift.outcome("uploadPart", vault=vault, upload=upload, at=0, bytes="x")
        assert (kind, error["Code"]) == ("error", "AccessDeniedException")
        identities.iam.delete_user_policy(UserName=name, PolicyName="only")
        assert user.refused(upload) == (403, "AccessDeniedException")
        policy = {"Version": "2012-10-17", "Statement": [
            allow("glacier:ListParts", arn(vault), Principal={"AWS": f"arn:aws:iam::123456789012:user/{name}"})]}
        server.client().set_vault_access_policy(vaultName=vault, policy={"Policy": json.dumps(policy)})
        assert user.listed(upload)["Parts"] == expected([0])


def test_a_key_that_is_unknown_or_signs_wrongly_is_refused_alike(server, both, vault, tmp_path):
    upload = initiate(both)
    for key, secret, code in (
            ("AKIANOSUCHKEY0000000", "x" * 40, "UnrecognizedClientException"),
            (None, "x" * 40, "InvalidSignatureException")):
        keys = {"aws_secret_access_key": secret} | ({"aws_access_key_id": key} if key else {})
        with SwiftClient(server.endpoint, tmp_path, **({"key": key} if key else {}), secret=secret) as swift:
            kind, mine = swift.outcome("parts", vault=vault, upload=upload)
            theirs = boto_outcome(lambda: server.resource(**keys).MultipartUpload("-", vault, upload).parts())
            # The message names the moment of the request, so it differs.
            assert (kind, mine["Code"], mine["Status"]) == ("error", code, theirs[1]["Status"])
            assert theirs[1]["Code"] == code
