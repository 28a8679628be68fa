"""Inventory retrievals: documents byte for byte, ranges, pages, and their jobs."""

import concurrent.futures
import csv
import datetime
import json
import re

import botocore.exceptions
import pytest

from firn_server import ACCOUNT, payload, quote, tree_hash, wait_for

JOB = {"Type": "inventory-retrieval"}
KEYS = ["ArchiveId", "ArchiveDescription", "CreationDate", "Size", "SHA256TreeHash"]


def refused(code):
    return pytest.raises(botocore.exceptions.ClientError, match=code)


def arn(vault):
    return f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{vault}"


def inventory(glacier, vault, **parameters):
    """Starts a job that is done at once; its description and its output."""
    job = glacier.initiate_job(vaultName=vault, jobParameters=JOB | parameters)["jobId"]
    output = glacier.get_job_output(vaultName=vault, jobId=job)
    return glacier.describe_job(vaultName=vault, jobId=job), output["body"].read()


def seconds(date):
    return re.sub(r"\.\d{3}Z$", "Z", date)


@pytest.fixture(scope="module")
def listed(server):
    """A vault with seven archives, as (id, description, body)."""
    glacier = server.client()
    glacier.create_vault(vaultName="inventoried")
    archives = []
    for number, description in enumerate(["plain", "", "a,b", 'a"b', "a\\b", "two  spaces", '{"a":"b\\"c"}']):
        body = payload(1000 + number, f"inventory {number}")
        keywords = {"archiveDescription": description} if description else {}
        made = glacier.upload_archive(vaultName="inventoried", body=body, **keywords)
        archives.append((made["archiveId"], description, body))
    return "inventoried", archives


def test_the_json_document_is_exact(server, glacier, listed):
    vault, archives = listed
    job, document = inventory(glacier, vault, Format="JSON", Description="all of it")
    described = server.request("GET", f"/-/vaults/{vault}").json
    dates = {entry["ArchiveId"]: entry["CreationDate"] for entry in json.loads(document)["ArchiveList"]}

    def escaped(text):
        return text.replace("\\", "\\\\").replace('"', '\\"')

    entries = ",".join(
        f'{{"ArchiveId":"{key}","ArchiveDescription":"{escaped(description)}","CreationDate":"{dates[key]}",'
        f'"Size":{len(body)},"SHA256TreeHash":"{tree_hash(body)}"}}'
        for key, description, body in archives)
    expected = (
        f'{{"VaultARN":"{arn(vault)}","InventoryDate":"{seconds(described["LastInventoryDate"])}",'
        f'"ArchiveList":[{entries}]}}')
    assert document.decode() == expected
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", date) for date in dates.values())
    assert job["InventorySizeInBytes"] == len(document) and job["JobDescription"] == "all of it"
    assert job["InventoryRetrievalParameters"] == {"Format": "JSON"}


def test_the_csv_document_is_exact(glacier, listed):
    vault, archives = listed
    job, document = inventory(glacier, vault, Format="CSV")
    lines = document.decode().split("\n")
    assert lines[0] == "ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash" and lines[-1] == ""
    fields = ["plain", "", '"a,b"', '"a\\"b"', '"a\\b"', "two  spaces", '"{\\"a\\":\\"b\\\\"c\\"}"']
    dates = [line.rsplit(",", 3)[1] for line in lines[1:-1]]
    assert lines[1:-1] == [
        f"{key},{field},{date},{len(body)},{tree_hash(body)}"
        for (key, _, body), field, date in zip(archives, fields, dates)
    ]
    assert job["InventorySizeInBytes"] == len(document)
    assert job["InventoryRetrievalParameters"] == {"Format": "CSV"}


def test_empty_inventories(glacier, vault):
    described = glacier.describe_vault(vaultName=vault)
    _, document = inventory(glacier, vault)
    date = seconds(described["LastInventoryDate"])
    assert document.decode() == f'{{"VaultARN":"{arn(vault)}","InventoryDate":"{date}","ArchiveList":[]}}'
    assert inventory(glacier, vault, Format="CSV")[1] == b"ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash\n"


def test_the_output_can_be_read_in_ranges_and_has_its_types(server, glacier, listed):
    vault, _ = listed
    for form, kind in [("JSON", "application/json"), ("CSV", "text/csv")]:
        job = glacier.initiate_job(vaultName=vault, jobParameters=JOB | {"Format": form})["jobId"]
        path = f"/-/vaults/{vault}/jobs/{job}/output"
        whole = server.request("GET", path)
        assert whole.status == 200 and whole.headers["content-type"] == kind
        assert whole.headers["accept-ranges"] == "bytes" and whole.headers["content-length"] == str(len(whole.body))
        assert "x-amz-sha256-tree-hash" not in whole.headers and "x-amz-archive-description" not in whole.headers
        part = server.request("GET", path, {"Range": "bytes=10-19"})
        assert (part.status, part.body) == (206, whole.body[10:20])
        assert part.headers["content-range"] == f"bytes 10-19/{len(whole.body)}"
        assert "x-amz-sha256-tree-hash" not in part.headers
        rest = server.request("GET", path, {"Range": f"bytes={len(whole.body) - 5}-{len(whole.body) + 99}"})
        assert (rest.status, rest.body) == (206, whole.body[-5:])
        beyond = server.request("GET", path, {"Range": f"bytes={len(whole.body)}-"})
        assert beyond.error[:2] == (400, "InvalidParameterValueException")


