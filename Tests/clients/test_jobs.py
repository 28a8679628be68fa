"""InitiateJob, DescribeJob, ListJobs and GetJobOutput for archive retrievals."""

import json
import re

import botocore.exceptions
import pytest

from firn_server import ACCOUNT, MIB, payload, tree_hash, wait_for
from roundtrip import retrieve, upload_parts

SIZE = 6 * MIB + MIB // 2
KEYS = [
    "Action", "ArchiveId", "ArchiveSHA256TreeHash", "ArchiveSizeInBytes", "Completed", "CompletionDate", "CreationDate",
    "InventoryRetrievalParameters", "InventorySizeInBytes", "JobDescription", "JobId", "RetrievalByteRange",
    "SHA256TreeHash", "SNSTopic", "StatusCode", "StatusMessage", "Tier", "VaultARN",
]


def refused(code):
    return pytest.raises(botocore.exceptions.ClientError, match=code)


@pytest.fixture(scope="module")
def data():
    return payload(SIZE, "jobs")


@pytest.fixture(scope="module", params=["single", "multipart"])
def archive(request, server, data):
    """The vault and the id of an archive of 6.5 MiB, made either way."""
    name = f"jobs-{request.param}"
    server.client().create_vault(vaultName=name)
    if request.param == "single":
        return name, server.client().upload_archive(vaultName=name, body=data)["archiveId"]
    upload = server.resource().Vault("-", name).initiate_multipart_upload(partSize=str(2 * MIB))
    upload_parts(upload, data, 2 * MIB)
    return name, upload.complete(archiveSize=str(SIZE), checksum=tree_hash(data))["archiveId"]


def test_a_job_describes_itself_with_all_its_keys(server, glacier, archive, data):
    vault, archive_id = archive
    job = glacier.initiate_job(
        vaultName=vault,
        jobParameters={
            "Type": "archive-retrieval", "ArchiveId": archive_id, "Description": " as sent ", "Tier": "Bulk",
            "SNSTopic": "arn:aws:sns:us-east-1:1:t", "RetrievalByteRange": f"{2 * MIB}-{4 * MIB - 1}",
        })
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{91}", job["jobId"])
    assert job["location"] == f"/{ACCOUNT}/vaults/{vault}/jobs/{job['jobId']}"
    answer = server.request("GET", f"/-/vaults/{vault}/jobs/{job['jobId']}")
    document = answer.json
    assert list(document) == KEYS
    assert answer.body == json.dumps(document, separators=(",", ":")).encode()
    assert document["CompletionDate"] == document["CreationDate"]
    del document["CompletionDate"], document["CreationDate"]
    assert document == {
        "Action": "ArchiveRetrieval", "ArchiveId": archive_id, "ArchiveSHA256TreeHash": tree_hash(data),
        "ArchiveSizeInBytes": SIZE, "Completed": True, "InventoryRetrievalParameters": None,
        "InventorySizeInBytes": None, "JobDescription": " as sent ", "JobId": job["jobId"],
        "RetrievalByteRange": "2097152-4194303", "SHA256TreeHash": tree_hash(data[2 * MIB:4 * MIB]),
        "SNSTopic": "arn:aws:sns:us-east-1:1:t", "StatusCode": "Succeeded", "StatusMessage": "Succeeded",
        "Tier": "Bulk", "VaultARN": f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{vault}",
    }


# The table of the documentation of GetJobOutput: job's range, request's range, whether the hash is sent.
ALIGNMENTS = [
    (None, None, (0, SIZE), True),
    (None, "bytes=0-1048575", (0, MIB), True),
    (None, "bytes=0-1023", (0, 1024), False),
    (None, "bytes=4194304-6815743", (4 * MIB, SIZE), True),
    (None, "bytes=4194304-9999999", (4 * MIB, SIZE), True),
    (None, "bytes=2097152-6815743", (2 * MIB, SIZE), False),
    (None, "bytes=0-6815743", (0, SIZE), True),
    (None, "bytes=1048576-", (MIB, SIZE), False),
    (None, "bytes=6291456-", (6 * MIB, SIZE), True),
    (None, "bytes=-524288", (6 * MIB, SIZE), True),
    (None, "bytes=-7", (SIZE - 7, SIZE), False),
    (None, "bytes=-99999999", (0, SIZE), True),
    ("2097152-4194303", None, (2 * MIB, 4 * MIB), True),
    ("2097152-4194303", "bytes=1048576-2097151", (3 * MIB, 4 * MIB), True),
    ("1048576-3145727", None, (MIB, 3 * MIB), False),
    ("1048576-3145727", "bytes=0-1048575", (MIB, 2 * MIB), False),
    ("4194304-6815743", "bytes=2097152-2621439", (6 * MIB, SIZE), True),
]


