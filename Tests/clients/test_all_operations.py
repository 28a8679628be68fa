"""Each of the 33 operations through boto3's client: with success, and failing in the ways that are documented for it."""

import collections
import json

import botocore.exceptions
import pytest

from firn_server import ACCOUNT, MIB, payload, tree_hash

JOBS_TOPIC = "arn:aws:sns:us-east-1:1:t"
LOST = "x" * 92


def lock_policy(vault, action="glacier:DeleteArchive", days="365"):
    return {"Policy": json.dumps({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "retain", "Effect": "Deny", "Principal": "*", "Action": action,
            "Resource": [f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{vault}"],
            "Condition": {"NumericLessThan": {"glacier:ArchiveAgeInDays": days}},
        }],
    })}


class Counting:
    """boto3's client, counting which operations were answered and how."""

    def __init__(self, client):
        self._client = client
        self.answers = collections.Counter()

    def __getattr__(self, name):
        call = getattr(self._client, name)
        operation = self._client.meta.method_to_api_mapping.get(name)
        if operation is None:
            return call

        def counted(**arguments):
            try:
                answer = call(**arguments)
            except botocore.exceptions.ClientError as error:
                self.answers[operation, error.response["Error"]["Code"]] += 1
                raise
            self.answers[operation, "success"] += 1
            return answer

        return counted

    def refused(self, code, name, **arguments):
        with pytest.raises(botocore.exceptions.ClientError) as caught:
            getattr(self, name)(**arguments)
        assert caught.value.response["Error"]["Code"] == code, caught.value
        return caught.value


@pytest.fixture
def counting(start):
    return Counting(start("--expedited-capacity", "provisioned").client())


def test_every_operation_succeeds(counting):
    c, v = counting, {"vaultName": "v"}
    assert c.create_vault(**v)["location"] == f"/{ACCOUNT}/vaults/v"
    assert c.describe_vault(**v)["NumberOfArchives"] == 0
    assert [vault["VaultName"] for vault in c.list_vaults()["VaultList"]] == ["v"]

    c.add_tags_to_vault(**v, Tags={"team": "archive", "legal hold": ""})
    c.remove_tags_from_vault(**v, TagKeys=["team", "not there"])
    assert c.list_tags_for_vault(**v)["Tags"] == {"legal hold": ""}

    configuration = {"SNSTopic": JOBS_TOPIC, "Events": ["InventoryRetrievalCompleted", "ArchiveRetrievalCompleted"]}
    c.set_vault_notifications(**v, vaultNotificationConfig=configuration)
    assert c.get_vault_notifications(**v)["vaultNotificationConfig"] == configuration
    c.delete_vault_notifications(**v)

    policy = lock_policy("v", "glacier:*")
    c.set_vault_access_policy(**v, policy=policy)
    assert c.get_vault_access_policy(**v)["policy"] == policy
    c.delete_vault_access_policy(**v)

    # In force from here on, but no archive is so young.
    lock = c.initiate_vault_lock(**v, policy=lock_policy("v", days="0"))["lockId"]
    assert len(lock) == 24 and c.get_vault_lock(**v)["State"] == "InProgress"
    c.abort_vault_lock(**v)
    lock = c.initiate_vault_lock(**v, policy=lock_policy("v", days="0"))["lockId"]
    c.complete_vault_lock(**v, lockId=lock)
    assert c.get_vault_lock(**v)["State"] == "Locked"

    data = payload(3 * MIB + 5, "all")
    single = c.upload_archive(**v, body=data[:1000], archiveDescription="single")["archiveId"]
    upload = c.initiate_multipart_upload(**v, partSize=str(MIB), archiveDescription="parts")["uploadId"]
    for first in range(0, len(data), MIB):
        piece = data[first:first + MIB]
        c.upload_multipart_part(
            **v, uploadId=upload, range=f"bytes {first}-{first + len(piece) - 1}/*", body=piece)
    assert len(c.list_parts(**v, uploadId=upload)["Parts"]) == 4
    assert [u["MultipartUploadId"] for u in c.list_multipart_uploads(**v)["UploadsList"]] == [upload]
    archive = c.complete_multipart_upload(
        **v, uploadId=upload, archiveSize=str(len(data)), checksum=tree_hash(data))["archiveId"]
    c.abort_multipart_upload(**v, uploadId=c.initiate_multipart_upload(**v, partSize=str(MIB))["uploadId"])

    c.set_data_retrieval_policy(Policy={"Rules": [{"Strategy": "BytesPerHour", "BytesPerHour": 10 * MIB}]})
    assert c.get_data_retrieval_policy()["Policy"]["Rules"][0]["BytesPerHour"] == 10 * MIB
    unit = c.purchase_provisioned_capacity()["capacityId"]
    assert [u["CapacityId"] for u in c.list_provisioned_capacity()["ProvisionedCapacityList"]] == [unit]

    job = c.initiate_job(
        **v, jobParameters={"Type": "archive-retrieval", "ArchiveId": archive, "Tier": "Expedited"})["jobId"]
    assert c.describe_job(**v, jobId=job)["StatusCode"] == "Succeeded"
    assert c.get_job_output(**v, jobId=job)["body"].read() == data
    inventory = c.initiate_job(**v, jobParameters={"Type": "inventory-retrieval"})["jobId"]
    listed = json.loads(c.get_job_output(**v, jobId=inventory)["body"].read())["ArchiveList"]
    assert [entry["ArchiveId"] for entry in listed] == [single, archive]
    assert {entry["JobId"] for entry in c.list_jobs(**v)["JobList"]} == {job, inventory}

    for archive_id in (single, archive):
        c.delete_archive(**v, archiveId=archive_id)
    c.delete_vault(**v)

    succeeded = {operation for operation, answer in c.answers if answer == "success"}
    assert succeeded == set(c._client.meta.service_model.operation_names)
    assert len(succeeded) == 33 and all(answer == "success" for _, answer in c.answers)
    print(f"\n{len(succeeded)} operations, {c.answers.total()} calls, all with success")


