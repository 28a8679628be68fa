"""The whole main job by itself, on a temporary folder and a free port, with a real file.

Starts the server, uploads the file in parts with boto3, lists the parts in pages, completes, retrieves, compares, and
shows what happened with times and rates.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time

import boto3
import botocore.config
import botocore.utils

MIB = 1 << 20
LEAST = 200 * 10**6


def large_file():
    """A large file that is on the machine anyway: the largest of the Swift toolchain."""
    swift = os.path.realpath(shutil.which("swift"))
    root = os.path.dirname(os.path.dirname(swift))
    found = (0, None)
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not os.path.islink(path):
                found = max(found, (os.path.getsize(path), path))
    return found[1]


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, seconds=None, size=None, note=""):
        rate = f"{size / seconds / 1e6:,.0f} MB/s" if size and seconds else ""
        spent = f"{seconds:.3f} s" if seconds is not None else ""
        self.rows.append((what, spent, rate, note))
        print(f"  {what:<34}{spent:>12}{rate:>14}  {note}", flush=True)


def timed(work):
    start = time.monotonic()
    result = work()
    return result, time.monotonic() - start


def part_size(size):
    """At least 8 MiB, and small enough that 10,000 parts suffice."""
    chosen = 8 * MIB
    while size > chosen * 10_000:
        chosen *= 2
    return chosen


def start_server(binary, folder):
    ready = f"{folder}/ready.json"
    key, secret = "AKIA" + secrets.token_hex(8).upper(), secrets.token_hex(20)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FIRN_")}
    environment |= {"FIRN_ROOT_ACCESS_KEY_ID": key, "FIRN_ROOT_SECRET_ACCESS_KEY": secret}
    log = open(f"{folder}/server.log", "wb")
    process = subprocess.Popen(
        [binary, "serve", "--data", f"{folder}/data", "--listen", "127.0.0.1:0", "--operator", "127.0.0.1:0",
         "--ready-file", ready, "--log-level", "warning"],
        stdout=log, stderr=log, env=environment)
    while not os.path.exists(ready):
        if process.poll() is not None:
            sys.exit("the server did not start:\n" + open(f"{folder}/server.log").read())
        time.sleep(0.01)
    endpoint = json.load(open(ready))["endpoint"]
    glacier = boto3.resource(
        "glacier", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret,
        config=botocore.config.Config(max_pool_connections=16))
    return process, endpoint, glacier


def send_part(upload, path, first, length):
    with open(path, "rb") as file:
        file.seek(first)
        body = file.read(length)
    upload.upload_part(range=f"bytes {first}-{first + len(body) - 1}/*", body=body)


def list_all(upload):
    """Every part, through pages that are followed by their markers."""
    parts, pages, marker = [], 0, None
    while True:
        page = upload.parts(**({"marker": marker} if marker else {}), limit="7")
        parts += page["Parts"]
        pages += 1
        marker = page.get("Marker")
        if marker is None:
            return parts, pages


def tour(binary, path, folder):
    size = os.path.getsize(path)
    print(f"file      {path} ({size:,} bytes)")
    table = Table()
    (process, endpoint, glacier), seconds = timed(lambda: start_server(binary, folder))
    print(f"endpoint  {endpoint}\nfolder    {folder}\n")
    try:
        table.add("start the server", seconds)
        vault, seconds = timed(lambda: glacier.create_vault(accountId="-", vaultName="tour"))
        table.add("create a vault", seconds)
        chosen = part_size(size)
        upload, seconds = timed(lambda: vault.initiate_multipart_upload(
            archiveDescription=os.path.basename(path), partSize=str(chosen)))
        table.add("initiate a multipart upload", seconds, note=f"parts of {chosen // MIB} MiB")
        starts = list(range(0, size, chosen))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            _, seconds = timed(lambda: list(
                pool.map(lambda first: send_part(upload, path, first, chosen), reversed(starts))))
        table.add("upload the parts, 4 at once", seconds, size, f"{len(starts)} parts, last one first; boto3 hashes too")
        (parts, pages), seconds = timed(lambda: list_all(upload))
        assert [int(p["RangeInBytes"].split("-")[0]) for p in parts] == starts, "the list of parts is not what was sent"
        table.add("list the parts", seconds, note=f"{len(parts)} parts on {pages} pages")
        with open(path, "rb") as file:
            checksum, seconds = timed(lambda: botocore.utils.calculate_tree_hash(file))
        table.add("tree hash of the file, by botocore", seconds, size)
        done, seconds = timed(lambda: upload.complete(archiveSize=str(size), checksum=checksum))
        table.add("complete the upload", seconds, note=f"archive {done['archiveId'][:12]}…")
        try:
            upload.parts()
            sys.exit("a completed upload still lists parts")
        except glacier.meta.client.exceptions.ResourceNotFoundException:
            table.add("list the parts again", note="ResourceNotFoundException, as it should be")
        job, seconds = timed(lambda: vault.Archive(done["archiveId"]).initiate_archive_retrieval())
        table.add("initiate a retrieval job", seconds)
        job.load()
        table.add("describe the job", note=f"{job.status_code}, {job.archive_size_in_bytes:,} bytes")
        digest, seconds = timed(lambda: compare(job.get_output()["body"], path))
        table.add("retrieve and compare each byte", seconds, size, f"SHA-256 {digest[:16]}…")
        _, seconds = timed(lambda: (process.terminate(), process.wait(60)))
        table.add("stop the server", seconds, note=f"exit status {process.returncode}")
        assert process.returncode == 0
        print("\nEvery byte came back the same.")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def compare(body, path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while True:
            received, expected = body.read(4 * MIB), file.read(4 * MIB)
            assert received == expected, "a byte came back different"
            if not expected:
                return digest.hexdigest()
            digest.update(received)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--file")
    arguments = parser.parse_args()
    path = os.path.abspath(arguments.file or large_file())
    if not arguments.file and os.path.getsize(path) < LEAST:
        sys.exit(f"no file of {LEAST:,} bytes was found; name one with FILE=…")
    with tempfile.TemporaryDirectory(prefix="firn-tour-") as folder:
        tour(os.path.abspath(arguments.binary), path, folder)


if __name__ == "__main__":
    main()