@pytest.mark.parametrize("job_range, byte_range, span, hashed", ALIGNMENTS)
def test_the_output_and_its_hash(glacier, archive, data, job_range, byte_range, span, hashed):
    vault, archive_id = archive
    parameters = {"RetrievalByteRange": job_range} if job_range else {}
    output = retrieve(glacier, vault, archive_id, byte_range, **parameters)
    wanted = data[span[0]:span[1]]
    assert output["body"].read() == wanted
    headers = output["ResponseMetadata"]["HTTPHeaders"]
    assert output["status"] == (206 if byte_range else 200)
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-length"] == str(len(wanted))
    assert headers["accept-ranges"] == "bytes"
    assert headers.get("x-amz-sha256-tree-hash") == (tree_hash(wanted) if hashed else None)
    base = int(job_range.split("-")[0]) if job_range else 0
    total = int(job_range.split("-")[1]) + 1 - base if job_range else SIZE
    expected = f"bytes {span[0] - base}-{span[1] - 1 - base}/{total}" if byte_range else None
    assert headers.get("content-range") == expected


@pytest.mark.parametrize(
    "header", ["bytes 0-1/2", "items=0-1", "bytes=5-2", "bytes=0-1,4-5", "bytes=-0", "bytes=", "bytes=a-b", "0-1"])
def test_a_range_that_is_not_understood_is_ignored(server, glacier, archive, data, header):
    vault, archive_id = archive
    job = glacier.initiate_job(
        vaultName=vault, jobParameters={"Type": "archive-retrieval", "ArchiveId": archive_id})["jobId"]
    answer = server.request("GET", f"/-/vaults/{vault}/jobs/{job}/output", {"Range": header})
    assert (answer.status, answer.body == data) == (200, True)


def test_a_range_that_starts_beyond_the_end_is_refused(glacier, archive):
    vault, archive_id = archive
    with refused("The start of the range is larger than size of retrieved data: bytes=6815744-6815745"):
        retrieve(glacier, vault, archive_id, f"bytes={SIZE}-{SIZE + 1}")


@pytest.mark.parametrize(
    "byte_range", ["1-1048575", "0-1048574", f"0-{SIZE}", "1048576-1048575", "a-b", "0-", "-5", "0-1-2", f"{SIZE}-{SIZE}"])
def test_a_retrieval_range_must_be_megabyte_aligned_and_within(glacier, archive, byte_range):
    vault, archive_id = archive
    with refused("InvalidParameterValueException"):
        retrieve(glacier, vault, archive_id, RetrievalByteRange=byte_range)


def test_jobs_are_listed_newest_first_with_filters_and_pages(server, glacier, vault):
    archive_id = glacier.upload_archive(vaultName=vault, body=b"x")["archiveId"]
    assert glacier.list_jobs(vaultName=vault)["JobList"] == []
    ids = [
        glacier.initiate_job(
            vaultName=vault, jobParameters={"Type": "archive-retrieval", "ArchiveId": archive_id})["jobId"]
        for _ in range(5)
    ]
    listed = glacier.list_jobs(vaultName=vault)["JobList"]
    assert {job["JobId"] for job in listed} == set(ids)
    dates = [job["CreationDate"] for job in listed]
    assert dates == sorted(dates, reverse=True)
    order = [job["JobId"] for job in listed]
    pages = glacier.get_paginator("list_jobs").paginate(vaultName=vault, PaginationConfig={"PageSize": 2})
    assert [job["JobId"] for page in pages for job in page["JobList"]] == order
    path = f"/-/vaults/{vault}/jobs"
    page = server.request("GET", f"{path}?limit=2").json
    assert list(page) == ["JobList", "Marker"]
    for marker in (page["Marker"], order[2]):
        assert server.request("GET", f"{path}?limit=1&marker={marker}").json["JobList"][0]["JobId"] == order[2]
    for query, count in [
        ("completed=true", 5), ("completed=TRUE", 5), ("completed=false", 0), ("statuscode=Succeeded", 5),
        ("statuscode=Failed", 0), ("statuscode=InProgress", 0), ("completed=false&statuscode=Succeeded", 0),
        ("completed=true&statuscode=Succeeded", 5),
    ]:
        assert len(server.request("GET", f"{path}?{query}").json["JobList"]) == count, query
    boto_vault = server.resource().Vault("-", vault)
    assert len(list(boto_vault.completed_jobs.all())) == 5
    assert len(list(boto_vault.succeeded_jobs.all())) == 5
    assert list(boto_vault.jobs_in_progress.all()) == [] and list(boto_vault.failed_jobs.all()) == []