MISSING, INVALID, LOST_CODE = "MissingParameterValueException", "InvalidParameterValueException", "ResourceNotFoundException"
LIMIT, DENIED, SHAPE = "LimitExceededException", "AccessDeniedException", "SerializationException"


def failures(c, server):
    """Every way to fail that is documented for an operation: code, method and arguments."""
    v = {"vaultName": "v"}
    archive = c.upload_archive(**v, body=b"kept")["archiveId"]
    c.create_vault(vaultName="other")
    foreign = c.upload_archive(vaultName="other", body=b"theirs")["archiveId"]
    upload = c.initiate_multipart_upload(**v, partSize=str(MIB))["uploadId"]
    waiting = c.initiate_job(**v, jobParameters={"Type": "archive-retrieval", "ArchiveId": archive})["jobId"]
    job = {"Type": "archive-retrieval", "ArchiveId": archive}
    body = b"0123456789"

    # A vault that does not exist: all but four of the operations on a vault say so.
    gone = {"vaultName": "gone"}
    policy = {"policy": lock_policy("gone")}
    notifications = {"SNSTopic": "t", "Events": ["ArchiveRetrievalCompleted"]}
    for name, arguments in [
        ("abort_multipart_upload", {"uploadId": LOST}), ("abort_vault_lock", {}),
        ("add_tags_to_vault", {"Tags": {"a": "b"}}),
        ("complete_multipart_upload", {"uploadId": LOST, "archiveSize": "1", "checksum": "00" * 32}),
        ("complete_vault_lock", {"lockId": "x" * 24}), ("delete_archive", {"archiveId": archive}),
        ("delete_vault_access_policy", {}), ("delete_vault_notifications", {}), ("describe_job", {"jobId": LOST}),
        ("describe_vault", {}), ("get_job_output", {"jobId": LOST}), ("get_vault_access_policy", {}),
        ("get_vault_lock", {}), ("get_vault_notifications", {}), ("initiate_job", {"jobParameters": job}),
        ("initiate_multipart_upload", {"partSize": str(MIB)}), ("initiate_vault_lock", policy), ("list_jobs", {}),
        ("list_multipart_uploads", {}), ("list_parts", {"uploadId": LOST}), ("list_tags_for_vault", {}),
        ("remove_tags_from_vault", {"TagKeys": ["a"]}), ("set_vault_access_policy", policy),
        ("set_vault_notifications", {"vaultNotificationConfig": notifications}),
        ("upload_archive", {"body": body}),
        ("upload_multipart_part", {"uploadId": LOST, "range": "bytes 0-9/*", "body": body}),
    ]:
        yield LOST_CODE, name, gone | arguments

    # Another account.
    for name in ("list_vaults", "get_data_retrieval_policy", "list_provisioned_capacity", "purchase_provisioned_capacity"):
        yield DENIED, name, {"accountId": "999999999999"}
    for name in ("create_vault", "delete_vault", "describe_vault"):
        yield DENIED, name, v | {"accountId": "999999999999"}
    yield DENIED, "set_data_retrieval_policy", {
        "accountId": "999999999999", "Policy": {"Rules": [{"Strategy": "None"}]}}

    # Vaults, and listings of them.
    yield INVALID, "create_vault", {"vaultName": "not a name"}
    yield INVALID, "delete_vault", v
    yield INVALID, "list_vaults", {"limit": "0"}
    yield INVALID, "list_vaults", {"marker": "arn:aws:glacier:us-east-1:999999999999:vaults/v"}
    for name in ("list_jobs", "list_multipart_uploads", "list_parts"):
        place = v | ({"uploadId": upload} if name == "list_parts" else {})
        yield INVALID, name, place | {"limit": "-1"}
        yield INVALID, name, place | {"limit": "ten"}
        yield INVALID, name, place | {"marker": "nobody issued this"}
    yield INVALID, "list_jobs", v | {"statuscode": "Done"}
    yield INVALID, "list_jobs", v | {"completed": "perhaps"}

    # Archives and uploads.
    yield INVALID, "upload_archive", v | {"body": b""}
    yield INVALID, "upload_archive", v | {"body": body, "checksum": "00" * 32}
    yield INVALID, "upload_archive", v | {"body": body, "archiveDescription": "x" * 1025}
    yield INVALID, "delete_archive", v | {"archiveId": foreign}
    yield LOST_CODE, "delete_archive", v | {"archiveId": "short"}
    yield INVALID, "initiate_multipart_upload", v | {"partSize": "1000000"}
    yield INVALID, "initiate_multipart_upload", v
    yield INVALID, "initiate_multipart_upload", v | {"partSize": str(MIB), "archiveDescription": "x" * 1025}
    part = v | {"uploadId": upload, "body": body}
    for byte_range in ("bytes 0-8/*", "bytes 5-14/*", "bytes 9-0/*", "0-9", f"bytes {10000 * MIB}-{10000 * MIB + 9}/*"):
        yield INVALID, "upload_multipart_part", part | {"range": byte_range}
    yield MISSING, "upload_multipart_part", part
    yield INVALID, "upload_multipart_part", part | {"range": "bytes 0-9/*", "checksum": "00" * 32}
    yield LOST_CODE, "upload_multipart_part", part | {"uploadId": LOST, "range": "bytes 0-9/*"}
    complete = v | {"uploadId": upload, "archiveSize": "10", "checksum": tree_hash(body)}
    yield INVALID, "complete_multipart_upload", complete
    yield INVALID, "complete_multipart_upload", complete | {"archiveSize": "0"}
    yield INVALID, "complete_multipart_upload", complete | {"checksum": "xyz"}
    yield MISSING, "complete_multipart_upload", v | {"uploadId": upload, "checksum": "00" * 32}
    yield MISSING, "complete_multipart_upload", v | {"uploadId": upload, "archiveSize": "10"}
    yield LOST_CODE, "complete_multipart_upload", complete | {"uploadId": LOST}
    yield LOST_CODE, "abort_multipart_upload", v | {"uploadId": LOST}
    yield LOST_CODE, "list_parts", v | {"uploadId": LOST}

    # Jobs.
    yield MISSING, "initiate_job", v
    yield MISSING, "initiate_job", v | {"jobParameters": {"Type": "archive-retrieval"}}
    for parameters in (
        {"Type": "archive"}, {"Type": "select", "ArchiveId": archive}, job | {"Tier": "Fast"}, job | {"Description": "ä"},
        job | {"RetrievalByteRange": "1-2"}, job | {"RetrievalByteRange": f"0-{MIB - 1}"}, job | {"ArchiveId": foreign},
        {"Type": "inventory-retrieval", "Format": "XML"}, {"Type": "inventory-retrieval", "ArchiveId": archive},
        {"Type": "inventory-retrieval", "InventoryRetrievalParameters": {"Limit": "0"}},
        {"Type": "inventory-retrieval", "InventoryRetrievalParameters": {"StartDate": "soon"}},
        {"Type": "inventory-retrieval", "InventoryRetrievalParameters": {"Marker": "x"}},
    ):
        yield INVALID, "initiate_job", v | {"jobParameters": parameters}
    yield LOST_CODE, "initiate_job", v | {"jobParameters": job | {"ArchiveId": "x" * 138}}
    yield "InsufficientCapacityException", "initiate_job", v | {"jobParameters": job | {"Tier": "Expedited"}}
    c.set_data_retrieval_policy(Policy={"Rules": [{"Strategy": "BytesPerHour", "BytesPerHour": 1}]})
    yield "PolicyEnforcedException", "initiate_job", v | {"jobParameters": job}
    yield LOST_CODE, "describe_job", v | {"jobId": LOST}
    yield LOST_CODE, "describe_job", {"vaultName": "other", "jobId": waiting}
    yield LOST_CODE, "get_job_output", v | {"jobId": LOST}
    yield INVALID, "get_job_output", v | {"jobId": waiting}
    inventory = c.initiate_job(**v, jobParameters={"Type": "inventory-retrieval"})["jobId"]
    yield INVALID, "get_job_output", v | {"jobId": inventory, "range": "bytes=99999-"}

    # Retrieval policy and capacity.
    yield MISSING, "set_data_retrieval_policy", {}
    yield MISSING, "set_data_retrieval_policy", {"Policy": {}}
    for rules, code in [
        ([], INVALID), ([{"Strategy": "None"}] * 2, INVALID), ([{}], MISSING), ([{"Strategy": "BytesPerHour"}], MISSING),
        ([{"Strategy": "Slow"}], INVALID), ([{"Strategy": "BytesPerHour", "BytesPerHour": 0}], INVALID),
        ([{"Strategy": "None", "BytesPerHour": 1}], INVALID),
    ]:
        yield code, "set_data_retrieval_policy", {"Policy": {"Rules": rules}}
    for _ in range(2):
        c.purchase_provisioned_capacity()
    yield LIMIT, "purchase_provisioned_capacity", {}

    # Tags, notifications, policies, locks.
    yield MISSING, "add_tags_to_vault", v
    yield INVALID, "add_tags_to_vault", v | {"Tags": {}}
    yield INVALID, "add_tags_to_vault", v | {"Tags": {"aws:x": "y"}}
    yield INVALID, "add_tags_to_vault", v | {"Tags": {"x" * 129: "y"}}
    yield LIMIT, "add_tags_to_vault", v | {"Tags": {f"k{n}": "y" for n in range(51)}}
    yield MISSING, "remove_tags_from_vault", v
    yield INVALID, "remove_tags_from_vault", v | {"TagKeys": []}
    for configuration, code in [
        ({"Events": ["ArchiveRetrievalCompleted"]}, MISSING), ({"SNSTopic": "t"}, MISSING),
        ({"SNSTopic": "t", "Events": []}, INVALID), ({"SNSTopic": "t", "Events": ["Done"]}, INVALID),
    ]:
        yield code, "set_vault_notifications", v | {"vaultNotificationConfig": configuration}
    for name in ("get_vault_notifications", "get_vault_access_policy", "get_vault_lock"):
        yield LOST_CODE, name, v
    for name in ("set_vault_access_policy", "initiate_vault_lock"):
        yield MISSING, name, v | {"policy": {}}
        yield MISSING, name, v | {"policy": {"Policy": ""}}
        yield INVALID, name, v | {"policy": {"Policy": "{}"}}
        yield INVALID, name, v | {"policy": {"Policy": "not JSON"}}
        yield INVALID, name, v | {"policy": lock_policy("v", "glacier:CreateVault")}
        yield INVALID, name, v | {"policy": lock_policy("v", "glacier:Nothing")}
        yield INVALID, name, v | {"policy": lock_policy("elsewhere")}
        yield INVALID, name, v | {"policy": {"Policy": " " * 20481}}
    yield LOST_CODE, "complete_vault_lock", v | {"lockId": "x" * 24}
    lock = c.initiate_vault_lock(**v, policy=lock_policy("v"))["lockId"]
    yield DENIED, "initiate_vault_lock", v | {"policy": lock_policy("v")}
    yield INVALID, "complete_vault_lock", v | {"lockId": "x" * 24}
    c.complete_vault_lock(**v, lockId=lock)
    yield DENIED, "complete_vault_lock", v | {"lockId": "x" * 24}
    yield DENIED, "abort_vault_lock", v
    yield DENIED, "initiate_vault_lock", v | {"policy": lock_policy("v")}


