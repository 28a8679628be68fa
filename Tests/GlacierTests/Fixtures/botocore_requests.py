"""Writes botocore-requests.json: the requests that botocore makes for calls of all 33 operations.

Nothing is sent: the request is taken before it would be, and an empty answer stands in for the server's. The clock, the
keys and the identifiers of the attempt stand still, so that the file is the same on every run. The pinned version of
botocore is in Tests/clients/requirements.txt.

Usage: python3 Tests/GlacierTests/Fixtures/botocore_requests.py
"""

import datetime
import io
import json
import pathlib
from unittest import mock

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config

MOMENT = datetime.datetime(2026, 1, 2, 3, 4, 5)
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
ARCHIVE = "TgCPA9cpYEGWVo6-_TDVqkHeeA7g" + "a" * 110
UPLOAD = "XfiA5PM122LLolN5gu___oRss20G" + "u" * 64
JOB = "vJo5-KLs3G5-JgWSw2IQAmbC4qKa" + "j" * 64
LOCK = "AE863rKkWZU53SLW5be4DUcW"
TOPIC = "arn:aws:sns:us-east-1:123456789012:topic"
POLICY = '{"Version":"2012-10-17","Statement":[]}'
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ARN = "arn:aws:glacier:us-east-1:123456789012:vaults/my.vault_1"
VAULT = {"accountId": "-", "vaultName": "my.vault_1"}
SERIAL = {"csv": {"FileHeaderInfo": "USE", "FieldDelimiter": ","}}

# name of the case: operation and parameters
CALLS = {
    "AbortMultipartUpload": {**VAULT, "uploadId": UPLOAD},
    "AbortVaultLock": VAULT,
    "AddTagsToVault": {**VAULT, "Tags": {"team": "films", "ключ": "a/b = \u00e9"}},
    "CompleteMultipartUpload": {**VAULT, "uploadId": UPLOAD, "archiveSize": "3145728", "checksum": HASH},
    "CompleteVaultLock": {**VAULT, "lockId": LOCK},
    "CreateVault": VAULT,
    "CreateVault of an account": {"accountId": "123456789012", "vaultName": "v"},
    "CreateVault with signs in its name": {"accountId": "-", "vaultName": "a b/c%d+e~f\u00e9&g=h?i#j:k@l!m*n'(o)"},
    "DeleteArchive": {**VAULT, "archiveId": ARCHIVE},
    "DeleteVault": VAULT,
    "DeleteVaultAccessPolicy": VAULT,
    "DeleteVaultNotifications": VAULT,
    "DescribeJob": {**VAULT, "jobId": JOB},
    "DescribeVault": VAULT,
    "GetDataRetrievalPolicy": {"accountId": "-"},
    "GetJobOutput": {**VAULT, "jobId": JOB},
    "GetJobOutput of a range": {**VAULT, "jobId": JOB, "range": "bytes=0-1048575"},
    "GetVaultAccessPolicy": VAULT,
    "GetVaultLock": VAULT,
    "GetVaultNotifications": VAULT,
    "InitiateJob for an archive": {
        **VAULT,
        "jobParameters": {
            "Type": "archive-retrieval",
            "ArchiveId": ARCHIVE,
            "Description": 'my "job"',
            "SNSTopic": TOPIC,
            "RetrievalByteRange": "0-1048575",
            "Tier": "Bulk",
        },
    },
    "InitiateJob for an inventory": {
        **VAULT,
        "jobParameters": {
            "Type": "inventory-retrieval",
            "Format": "CSV",
            "InventoryRetrievalParameters": {
                "StartDate": "2025-01-01T00:00:00Z",
                "EndDate": "2026-01-01T00:00:00Z",
                "Limit": "10",
                "Marker": "m=/+",
            },
        },
    },
    "InitiateJob for a selection": {
        **VAULT,
        "jobParameters": {
            "Type": "select",
            "ArchiveId": ARCHIVE,
            "Tier": "Standard",
            "SelectParameters": {
                "InputSerialization": SERIAL,
                "ExpressionType": "SQL",
                "Expression": "SELECT s._1 FROM archive s WHERE s._2 > '5'",
                "OutputSerialization": {"csv": {"QuoteFields": "ALWAYS"}},
            },
            "OutputLocation": {"S3": {"BucketName": "results", "Prefix": "test", "StorageClass": "STANDARD_IA"}},
        },
    },
    "InitiateMultipartUpload": {**VAULT, "archiveDescription": "two  spaces", "partSize": "1048576"},
    "InitiateVaultLock": {**VAULT, "policy": {"Policy": POLICY}},
    "ListJobs": VAULT,
    "ListJobs with filters": {
        **VAULT, "limit": "2", "marker": "m=/+ ~", "statuscode": "InProgress", "completed": "false",
    },
    "ListMultipartUploads": {**VAULT, "limit": "7", "marker": "a&b"},
    "ListParts": {**VAULT, "uploadId": UPLOAD, "limit": "2", "marker": "m=/+"},
    "ListProvisionedCapacity": {"accountId": "-"},
    "ListTagsForVault": VAULT,
    "ListVaults": {"accountId": "-"},
    "ListVaults with a marker": {"accountId": "-", "limit": "5", "marker": ARN},
    "PurchaseProvisionedCapacity": {"accountId": "-"},
    "RemoveTagsFromVault": {**VAULT, "TagKeys": ["team", "unit"]},
    "SetDataRetrievalPolicy": {
        "accountId": "-", "Policy": {"Rules": [{"Strategy": "BytesPerHour", "BytesPerHour": 10737418240}]},
    },
    "SetDataRetrievalPolicy without a limit": {"accountId": "-", "Policy": {"Rules": [{"Strategy": "None"}]}},
    "SetVaultAccessPolicy": {**VAULT, "policy": {"Policy": POLICY}},
    "SetVaultNotifications": {
        **VAULT,
        "vaultNotificationConfig": {
            "SNSTopic": TOPIC, "Events": ["ArchiveRetrievalCompleted", "InventoryRetrievalCompleted"],
        },
    },
    "UploadArchive": {**VAULT, "archiveDescription": "my photo's (1)", "body": b"Welcome to Amazon Glacier."},
    "UploadArchive without a description": {**VAULT, "body": b"a"},
    "UploadMultipartPart": {**VAULT, "uploadId": UPLOAD, "range": "bytes 1048576-1048578/*", "body": b"abc"},
}