def test_a_delayed_job_is_in_progress_until_its_time(start):
    server = start("--standard-delay", "1h", "--expedited-delay", "300ms")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive_id = glacier.upload_archive(vaultName="v", body=b"abc")["archiveId"]

    def initiate(tier):
        return glacier.initiate_job(
            vaultName="v", jobParameters={"Type": "archive-retrieval", "ArchiveId": archive_id, "Tier": tier})["jobId"]

    waiting, soon = initiate("Standard"), initiate("Expedited")
    document = server.request("GET", f"/-/vaults/v/jobs/{waiting}").json
    assert list(document) == KEYS
    assert (document["Completed"], document["CompletionDate"], document["StatusCode"], document["StatusMessage"]) == (
        False, None, "InProgress", None)
    assert document["SHA256TreeHash"] == tree_hash(b"abc")
    with refused(f"The job is not currently available for download: {waiting}"):
        glacier.get_job_output(vaultName="v", jobId=waiting)
    job = wait_for(
        lambda: (j := glacier.describe_job(vaultName="v", jobId=soon))["Completed"] and j, "the job has ended")
    assert job["CompletionDate"] > job["CreationDate"]
    assert glacier.get_job_output(vaultName="v", jobId=soon)["body"].read() == b"abc"
    # Jobs survive a crash: the one that waits still waits, the other is still done.
    server.restart()
    glacier = server.client()
    assert glacier.describe_job(vaultName="v", jobId=waiting)["StatusCode"] == "InProgress"
    assert glacier.get_job_output(vaultName="v", jobId=soon)["body"].read() == b"abc"


def test_deleting_an_archive_fails_its_waiting_jobs_and_spares_the_completed(start):
    server = start("--standard-delay", "500ms", "--upkeep-interval", "50ms", "--reclaim-delay", "0")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive_id = glacier.upload_archive(vaultName="v", body=b"abc")["archiveId"]

    def initiate(tier):
        return glacier.initiate_job(
            vaultName="v", jobParameters={"Type": "archive-retrieval", "ArchiveId": archive_id, "Tier": tier})["jobId"]

    done, waiting = initiate("Bulk"), initiate("Standard")
    glacier.delete_archive(vaultName="v", archiveId=archive_id)
    job = wait_for(
        lambda: (j := glacier.describe_job(vaultName="v", jobId=waiting))["Completed"] and j, "the job has ended")
    assert (job["StatusCode"], job["StatusMessage"]) == ("Failed", "Failed")
    with refused("The job is not currently available for download"):
        glacier.get_job_output(vaultName="v", jobId=waiting)
    assert glacier.get_job_output(vaultName="v", jobId=done)["body"].read() == b"abc"


def test_a_completed_job_is_over_after_its_lifetime(start):
    server = start("--job-lifetime", "300ms")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive_id = glacier.upload_archive(vaultName="v", body=b"abc")["archiveId"]
    job = glacier.initiate_job(
        vaultName="v", jobParameters={"Type": "archive-retrieval", "ArchiveId": archive_id})["jobId"]

    def over():
        try:
            glacier.describe_job(vaultName="v", jobId=job)
            return False
        except glacier.exceptions.ResourceNotFoundException as error:
            return f"The job ID was not found: {job}" in str(error)

    wait_for(over, "the job is over")
    assert glacier.list_jobs(vaultName="v")["JobList"] == []
    with refused("The job ID was not found"):
        glacier.get_job_output(vaultName="v", jobId=job)
