"""The data retrieval policy and provisioned capacity, as InitiateJob keeps to them."""

import botocore.exceptions
import pytest

MIB = 1 << 20
POLICY = "InitiateJob request denied by current data retrieval policy."


def job(glacier, archive, tier="Standard", **parameters):
    return glacier.initiate_job(
        vaultName="v",
        jobParameters={"Type": "archive-retrieval", "ArchiveId": archive, "Tier": tier, **parameters})["jobId"]


def policy(glacier, strategy, **rule):
    glacier.set_data_retrieval_policy(Policy={"Rules": [{"Strategy": strategy, **rule}]})


def refused(server, archive, tier="Standard"):
    body = b'{"Type":"archive-retrieval","ArchiveId":"%s","Tier":"%s"}' % (archive.encode(), tier.encode())
    return server.request("POST", "/-/vaults/v/jobs", body=body).error


@pytest.fixture
def waiting(start):
    """A server whose Standard jobs take an hour, a client, and an archive of 2 MiB."""
    server = start("--standard-delay", "1h", "--free-retrieval-bytes", str(5 * MIB))
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    return server, glacier, glacier.upload_archive(vaultName="v", body=b"x" * (2 * MIB))["archiveId"]


def test_bytes_per_hour_bounds_the_standard_retrievals_in_progress(waiting):
    server, glacier, archive = waiting
    policy(glacier, "BytesPerHour", BytesPerHour=MIB)
    first, _ = job(glacier, archive), job(glacier, archive)
    assert refused(server, archive) == (400, "PolicyEnforcedException", POLICY)
    with pytest.raises(glacier.exceptions.PolicyEnforcedException):
        job(glacier, archive, RetrievalByteRange=f"0-{MIB - 1}")
    assert len(glacier.list_jobs(vaultName="v")["JobList"]) == 2, "a refused job leaves no trace"
    assert glacier.describe_job(vaultName="v", jobId=first)["StatusCode"] == "InProgress"
    # Other tiers and inventories are not concerned.
    for tier in ("Expedited", "Bulk"):
        job(glacier, archive, tier)
    glacier.initiate_job(vaultName="v", jobParameters={"Type": "inventory-retrieval"})
    policy(glacier, "None")
    job(glacier, archive)


def test_the_free_tier_bounds_the_bytes_of_a_day(waiting):
    server, glacier, archive = waiting
    policy(glacier, "FreeTier")
    for _ in range(2):
        job(glacier, archive)
    assert refused(server, archive) == (400, "PolicyEnforcedException", POLICY)
    job(glacier, archive, RetrievalByteRange=f"0-{MIB - 1}")
    assert refused(server, archive)[1] == "PolicyEnforcedException"
    job(glacier, archive, "Bulk")
    server.restart()
    assert refused(server, archive)[1] == "PolicyEnforcedException"


def test_expedited_retrievals_may_need_provisioned_capacity(start):
    server = start("--expedited-capacity", "provisioned")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive = glacier.upload_archive(vaultName="v", body=b"x")["archiveId"]
    status, code, message = refused(server, archive, "Expedited")
    assert (status, code) == (503, "InsufficientCapacityException") and message
    with pytest.raises(botocore.exceptions.ClientError, match="InsufficientCapacityException"):
        job(glacier, archive, "Expedited")
    for tier in ("Standard", "Bulk"):
        job(glacier, archive, tier)
    for units in (1, 2):
        glacier.purchase_provisioned_capacity()
        for _ in range(3):
            job(glacier, archive, "Expedited")
        assert refused(server, archive, "Expedited")[:2] == (503, "InsufficientCapacityException"), units
