"""`firn serve` and its settings."""

import json
import subprocess

import pytest

from firn_server import binary

NAMES = ["data", "listen", "operator", "ready-file", "timing", "expedited-delay", "standard-delay", "bulk-delay",
         "job-lifetime", "inventory-interval", "first-inventory-delay", "upload-idle-lifetime",
         "completed-upload-memory", "aborted-upload-memory", "vault-lock-lifetime", "signature-skew", "notifications",
         "notification-lifetime"]


def serve(*flags, environment=None, cwd=None):
    return subprocess.run(
        [binary(), "serve", *flags], capture_output=True, text=True, timeout=60, cwd=cwd,
        env={"PATH": "/usr/bin:/bin", **(environment or {})})


def test_help_lists_every_setting_and_its_variable():
    text = serve("--help").stdout
    for name in NAMES:
        assert f"--{name} " in text, name
        assert f"FIRN_{name.upper().replace('-', '_')}" in text.replace("\n", "").replace(" ", ""), name
    assert "127.0.0.1:8410" in text and "127.0.0.1:8411" in text and "firn-data" in text


def test_every_mistake_is_listed_and_nothing_started(tmp_path):
    done = serve(
        "--data", str(tmp_path / "data"), "--listen", "nowhere", "--standard-delay", "4 hours", "--timing", "slow",
        "--tls-key", "x", environment={"FIRN_BULK_DELAY": "-1h", "FIRN_OPERATOR": "127.0.0.1:99999"})
    assert done.returncode != 0
    for name in ("listen", "standard-delay", "timing", "bulk-delay", "operator", "tls-certificate"):
        assert f"  - {name}" in done.stderr, done.stderr
    assert not (tmp_path / "data").exists()


def test_unknown_keys_of_the_file_are_refused(tmp_path):
    file = tmp_path / "firn.json"
    file.write_text(json.dumps({"data": "x", "standart-delay": "4h", "listen": []}))
    done = serve("--config", str(file), cwd=tmp_path)
    assert done.returncode != 0
    assert "standart-delay" in done.stderr and "listen" in done.stderr
    file.write_text("not json")
    assert "not one JSON object" in serve("--config", str(file), cwd=tmp_path).stderr
    assert "cannot be read" in serve("--config", str(tmp_path / "absent"), cwd=tmp_path).stderr


def test_flags_come_before_environment_before_file(start, tmp_path):
    file = tmp_path / "firn.json"
    file.write_text(json.dumps({"region": "eu-west-1", "standard-delay": "1h", "bulk-delay": "1h", "timing": "faithful"}))
    server = start(
        "--config", str(file), "--bulk-delay", "0", "--region", "us-east-1",
        environment={"FIRN_STANDARD_DELAY": "0", "FIRN_REGION": "eu-north-1", "FIRN_BULK_DELAY": "2h"})
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive = glacier.upload_archive(vaultName="v", body=b"x")["archiveId"]
    statuses = {}
    for tier in ("Expedited", "Standard", "Bulk"):
        job = glacier.initiate_job(
            vaultName="v", jobParameters={"Type": "archive-retrieval", "ArchiveId": archive, "Tier": tier})["jobId"]
        statuses[tier] = glacier.describe_job(vaultName="v", jobId=job)["StatusCode"]
    assert statuses == {"Expedited": "InProgress", "Standard": "Succeeded", "Bulk": "Succeeded"}


def test_another_region_and_partition(start):
    server = start("--region", "cn-north-1", "--partition", "aws-cn")
    glacier = server.client(region_name="cn-north-1")
    glacier.create_vault(vaultName="v")
    assert glacier.describe_vault(vaultName="v")["VaultARN"].startswith("arn:aws-cn:glacier:cn-north-1:")


def test_a_start_that_cannot_succeed_says_why(start, tmp_path):
    running = start()
    taken = running.addresses["listen"]
    done = serve("--data", str(tmp_path / "a"), "--listen", taken, "--operator", "127.0.0.1:0")
    assert done.returncode != 0 and "cannot listen: Address already in use" in done.stderr
    done = serve("--data", str(tmp_path / "b"), "--tls-certificate", "/absent.pem", "--tls-key", "/absent.key")
    assert done.returncode != 0 and "/absent.pem" in done.stderr
    assert not (tmp_path / "b").exists()