def test_pages_by_limit_and_marker_deliver_everything_once(server, glacier, listed):
    vault, archives = listed
    for limit, sizes in [("3", [3, 3, 1]), (7, [7]), ("1", [1] * 7), ("100", [7])]:
        marker, found, counts = None, [], []
        while True:
            parameters = {"Limit": str(limit)} | ({"Marker": marker} if marker else {})
            job, document = inventory(glacier, vault, InventoryRetrievalParameters=parameters)
            entries = [entry["ArchiveId"] for entry in json.loads(document)["ArchiveList"]]
            found += entries
            counts.append(len(entries))
            echoed = job["InventoryRetrievalParameters"]
            assert echoed["Limit"] == str(limit) and job["InventorySizeInBytes"] == len(document)
            marker = echoed.get("Marker")
            assert marker is None or len(marker) <= 1024
            if marker is None:
                break
        assert (found, counts) == ([key for key, _, _ in archives], sizes)


def test_a_limit_may_be_a_number(server, listed):
    vault, archives = listed
    body = b'{"Type":"inventory-retrieval","InventoryRetrievalParameters":{"Limit":2}}'
    job = server.request("POST", f"/-/vaults/{vault}/jobs", body=body).headers["x-amz-job-id"]
    described = server.request("GET", f"/-/vaults/{vault}/jobs/{job}").json
    assert list(described["InventoryRetrievalParameters"]) == ["EndDate", "Format", "Limit", "Marker", "StartDate"]
    assert described["InventoryRetrievalParameters"]["Limit"] == "2"
    assert len(server.request("GET", f"/-/vaults/{vault}/jobs/{job}/output").json["ArchiveList"]) == 2


def test_pages_stay_in_place_when_archives_come_and_go(glacier, vault):
    ids = [glacier.upload_archive(vaultName=vault, body=b"x%d" % n)["archiveId"] for n in range(4)]
    limit = {"InventoryRetrievalParameters": {"Limit": "2"}}
    job, document = inventory(glacier, vault, **limit)
    first = [entry["ArchiveId"] for entry in json.loads(document)["ArchiveList"]]
    glacier.delete_archive(vaultName=vault, archiveId=first[1])
    glacier.delete_archive(vaultName=vault, archiveId=ids[3])
    late = glacier.upload_archive(vaultName=vault, body=b"late")["archiveId"]
    parameters = {"Marker": job["InventoryRetrievalParameters"]["Marker"]}
    _, document = inventory(glacier, vault, InventoryRetrievalParameters=parameters)
    rest = [entry["ArchiveId"] for entry in json.loads(document)["ArchiveList"]]
    assert first == ids[:2] and rest == [ids[2], late]


def test_dates_narrow_the_list(server, glacier, listed):
    vault, archives = listed
    now = datetime.datetime.now(datetime.timezone.utc)
    hour = datetime.timedelta(hours=1)
    forms = ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SUTC", "%Y-%m-%dT%H:%M:%S+00:00"]
    for form in forms:
        before, after = (now - hour).strftime(form), (now + hour).strftime(form)
        for parameters, count in [
            ({"StartDate": before}, 7), ({"StartDate": after}, 0), ({"EndDate": before}, 0), ({"EndDate": after}, 7),
            ({"StartDate": before, "EndDate": after}, 7), ({"StartDate": before, "EndDate": before}, 0),
        ]:
            job, document = inventory(glacier, vault, InventoryRetrievalParameters=parameters)
            assert len(json.loads(document)["ArchiveList"]) == count, (form, parameters)
            for name, value in parameters.items():
                moment = now - hour if value == before else now + hour
                echoed = job["InventoryRetrievalParameters"][name]
                assert echoed == moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("parameters", [
    {"Limit": "0"}, {"Limit": "-1"}, {"Limit": "ten"}, {"Limit": ""}, {"Marker": "nobody issued this"},
    {"StartDate": "yesterday"}, {"StartDate": "2013-02-30"}, {"StartDate": "2013-12-04T25:00:00Z"},
    {"EndDate": "04.12.2013"}, {"StartDate": "2013-12-05", "EndDate": "2013-12-04"},
])
def test_wrong_parameters_are_refused(glacier, listed, parameters):
    before = glacier.list_jobs(vaultName=listed[0])["JobList"]
    with refused("InvalidParameterValueException"):
        inventory(glacier, listed[0], InventoryRetrievalParameters=parameters)
    assert glacier.list_jobs(vaultName=listed[0])["JobList"] == before


