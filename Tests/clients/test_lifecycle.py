"""Starting, stopping, crashing, expiring and sweeping."""

import glob
import os
import re
import signal
import socket
import stat
import subprocess
import threading

import botocore.exceptions
import pytest

import blob_folder
from firn_server import FirnServer, MIB, hashes, payload, tree_hash, wait_for
from roundtrip import retrieve, upload_parts


def blobs(server):
    return list(blob_folder.blobs(server.folder))


def test_everything_survives_a_crash(start):
    server = start()
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    data = payload(3 * MIB + 1)
    single = glacier.upload_archive(vaultName="v", body=data)["archiveId"]
    upload = server.resource().Vault("-", "v").initiate_multipart_upload(partSize=str(MIB))
    upload.upload_part(range=f"bytes 0-{MIB - 1}/*", body=data[:MIB])
    server.restart()
    glacier = server.client()
    upload = server.resource().MultipartUpload("-", "v", upload.id)
    assert [p["SHA256TreeHash"] for p in upload.parts()["Parts"]] == [tree_hash(data[:MIB])]
    upload_parts(upload, data, MIB)
    archive = upload.complete(archiveSize=str(len(data)), checksum=tree_hash(data))["archiveId"]
    server.restart()
    glacier = server.client()
    for archive_id in (single, archive):
        assert retrieve(glacier, "v", archive_id)["body"].read() == data


def test_a_graceful_stop_finishes_what_is_under_way(start):
    server = start()
    server.client().create_vault(vaultName="v")
    data = payload(MIB)
    sent = server.signed("POST", "/-/vaults/v/archives", hashes(data))
    lines = ["POST /-/vaults/v/archives HTTP/1.1", *(f"{k}: {v}" for k, v in sent.items()), f"Content-Length: {MIB}",
             "Expect: 100-continue"]
    with socket.create_connection(server.host_and_port, timeout=30) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        connection.sendall(data[:1000])
        server.process.send_signal(signal.SIGTERM)

        def refuses():
            try:
                socket.create_connection(server.host_and_port, timeout=1).close()
                return False
            except OSError:
                return True

        wait_for(refuses, "no new connection is taken")
        connection.sendall(data[1000:])
        answer = connection.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 201 "), answer
    archive = re.search(r"x-amz-archive-id: (\S+)", answer, re.I).group(1)
    assert server.process.wait(30) == 0
    server.start()
    assert retrieve(server.client(), "v", archive)["body"].read() == data


def test_one_process_uses_a_data_folder(start):
    server = start()
    ready, command = server.command()
    second = subprocess.run(command, env=server.environment, capture_output=True, text=True, timeout=60)
    assert second.returncode != 0
    assert "in use by another process" in second.stderr
    server.client().list_vaults()


def test_root_keys_are_made_once_kept_secret_and_shown_once(start):
    server = start(keys=False)
    file = f"{server.folder}/keys/root-credentials"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(f"{server.folder}/keys/key-ring").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(f"{server.folder}/keys").st_mode) == 0o700
    text = open(file).read()
    key = re.search(r"aws_access_key_id = ([A-Z0-9]{20})\n", text).group(1)
    secret = re.search(r"aws_secret_access_key = (\S{40})\n", text).group(1)
    assert server.output().count(secret) == 1
    server.client(aws_access_key_id=key, aws_secret_access_key=secret).create_vault(vaultName="v")
    server.restart()
    assert server.output().count(secret) == 1, "a later start does not show it"
    assert server.client(aws_access_key_id=key, aws_secret_access_key=secret).list_vaults()["VaultList"]
    assert secret.encode() not in open(f"/proc/{server.process.pid}/cmdline", "rb").read()