class EmptyAnswer(io.BytesIO):
    """The body that every operation can be answered with."""

    def stream(self, *_, **__):
        yield self.read()


def text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def body_of(request):
    body = request.body
    if body is None:
        return ""
    if hasattr(body, "read"):
        body = body.read()
    return text(body)


def main():
    session = botocore.session.Session()
    client = session.create_client(
        "glacier",
        region_name="us-east-1",
        aws_access_key_id=KEY_ID,
        aws_secret_access_key=SECRET,
        config=Config(retries={"max_attempts": 0}, user_agent="Botocore"),
    )
    made = []

    def take(request, **_):
        made.append(request)
        return AWSResponse(request.url, 200, {"x-amz-sha256-tree-hash": HASH}, EmptyAnswer(b"{}"))

    client.meta.events.register("before-send.glacier", take)
    requests = []
    patches = [
        mock.patch("botocore.auth.get_current_datetime", lambda: MOMENT),
        mock.patch("uuid.uuid4", lambda: "00000000-0000-4000-8000-000000000000"),
    ]
    for patch in patches:
        patch.start()
    for name, parameters in CALLS.items():
        operation = name.split(" ")[0]
        client._make_api_call(operation, dict(parameters))
        request = made.pop()
        scheme, rest = request.url.split("://", 1)
        host, target = rest.split("/", 1)
        requests.append(
            {
                "name": name,
                "operation": operation,
                "method": request.method,
                "host": host,
                "target": "/" + target,
                "headers": {k: text(v) for k, v in sorted(request.headers.items(), key=lambda i: i[0].lower())},
                "body": body_of(request),
            }
        )
    place = pathlib.Path(__file__).with_name("botocore-requests.json")
    place.write_text(json.dumps(requests, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(requests)} requests, {len({r['operation'] for r in requests})} operations")


if __name__ == "__main__":
    main()