def test_every_operation_fails_as_documented(start):
    server = start("--expedited-capacity", "provisioned", "--standard-delay", "1h")
    c = Counting(server.client())
    c.create_vault(vaultName="v")
    failed = collections.Counter()
    for code, name, arguments in failures(c, server):
        c.refused(code, name, **arguments)
        failed[c._client.meta.method_to_api_mapping[name], code] += 1
    for number in range(998):
        c.create_vault(vaultName=f"more-{number}")
    c.refused(LIMIT, "create_vault", vaultName="one-too-many")
    failed["CreateVault", LIMIT] += 1
    operations = {operation for operation, _ in failed}
    assert operations == set(c._client.meta.service_model.operation_names)
    print(f"\n{len(operations)} operations, {len(failed)} ways to fail, {failed.total()} refused calls")


@pytest.mark.parametrize("keys, code", [
    (("AKIANOSUCHKEY0000000", "secret"), "UnrecognizedClientException"),
    (("AKIAFIRNTESTSROOTKEY", "wrong"), "InvalidSignatureException"),
])
def test_every_operation_is_refused_to_strangers(server, keys, code):
    stranger = server.client(aws_access_key_id=keys[0], aws_secret_access_key=keys[1])
    model = stranger.meta.service_model
    for name, operation in stranger.meta.method_to_api_mapping.items():
        shape = model.operation_model(operation).input_shape
        arguments = {member: "x" for member in shape.required_members if member != "accountId"}
        with pytest.raises(botocore.exceptions.ClientError) as caught:
            getattr(stranger, name)(**arguments)
        assert caught.value.response["Error"]["Code"] == code, operation


