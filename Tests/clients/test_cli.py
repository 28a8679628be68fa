"""The AWS CLI, unchanged, does the whole job."""

import json
import os
import subprocess
import sys

import pytest

from firn_server import ACCESS_KEY, MIB, REGION, SECRET_KEY, payload, tree_hash


@pytest.fixture
def aws(server, tmp_path):
    executable = os.path.join(os.path.dirname(sys.executable), "aws")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_DEFAULT_REGION": REGION, "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "",
    }

    def run(operation, *arguments, fails=False):
        done = subprocess.run(
            [executable, "--endpoint-url", server.endpoint, "glacier", operation, "--account-id", "-", *arguments],
            env=environment, capture_output=True, text=True, cwd=tmp_path)
        if fails:
            assert done.returncode != 0
            return done.stderr
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    return run


def test_multipart_upload_parts_and_retrieval(aws, tmp_path):
    data = payload(2 * MIB + 777, "cli")
    aws("create-vault", "--vault-name", "cli")
    upload = aws(
        "initiate-multipart-upload", "--vault-name", "cli", "--part-size", str(MIB), "--archive-description", "by hand")["uploadId"]
    for start in (2 * MIB, 0, MIB):
        piece = data[start:start + MIB]
        (tmp_path / "part").write_bytes(piece)
        sent = aws(
            "upload-multipart-part", "--vault-name", "cli", "--upload-id", upload, "--body", "part",
            "--range", f"bytes {start}-{start + len(piece) - 1}/*")
        assert sent["checksum"] == tree_hash(piece)
    parts = aws("list-parts", "--vault-name", "cli", "--upload-id", upload)
    assert [p["RangeInBytes"] for p in parts["Parts"]] == [
        "0-1048575", "1048576-2097151", f"2097152-{len(data) - 1}"]
    paged = aws("list-parts", "--vault-name", "cli", "--upload-id", upload, "--page-size", "1")
    assert paged["Parts"] == parts["Parts"]
    limited = aws("list-parts", "--vault-name", "cli", "--upload-id", upload, "--limit", "2", "--no-paginate")
    assert len(limited["Parts"]) == 2
    rest = aws(
        "list-parts", "--vault-name", "cli", "--upload-id", upload, "--marker", limited["Marker"], "--no-paginate")
    assert rest["Parts"] == parts["Parts"][2:] and rest.get("Marker") is None
    assert "ResourceNotFoundException" in aws(
        "list-parts", "--vault-name", "other", "--upload-id", upload, fails=True)
    listed = aws("list-multipart-uploads", "--vault-name", "cli")["UploadsList"]
    assert [entry["MultipartUploadId"] for entry in listed] == [upload]
    archive = aws(
        "complete-multipart-upload", "--vault-name", "cli", "--upload-id", upload, "--archive-size", str(len(data)),
        "--checksum", tree_hash(data))["archiveId"]
    assert "ResourceNotFoundException" in aws(
        "list-parts", "--vault-name", "cli", "--upload-id", upload, fails=True)
    job = aws(
        "initiate-job", "--vault-name", "cli", "--job-parameters",
        json.dumps({"Type": "archive-retrieval", "ArchiveId": archive}))["jobId"]
    assert aws("describe-job", "--vault-name", "cli", f"--job-id={job}")["StatusCode"] == "Succeeded"
    assert [j["JobId"] for j in aws("list-jobs", "--vault-name", "cli")["JobList"]] == [job]
    output = aws("get-job-output", "--vault-name", "cli", f"--job-id={job}", "out")
    assert (tmp_path / "out").read_bytes() == data
    assert output["checksum"] == tree_hash(data) and output["archiveDescription"] == "by hand"
    aws("delete-archive", "--vault-name", "cli", f"--archive-id={archive}")
    aws("delete-vault", "--vault-name", "cli")


def test_single_upload_abort_and_vaults(aws, tmp_path):
    (tmp_path / "file").write_bytes(payload(1000))
    aws("create-vault", "--vault-name", "cli-2")
    archive = aws("upload-archive", "--vault-name", "cli-2", "--body", "file")
    assert archive["checksum"] == tree_hash(payload(1000))
    upload = aws("initiate-multipart-upload", "--vault-name", "cli-2", "--part-size", str(MIB))["uploadId"]
    aws("abort-multipart-upload", "--vault-name", "cli-2", "--upload-id", upload)
    assert "ResourceNotFoundException" in aws("list-parts", "--vault-name", "cli-2", "--upload-id", upload, fails=True)
    assert aws("describe-vault", "--vault-name", "cli-2")["NumberOfArchives"] == 1
    assert "cli-2" in [v["VaultName"] for v in aws("list-vaults")["VaultList"]]
    assert "Vault not empty or recently written to" in aws("delete-vault", "--vault-name", "cli-2", fails=True)
