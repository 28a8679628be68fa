"""The Swift client against moto, a service that others wrote: every operation of Glacier that moto has.

moto departs from AWS here and there; each test names where, and what the client makes of it.
"""

import json
import re

import botocore.session
import pytest
from botocore import xform_name
from moto.glacier.responses import GlacierResponse
from moto.server import ThreadedMotoServer

from firn_server import tree_hash
from swift_client import SwiftClient

ACCOUNT = "123456789012"
VAULT_ARN = f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/v"
# Operation: the steps that perform it.
STEPS = {
    "create_vault": "createVault", "delete_archive": "deleteArchive", "delete_vault": "deleteVault",
    "describe_job": "describeJob", "describe_vault": "describeVault", "get_job_output": "output",
    "initiate_job": "retrieve", "list_jobs": "listJobs", "list_vaults": "listVaults",
    "upload_archive": "uploadArchive",
}


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def performed():
    return set()


@pytest.fixture
def swift(endpoint, tmp_path, performed):
    """A client that notes what it did; what moto keeps ends with the test."""
    with SwiftClient(endpoint, tmp_path) as client:
        def perform(do, **arguments):
            performed.add(do)
            return client(do, **arguments)

        perform.outcome = client.outcome
        yield perform
        for vault in client("listVaults")["VaultList"]:
            client("deleteVault", vault=vault["VaultName"])


def test_all_that_moto_has_is_performed_with_the_expected_results(swift, performed):
    known = {xform_name(name) for name in botocore.session.get_session().get_service_model("glacier").operation_names}
    assert {name for name in vars(GlacierResponse) if name in known} == set(STEPS), "moto has other operations now"

    # moto sends no Location for vaults and archives.
    assert swift("createVault", vault="v") == {}
    vault = swift("describeVault", vault="v")
    assert (vault["VaultName"], vault["VaultARN"]) == ("v", VAULT_ARN)
    assert (vault["NumberOfArchives"], vault["SizeInBytes"]) == (0, 0)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z", vault["CreationDate"])
    archive = swift("uploadArchive", vault="v", bytes="a picture", description="words")
    assert archive["checksum"] == tree_hash(b"a picture") and "location" not in archive
    # moto counts archives at once, AWS with the next inventory.
    assert swift("describeVault", vault="v")["NumberOfArchives"] == 1
    assert [vault["VaultName"] for vault in swift("listVaults")["VaultList"]] == ["v"]

    retrieval = swift("retrieve", vault="v", archive=archive["archiveId"], tier="Expedited")["jobId"]
    inventory = swift("inventory", vault="v", description="dropped")["jobId"]
    job = swift("describeJob", vault="v", job=retrieval)
    assert (job["Action"], job["StatusCode"], job["Completed"]) == ("ArchiveRetrieval", "InProgress", False)
    assert (job["ArchiveId"], job["Tier"], job["VaultARN"]) == (archive["archiveId"], "Expedited", VAULT_ARN)
    assert {job["JobId"] for job in swift("listJobs", vault="v")["JobList"]} == {retrieval, inventory}

    assert swift("waitForJob", vault="v", job=retrieval)["StatusCode"] == "Succeeded"
    # moto sends neither description nor tree hash with an output.
    assert swift("output", vault="v", job=retrieval) == {
        "body": "a picture", "contentType": "application/octet-stream"}
    ended = swift("waitForJob", vault="v", job=inventory)
    # moto drops the job's description.
    assert ended["Action"] == "InventoryRetrieval" and "JobDescription" not in ended
    output = swift("output", vault="v", job=inventory)
    assert output["contentType"] == "application/json"
    listed, = json.loads(output["body"])["ArchiveList"]
    assert (listed["ArchiveId"], listed["Size"], listed["SHA256TreeHash"], listed["ArchiveDescription"]) == (
        archive["archiveId"], 9, tree_hash(b"a picture"), "words")

    assert swift("deleteArchive", vault="v", archive=archive["archiveId"]) == {}
    assert swift("describeVault", vault="v")["NumberOfArchives"] == 0
    assert swift("deleteVault", vault="v") == {}
    assert swift("listVaults") == {"VaultList": []}
    assert set(STEPS.values()) <= performed


def test_errors_of_moto_are_read(swift):
    # AWS says 404 and ResourceNotFoundException.
    kind, error = swift.outcome("describeVault", vault="nowhere")
    assert (kind, error["Code"], error["Status"], error["Message"]) == ("error", "VaultNotFound", 400, "Vault not found")
    swift("createVault", vault="v")
    archive = swift("uploadArchive", vault="v", bytes="x")["archiveId"]
    job = swift("retrieve", vault="v", archive=archive)["jobId"]
    # AWS says 400 and InvalidParameterValueException; moto has no document, so the status stands for the code.
    kind, error = swift.outcome("output", vault="v", job=job)
    assert (kind, error["Code"], error["Status"]) == ("error", "404", 404)


def test_what_moto_does_not_have_is_an_error_and_not_an_answer(swift):
    swift("createVault", vault="v")
    for step in (
            {"do": "initiate", "partSize": 1 << 20}, {"do": "parts", "upload": "u"}, {"do": "uploads"},
            {"do": "abort", "upload": "u"}):
        kind, error = swift.outcome(**step, vault="v")
        assert kind == "error" and error["Status"] >= 400, (step, kind, error)