def test_the_printed_command_works_at_once(start, tmp_path):
    import sys
    server = start(keys=False)
    line = re.search(r"^  (AWS_SHARED_CREDENTIALS_FILE=\S+ .*)$", server.output(), re.M).group(1)
    environment = {"PATH": os.path.dirname(sys.executable) + ":" + os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "/vaults/photos" in done.stdout


def test_a_missing_key_ring_is_never_replaced(start):
    server = start()
    server.kill()
    os.rename(f"{server.folder}/keys/key-ring", f"{server.folder}/elsewhere")
    _, command = server.command()
    done = subprocess.run(command, env=server.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "key ring" in done.stderr
    assert not os.path.exists(f"{server.folder}/keys/key-ring")
    server.flags += ["--key-ring", f"{server.folder}/elsewhere"]
    server.start()


def test_idle_uploads_expire_and_free_their_space(start):
    server = start(
        "--upload-idle-lifetime", "1s", "--upkeep-interval", "50ms", "--reclaim-delay", "0")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    upload = glacier.initiate_multipart_upload(vaultName="v", partSize=str(MIB))["uploadId"]
    for index in range(3):
        glacier.upload_multipart_part(
            vaultName="v", uploadId=upload, range=f"bytes {index * MIB}-{index * MIB + 2}/*", body=b"abc")
    assert len(blobs(server)) == 3

    def gone():
        try:
            glacier.list_parts(vaultName="v", uploadId=upload)
        except glacier.exceptions.ResourceNotFoundException:
            return True

    wait_for(gone, "the upload has expired")
    assert glacier.list_multipart_uploads(vaultName="v")["UploadsList"] == []
    wait_for(lambda: blobs(server) == [], "its bytes are removed")


def test_what_was_given_up_is_swept(start):
    server = start("--upkeep-interval", "50ms", "--reclaim-delay", "0", "--job-lifetime", "1s")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive = glacier.upload_archive(vaultName="v", body=payload(MIB))["archiveId"]
    upload = server.resource().Vault("-", "v").initiate_multipart_upload(partSize=str(MIB))
    for content in (b"abc", b"xyz"):
        upload.upload_part(range="bytes 0-2/*", body=content)
    wait_for(lambda: len(blobs(server)) == 2, "the replaced part is removed")
    upload.abort()
    wait_for(lambda: len(blobs(server)) == 1, "the aborted part is removed")
    retrieve(glacier, "v", archive)["body"].read()
    glacier.delete_archive(vaultName="v", archiveId=archive)
    wait_for(lambda: len(blobs(server)) == 0, "the archive is removed once no job gives it out")
    glacier.delete_vault(vaultName="v")
    assert glacier.list_vaults()["VaultList"] == []


def test_blobs_without_a_row_are_swept_and_the_others_are_not(start):
    server = start("--upkeep-interval", "50ms", "--grace-period", "2s", "--reclaim-delay", "0")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive = glacier.upload_archive(vaultName="v", body=b"abc")["archiveId"]
    (kept,) = blobs(server)
    folder = glob.glob(f"{server.folder}/blobs/*/*")[0]
    orphan = kept[:12] + "0" * 20
    with open(f"{folder}/{orphan}", "wb") as file:
        file.write(b"left behind by a crash")
    with open(f"{server.folder}/incoming/{orphan}", "wb") as file:
        file.write(b"x")
    wait_for(lambda: blobs(server) == [kept], "the blob without a row is removed")
    assert retrieve(glacier, "v", archive)["body"].read() == b"abc"
    server.restart()
    assert os.listdir(f"{server.folder}/incoming") == []


def test_a_damaged_blob_is_never_served(start):
    server = start()
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    data = payload(2 * MIB)
    archive = glacier.upload_archive(vaultName="v", body=data)["archiveId"]
    (path,) = glob.glob(f"{server.folder}/blobs/*/*/*")
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) // 2 + 300_000)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(Exception):
        body = retrieve(glacier, "v", archive)["body"].read()
        assert len(body) == len(data), "the transfer broke off"
    undamaged = retrieve(glacier, "v", archive, "bytes=0-1048575")["body"].read()
    assert undamaged == data[:MIB]
    assert glacier.describe_vault(vaultName="v")["NumberOfArchives"] == 1


def test_a_damaged_short_blob_is_never_served_and_spoils_no_other(start):
    server = start()
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archives = [glacier.upload_archive(vaultName="v", body=payload(3000, n))["archiveId"] for n in range(3)]
    (path,) = glob.glob(f"{server.folder}/blobs/*/*/*")
    keys = sorted(blobs(server))
    with open(path, "r+b") as file:
        sealed = blob_folder.blobs(server.folder)[keys[1]]
        place = file.read().index(sealed) + len(sealed) // 2
        file.seek(place)
        file.write(bytes([sealed[len(sealed) // 2] ^ 1]))
    with pytest.raises(Exception):
        retrieve(glacier, "v", archives[1])["body"].read()
    for number in (0, 2):
        assert retrieve(glacier, "v", archives[number])["body"].read() == payload(3000, number)
    server.restart()
    for number in (0, 2):
        assert retrieve(server.client(), "v", archives[number])["body"].read() == payload(3000, number)
    assert sorted(blobs(server)) == keys


def test_the_bytes_on_disk_are_sealed(start):
    server = start()
    glacier = server.client()
    glacier.create_vault(vaultName="secret-vault")
    glacier.upload_archive(vaultName="secret-vault", archiveDescription="secret-words", body=b"secret-content" * 100)
    (path,) = glob.glob(f"{server.folder}/blobs/*/*/*")
    sealed = open(path, "rb").read()
    (blob,) = blob_folder.blobs(server.folder).values()
    assert blob in sealed
    for word in (b"secret-content", b"secret-words", b"secret-vault"):
        assert word not in sealed
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_health_and_metrics(start):
    server = start()
    assert server.operator("/health")[0] == 200
    server.client().list_vaults()
    status, text = server.operator("/metrics")
    assert status == 200 and "ListVaults" in text


def test_tls_by_files(start, tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days",
         "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=tmp_path, check=True, capture_output=True)
    server = start("--tls-certificate", f"{tmp_path}/cert.pem", "--tls-key", f"{tmp_path}/key.pem")
    assert server.endpoint.startswith("https://")
    glacier = server.client(verify=f"{tmp_path}/cert.pem")
    glacier.create_vault(vaultName="v")
    data = payload(3 * MIB)
    archive = glacier.upload_archive(vaultName="v", body=data)["archiveId"]
    assert retrieve(glacier, "v", archive)["body"].read() == data


def test_a_full_disk_refuses_and_loses_nothing(start, tmp_path):
    """On a small file system of memory; only root can mount one."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    mount = tmp_path / "small"
    mount.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(mount)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("no file system can be mounted here")
    server = FirnServer(mount / "data", flags=["--upkeep-interval", "50ms", "--reclaim-delay", "0"])
    try:
        server.start()
        glacier = server.client()
        glacier.create_vault(vaultName="v")
        kept, refused = [], 0
        for number in range(12):
            data = payload(4 * MIB, number)
            try:
                kept.append((glacier.upload_archive(vaultName="v", body=data)["archiveId"], data))
            except botocore.exceptions.ClientError as error:
                assert error.response["Error"]["Code"] == "ServiceUnavailableException"
                refused += 1
        assert kept and refused
        assert server.operator("/health")[0] == 503
        for archive, data in kept:
            assert retrieve(glacier, "v", archive)["body"].read() == data
        server.restart()
        glacier = server.client()
        for archive, data in kept:
            assert retrieve(glacier, "v", archive)["body"].read() == data
        for archive, _ in kept:
            glacier.delete_archive(vaultName="v", archiveId=archive)
    finally:
        server.discard()
        subprocess.run(["umount", "-l", str(mount)], check=False)
