"""The delays of the production service, on a clock that the test moves."""

import json
import os
import stat

import botocore.exceptions
import pytest

from firn_server import ACCOUNT, MIB, payload, tree_hash, wait_for
from moved_clock import MovedClock
from notification_sinks import WebhookSink
from roundtrip import upload_parts

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:jobs"
EVENTS = ["ArchiveRetrievalCompleted", "InventoryRetrievalCompleted"]


def refused(code):
    return pytest.raises(botocore.exceptions.ClientError, match=code)


@pytest.fixture
def clock(tmp_path):
    return MovedClock(tmp_path)


@pytest.fixture
def faithful(start, clock, tmp_path):
    """A server with the production delays whose upkeep looks often, and a sink of its notifications."""
    with WebhookSink() as sink:
        path = tmp_path / "notifications.json"
        path.write_text(json.dumps({"destinations": [{"topic": TOPIC, "webhook": sink.url}]}))
        os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
        server = start(
            "--timing", "faithful", "--upkeep-interval", "50ms", "--notifications", str(path), *clock.flags,
            environment=clock.environment, wrapper=clock.wrapper)
        yield server, sink


def described(server, vault="v"):
    return server.request("GET", f"/-/vaults/{vault}").json


def test_the_smoke_test_of_the_production_profile(faithful, clock):
    server, _ = faithful
    glacier = server.client()
    glacier.create_vault(vaultName="photos")
    answer = glacier.upload_archive(vaultName="photos", body=b"a")
    assert len(answer["archiveId"]) == 138
    first = described(server, "photos")
    assert (first["NumberOfArchives"], first["SizeInBytes"], first["LastInventoryDate"]) == (0, 0, None)
    with refused("ResourceNotFoundException"):
        glacier.initiate_job(vaultName="photos", jobParameters={"Type": "inventory-retrieval"})
    with refused("Vault not empty or recently written to"):
        glacier.delete_vault(vaultName="photos")
    job = glacier.initiate_job(
        vaultName="photos", jobParameters={"Type": "archive-retrieval", "ArchiveId": answer["archiveId"]})["jobId"]
    assert len(job) == 92
    with refused("The job is not currently available for download"):
        glacier.get_job_output(vaultName="photos", jobId=job)
    clock.advance(hours=4)
    wait_for(lambda: glacier.describe_job(vaultName="photos", jobId=job)["Completed"], "the job has ended")
    output = glacier.get_job_output(vaultName="photos", jobId=job)
    assert output["body"].read() == b"a"
    assert output["checksum"] == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    clock.advance(hours=8)
    later = wait_for(lambda: (d := described(server, "photos"))["LastInventoryDate"] and d, "an inventory")
    assert (later["NumberOfArchives"], later["SizeInBytes"]) == (1, 32769)