@pytest.mark.parametrize("parameters", [
    {"Format": "XML"}, {"Format": "json"}, {"ArchiveId": "x" * 138}, {"RetrievalByteRange": "0-1048575"},
    {"Description": "\t"}, {"Description": "x" * 1025}, {"InventoryRetrievalParameters": {"Format": "xml"}},
])
def test_wrong_members_are_refused(server, listed, parameters):
    body = json.dumps(JOB | parameters).encode()
    assert server.request("POST", f"/-/vaults/{listed[0]}/jobs", body=body).error[:2] == (
        400, "InvalidParameterValueException")


@pytest.mark.parametrize("body", [
    b'{"Type":"inventory-retrieval","Format":1}', b'{"Type":"inventory-retrieval","InventoryRetrievalParameters":"x"}',
    b'{"Type":"inventory-retrieval","InventoryRetrievalParameters":{"StartDate":20131204}}',
    b'{"Type":"inventory-retrieval","InventoryRetrievalParameters":{"Limit":{}}}',
    b'{"Type":"inventory-retrieval","InventoryRetrievalParameters":{"Limit":true}}', b'{"Type":"inventory-retrieval"',
])
def test_values_of_another_type_are_malformed(server, listed, body):
    assert server.request("POST", f"/-/vaults/{listed[0]}/jobs", body=body).error[:2] == (400, "SerializationException")


def test_a_marker_of_another_vault_is_refused(glacier, listed, vault):
    for _ in range(2):
        glacier.upload_archive(vaultName=vault, body=b"x")
    job, _ = inventory(glacier, vault, InventoryRetrievalParameters={"Limit": "1"})
    marker = job["InventoryRetrievalParameters"]["Marker"]
    with refused("Invalid marker"):
        inventory(glacier, listed[0], InventoryRetrievalParameters={"Marker": marker})
    assert len(inventory(glacier, vault, InventoryRetrievalParameters={"Marker": marker})[1]) > 0


def test_the_resource_interface_retrieves_an_inventory(server, listed):
    vault = server.resource().Vault("-", listed[0])
    job = vault.initiate_inventory_retrieval()
    assert job.status_code == "Succeeded" and job.action == "InventoryRetrieval"
    assert len(json.loads(job.get_output()["body"].read())["ArchiveList"]) == 7


def test_a_delayed_inventory_lists_what_was_there_when_it_was_asked_for(start):
    server = start("--inventory-delay", "700ms")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    ids = [glacier.upload_archive(vaultName="v", body=b"%d" % n)["archiveId"] for n in range(3)]
    job = glacier.initiate_job(vaultName="v", jobParameters=JOB)["jobId"]
    glacier.delete_archive(vaultName="v", archiveId=ids[1])
    glacier.upload_archive(vaultName="v", body=b"late")
    document = server.request("GET", f"/-/vaults/v/jobs/{job}").json
    assert (document["StatusCode"], document["InventorySizeInBytes"], document["CompletionDate"]) == (
        "InProgress", None, None)
    with refused("The job is not currently available for download"):
        glacier.get_job_output(vaultName="v", jobId=job)
    wait_for(lambda: glacier.describe_job(vaultName="v", jobId=job)["Completed"], "the job has ended")
    output = json.loads(glacier.get_job_output(vaultName="v", jobId=job)["body"].read())
    assert [entry["ArchiveId"] for entry in output["ArchiveList"]] == ids


def test_there_is_no_inventory_before_the_first_one(start):
    server = start("--timing", "faithful")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    message = (
        f"Inventory retrieval jobs for vault {arn('v')} cannot be initiated yet, as Amazon Glacier has not yet "
        "generated an initial inventory for this vault.")
    for _ in range(2):
        answer = server.request("POST", "/-/vaults/v/jobs", body=b'{"Type":"inventory-retrieval"}')
        assert answer.error == (404, "ResourceNotFoundException", message)
        glacier.upload_archive(vaultName="v", body=b"x")


def test_many_inventories_at_once(glacier, listed):
    vault, _ = listed
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: inventory(glacier, vault, Format="CSV")[1], range(24)))
    assert len(set(found)) == 1
    rows = list(csv.reader(found[0].decode().splitlines(), escapechar="\\", doublequote=False))
    assert len(rows) == 8 and all(len(row) == len(KEYS) for row in rows)


def test_inventories_end_across_a_crash(start):
    server = start("--inventory-delay", "300ms", "--job-lease", "1s")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive = glacier.upload_archive(vaultName="v", body=b"x")["archiveId"]
    job = glacier.initiate_job(vaultName="v", jobParameters=JOB)["jobId"]
    server.restart()
    glacier = server.client()
    wait_for(lambda: glacier.describe_job(vaultName="v", jobId=job)["Completed"], "the job has ended")
    assert archive.encode() in glacier.get_job_output(vaultName="v", jobId=job)["body"].read()
    assert server.request("GET", f"/-/vaults/v/jobs?marker={quote(job)}").json["JobList"][0]["JobId"] == job
