"""The Swift client as a process: steps go in as lines of JSON, answers come out in the form of boto3's."""

import json
import os
import subprocess

import botocore.exceptions

from firn_server import ACCESS_KEY, REGION, SECRET_KEY, binary


class SwiftClient:
    """Performs the steps of Sources/GlacierStepsTesting against an endpoint."""

    def __init__(self, endpoint, folder, key=ACCESS_KEY, secret=SECRET_KEY):
        tool = os.path.join(os.path.dirname(binary()), "GlacierStepsTesting")
        environment = {
            "AWS_ENDPOINT_URL_GLACIER": endpoint, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": secret, "AWS_EC2_METADATA_DISABLED": "true", "HOME": str(folder),
            "PATH": os.environ["PATH"],
        }
        self.process = subprocess.Popen(
            [tool], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def outcome(self, do, **arguments):
        """What became of a step: `answer` with a document, `error` with the service's words, or `broken`."""
        step = {"do": do} | {name: value for name, value in arguments.items() if value is not None}
        self.process.stdin.write(json.dumps(step) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the client ended with {self.process.wait(10)}"
        (kind, document), = json.loads(line).items()
        return kind, without_nulls(document) if isinstance(document, dict) else document

    def __call__(self, do, **arguments):
        """The answer of a step that has to succeed."""
        kind, document = self.outcome(do, **arguments)
        assert kind == "answer", (do, document)
        return document

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def without_nulls(document):
    """boto3 leaves out what is null."""
    return {name: value for name, value in document.items() if value is not None}


def boto_outcome(call):
    """What became of a call of boto3, in the same form."""
    try:
        answer = call()
    except botocore.exceptions.ClientError as error:
        response = error.response
        return "error", {
            "Code": response["Error"]["Code"], "Message": response["Error"]["Message"],
            "Status": response["ResponseMetadata"]["HTTPStatusCode"],
        }
    return "answer", without_nulls({name: value for name, value in answer.items() if name != "ResponseMetadata"})
