"""Writes boto3-resources.json: all that boto3's Glacier resources have, with the requests that they make.

Nothing is sent: the request is taken before it would be, and an empty answer stands in for the server's. The pinned
version of boto3 is in Tests/clients/requirements.txt.

Usage: python3 Tests/GlacierTests/Fixtures/boto3_resources.py
"""

import json
import pathlib

import boto3
import botocore.session
from botocore.awsrequest import AWSResponse

ACCOUNT, VAULT, ARCHIVE, JOB, UPLOAD = "123456789012", "my.vault_1", "archive-1", "job-1", "upload-1"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
TOPIC = "arn:aws:sns:us-east-1:123456789012:topic"
# What an action is asked for; an action that is not here is asked for nothing.
ARGUMENTS = {
    "ServiceResource.create_vault": {"vaultName": "new"},
    "Account.create_vault": {"vaultName": "new"},
    "Vault.upload_archive": {"body": b"test", "archiveDescription": "words"},
    "Vault.initiate_multipart_upload": {"partSize": "1048576", "archiveDescription": "words"},
    # What is given takes the place of what boto3 says by itself, so all of it has to be given.
    "Vault.initiate_inventory_retrieval": {
        "jobParameters": {"Type": "inventory-retrieval", "Format": "CSV", "Description": "words"}
    },
    "Archive.initiate_archive_retrieval": {
        "jobParameters": {
            "Type": "archive-retrieval", "ArchiveId": ARCHIVE, "Tier": "Bulk", "SNSTopic": TOPIC}
    },
    "MultipartUpload.complete": {"archiveSize": "4", "checksum": HASH},
    "MultipartUpload.parts": {"marker": "m", "limit": "7"},
    "MultipartUpload.upload_part": {"range": "bytes 1048576-1048579/*", "body": b"test"},
    "Notification.set": {
        "vaultNotificationConfig": {"SNSTopic": TOPIC, "Events": ["InventoryRetrievalCompleted"]}
    },
    "Job.get_output": {"range": "bytes=0-1048575"},
}
# Collections with all that can be said of them.
VARIATIONS = {
    "Vault.jobs.filter": lambda it: it["Vault"].jobs.filter(
        statuscode="Succeeded", completed="true", marker="m"),
    "Vault.jobs.page_size": lambda it: it["Vault"].jobs.page_size(7),
    "Vault.failed_jobs.filter": lambda it: it["Vault"].failed_jobs.filter(statuscode="Succeeded"),
    "Vault.completed_jobs.filter": lambda it: it["Vault"].completed_jobs.filter(statuscode="Failed"),
    "Vault.multipart_uploads.filter": lambda it: it["Vault"].multipart_uploads.filter(marker="m"),
    "Account.vaults.filter": lambda it: it["Account"].vaults.filter(marker="m"),
}
HEADERS = [
    "x-amz-archive-description", "x-amz-archive-size", "x-amz-part-size", "x-amz-sha256-tree-hash", "range",
    "content-range",
]


class Capture:
    """Keeps the requests that would be sent."""

    def __init__(self):
        self.requests = []

    def take(self, request, **_):
        body = request.body or b""
        if hasattr(body, "read"):
            body = body.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append({
            "method": request.method,
            "target": request.url.removeprefix("https://glacier.us-east-1.amazonaws.com"),
            "headers": {
                name: value.decode() if isinstance(value, bytes) else value
                for name, value in sorted(headers.items()) if name in HEADERS
            },
            "body": body if isinstance(body, str) else body.decode(),
        })
        answer = AWSResponse(request.url, 200, {
            "x-amz-archive-id": "a", "x-amz-job-id": "j", "x-amz-multipart-upload-id": "u"}, None)
        answer._content = b"{}"
        return answer

    def of(self, call):
        del self.requests[:]
        call()
        request, = self.requests
        return request


def resources(service):
    vault = service.Vault(ACCOUNT, VAULT)
    return {
        "ServiceResource": service, "Account": service.Account(ACCOUNT), "Vault": vault,
        "Archive": vault.Archive(ARCHIVE), "Job": vault.Job(JOB), "MultipartUpload": vault.MultipartUpload(UPLOAD),
        "Notification": vault.Notification(),
    }


def identifiers(resource):
    return [getattr(resource, one.name) for one in resource.meta.resource_model.identifiers]


def entries(service, capture, shapes):
    it = resources(service)
    for name, resource in it.items():
        model = resource.meta.resource_model
        for one in model.identifiers:
            yield {"kind": "identifier", "name": f"{name}.{one.name}", "values": [getattr(resource, one.name)]}
        if model.shape:
            for attribute in model.get_attributes(shapes.shape_for(model.shape)):
                yield {"kind": "attribute", "name": f"{name}.{attribute}", "values": []}
        if hasattr(resource, "load"):
            for load in ("load", "reload"):
                yield {"kind": "action", "name": f"{name}.{load}", "request": capture.of(getattr(resource, load))}
        for action in model.actions:
            arguments = ARGUMENTS.get(f"{name}.{action.name}", {})
            request = capture.of(lambda: getattr(resource, action.name)(**arguments))
            yield {"kind": "action", "name": f"{name}.{action.name}", "request": request}
        for one in model.references:
            yield {"kind": "resource", "name": f"{name}.{one.name}",
                   "values": identifiers(getattr(resource, one.name))}
        for one in model.subresources:
            given = {"Account": [ACCOUNT], "Vault": [ACCOUNT, VAULT], "Archive": [ACCOUNT, VAULT, ARCHIVE],
                     "Job": [ACCOUNT, VAULT, JOB], "MultipartUpload": [ACCOUNT, VAULT, UPLOAD],
                     "Notification": [ACCOUNT, VAULT]}[one.name][len(model.identifiers):]
            made = getattr(resource, one.name)(*given)
            yield {"kind": "resource", "name": f"{name}.{one.name}()", "values": identifiers(made)}
        for one in model.collections:
            request = capture.of(lambda: list(getattr(resource, one.name).all()))
            yield {"kind": "collection", "name": f"{name}.{one.name}", "request": request}
    for name, collection in VARIATIONS.items():
        yield {"kind": "collection", "name": name, "request": capture.of(lambda: list(collection(it)))}


def main():
    session = boto3.Session(
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="secret", region_name="us-east-1")
    service, capture = session.resource("glacier"), Capture()
    service.meta.client.meta.events.register("before-send", capture.take)
    shapes = service.meta.client.meta.service_model
    waiters = botocore.session.get_session().get_waiter_model("glacier")
    document = {
        "entries": list(entries(service, capture, shapes)),
        "waiters": [
            {"name": name, "delay": waiters.get_waiter(name).delay,
             "maximumAttempts": waiters.get_waiter(name).max_attempts}
            for name in waiters.waiter_names
        ],
    }
    file = pathlib.Path(__file__).with_name("boto3-resources.json")
    file.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