def test_four_hours_pass_and_a_day_passes_and_jobs_come_and_go(faithful, clock):
    server, sink = faithful
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    glacier.set_vault_notifications(vaultName="v", vaultNotificationConfig={"SNSTopic": TOPIC, "Events": EVENTS})
    data = payload(3 * MIB + 7, "faithful")
    upload = server.resource().Vault("-", "v").initiate_multipart_upload(partSize=str(MIB))
    upload_parts(upload, data, MIB)
    archive = upload.complete(archiveSize=str(len(data)), checksum=tree_hash(data))["archiveId"]
    clock.advance(hours=12, minutes=1)
    first = wait_for(lambda: (d := described(server))["LastInventoryDate"] and d, "the first inventory")
    assert (first["NumberOfArchives"], first["SizeInBytes"]) == (1, len(data) + 32768)
    glacier.upload_archive(vaultName="v", body=b"after the inventory")

    def initiate(**parameters):
        return glacier.initiate_job(vaultName="v", jobParameters=parameters)["jobId"]

    retrievals = {
        tier: initiate(Type="archive-retrieval", ArchiveId=archive, Tier=tier)
        for tier in ("Expedited", "Standard", "Bulk")
    }
    inventory = initiate(Type="inventory-retrieval")

    def ended():
        jobs = glacier.list_jobs(vaultName="v", completed="true")["JobList"]
        return {job["JobId"] for job in jobs}

    assert ended() == set()
    clock.advance(minutes=3)
    wait_for(lambda: ended() == {retrievals["Expedited"]}, "the Expedited job has ended")
    clock.advance(hours=3, minutes=56)
    assert ended() == {retrievals["Expedited"]}
    # A restart in between loses nothing.
    clock.restart(server)
    glacier = server.client()
    clock.advance(minutes=1)
    wait_for(lambda: ended() >= {retrievals["Standard"], inventory}, "the Standard job and the inventory have ended")
    assert retrievals["Bulk"] not in ended()
    listed = json.loads(glacier.get_job_output(vaultName="v", jobId=inventory)["body"].read())
    assert [entry["ArchiveId"] for entry in listed["ArchiveList"]] == [archive], "as of the last inventory"
    assert listed["InventoryDate"] == first["LastInventoryDate"][:19] + "Z"
    clock.advance(hours=4)
    wait_for(lambda: retrievals["Bulk"] in ended(), "the Bulk job has ended")
    assert glacier.get_job_output(vaultName="v", jobId=retrievals["Bulk"])["body"].read() == data
    told = {json.loads(json.loads(body)["Message"])["JobId"] for _, _, body in sink.wait(4)}
    assert told == set(retrievals.values()) | {inventory}

    assert described(server)["NumberOfArchives"] == 1
    clock.advance(hours=16, minutes=1)
    wait_for(lambda: described(server)["NumberOfArchives"] == 2, "the next inventory")
    for job in (inventory, retrievals["Standard"], retrievals["Expedited"]):
        if job != retrievals["Expedited"]:
            assert glacier.describe_job(vaultName="v", jobId=job)["Completed"]
    clock.advance(hours=4)
    for job in (inventory, retrievals["Standard"], retrievals["Expedited"]):
        with refused("The job ID was not found"):
            glacier.describe_job(vaultName="v", jobId=job)
        with refused("The job ID was not found"):
            glacier.get_job_output(vaultName="v", jobId=job)
    clock.advance(hours=4)
    wait_for(lambda: glacier.list_jobs(vaultName="v")["JobList"] == [], "every job is over")


def test_a_vault_is_deleted_only_after_an_inventory_that_counted_nothing(faithful, clock):
    server, _ = faithful
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive = glacier.upload_archive(vaultName="v", body=b"x")["archiveId"]
    clock.advance(hours=12, minutes=1)
    wait_for(lambda: described(server)["NumberOfArchives"] == 1, "the first inventory")
    glacier.delete_archive(vaultName="v", archiveId=archive)
    with refused("Vault not empty or recently written to"):
        glacier.delete_vault(vaultName="v")
    assert described(server)["NumberOfArchives"] == 1
    clock.advance(hours=24)
    wait_for(lambda: described(server)["NumberOfArchives"] == 0, "the next inventory")
    job = glacier.initiate_job(vaultName="v", jobParameters={"Type": "inventory-retrieval"})["jobId"]
    clock.advance(hours=4)
    wait_for(lambda: glacier.describe_job(vaultName="v", jobId=job)["Completed"], "the job has ended")
    assert json.loads(glacier.get_job_output(vaultName="v", jobId=job)["body"].read())["ArchiveList"] == []
    glacier.delete_vault(vaultName="v")


def test_a_lock_in_progress_is_gone_after_a_day_and_capacity_after_a_month(faithful, clock):
    server, _ = faithful
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    policy = {"Policy": json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "glacier:DeleteArchive",
        "Resource": f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/v"}]})}
    lock = glacier.initiate_vault_lock(vaultName="v", policy=policy)["lockId"]
    glacier.purchase_provisioned_capacity()
    clock.advance(hours=23, minutes=59)
    assert glacier.get_vault_lock(vaultName="v")["State"] == "InProgress"
    clock.advance(minutes=1)
    with refused("No vault lock policy is set for: v"):
        glacier.get_vault_lock(vaultName="v")
    with refused("ResourceNotFoundException"):
        glacier.complete_vault_lock(vaultName="v", lockId=lock)
    assert len(glacier.list_provisioned_capacity()["ProvisionedCapacityList"]) == 1
    clock.advance(days=31)
    assert glacier.list_provisioned_capacity()["ProvisionedCapacityList"] == []