def test_all_paginators_and_waiters(start):
    server = start("--upkeep-interval", "50ms")
    c = server.client()
    names = {f"vault-{number:02}" for number in range(23)}
    for name in names:
        c.create_vault(vaultName=name)
    assert set(c.meta.service_model.operation_names) and c.can_paginate("list_parts")
    pages = list(c.get_paginator("list_vaults").paginate())
    assert [len(page["VaultList"]) for page in pages] == [10, 10, 3]
    assert {vault["VaultName"] for page in pages for vault in page["VaultList"]} == names
    v = {"vaultName": "vault-00"}
    archive = c.upload_archive(**v, body=b"x")["archiveId"]
    jobs = {
        c.initiate_job(**v, jobParameters=parameters)["jobId"]
        for parameters in [{"Type": "archive-retrieval", "ArchiveId": archive}, {"Type": "inventory-retrieval"}] * 27
    }
    found = [job["JobId"] for page in c.get_paginator("list_jobs").paginate(**v) for job in page["JobList"]]
    assert len(found) == 54 and set(found) == jobs
    uploads = {c.initiate_multipart_upload(**v, partSize=str(MIB))["uploadId"] for _ in range(53)}
    pages = c.get_paginator("list_multipart_uploads").paginate(**v)
    assert {upload["MultipartUploadId"] for page in pages for upload in page["UploadsList"]} == uploads
    upload = v | {"uploadId": uploads.pop()}
    for number in range(101):
        c.upload_multipart_part(**upload, range=f"bytes {number * MIB}-{number * MIB}/*", body=b"p")
    pages = list(c.get_paginator("list_parts").paginate(**upload))
    assert [len(page["Parts"]) for page in pages] == [50, 50, 1]
    assert set(c.waiter_names) == {"vault_exists", "vault_not_exists"}
    c.get_waiter("vault_exists").wait(**v)
    c.delete_vault(vaultName="vault-22")
    c.get_waiter("vault_not_exists").wait(vaultName="vault-22")
    with pytest.raises(botocore.exceptions.WaiterError):
        c.get_waiter("vault_exists").wait(vaultName="vault-22", WaiterConfig={"Delay": 0, "MaxAttempts": 2})
