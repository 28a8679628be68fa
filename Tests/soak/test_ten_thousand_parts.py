"""An upload of as many parts as there can be, once."""

import concurrent.futures
import hashlib
import threading
import time

from firn_server import MIB, hashes, tree_root

PARTS = 10_000


def body(number):
    return hashlib.sha256(b"%d" % number).digest() * (MIB // 32)


def test_ten_thousand_parts_of_one_mebibyte(server):
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    upload = glacier.initiate_multipart_upload(vaultName="v", partSize=str(MIB))["uploadId"]
    local = threading.local()
    sent = [None] * PARTS

    def send(number):
        client = getattr(local, "client", None) or server.client()
        local.client = client
        piece = body(number)
        digest = hashlib.sha256(piece).hexdigest()
        client.upload_multipart_part(
            vaultName="v", uploadId=upload, range=f"bytes {number * MIB}-{(number + 1) * MIB - 1}/*", body=piece,
            checksum=digest)
        sent[number] = digest

    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        # From both ends towards the middle: out of order, and several at once.
        order = [n // 2 if n % 2 == 0 else PARTS - 1 - n // 2 for n in range(PARTS)]
        list(pool.map(send, order))
    uploaded = time.monotonic() - start

    start = time.monotonic()
    listed, pages, marker, slowest = [], 0, None, 0
    while True:
        began = time.monotonic()
        page = glacier.list_parts(vaultName="v", uploadId=upload, **({"marker": marker} if marker else {}))
        slowest = max(slowest, time.monotonic() - began)
        listed += page["Parts"]
        pages += 1
        marker = page.get("Marker")
        if marker is None:
            break
    listing = time.monotonic() - start
    assert pages == PARTS // 50
    assert listed == [
        {"RangeInBytes": f"{n * MIB}-{(n + 1) * MIB - 1}", "SHA256TreeHash": sent[n]} for n in range(PARTS)]

    root = tree_root([bytes.fromhex(digest) for digest in sent]).hex()
    start = time.monotonic()
    archive = glacier.complete_multipart_upload(
        vaultName="v", uploadId=upload, archiveSize=str(PARTS * MIB), checksum=root)["archiveId"]
    completed = time.monotonic() - start
    print(
        f"\n10,000 parts of 1 MiB: uploaded in {uploaded:.1f} s ({PARTS * MIB / uploaded / 1e6:.0f} MB/s with boto3), "
        f"{pages} pages of ListParts in {listing:.2f} s (slowest {slowest * 1000:.1f} ms), completed in "
        f"{completed * 1000:.0f} ms, peak resident memory {server.resident_bytes(peak=True) / MIB:.0f} MiB")

    job = glacier.initiate_job(
        vaultName="v", jobParameters={"Type": "archive-retrieval", "ArchiveId": archive})["jobId"]
    stream = glacier.get_job_output(vaultName="v", jobId=job)["body"]
    for number in range(PARTS):
        piece = stream.read(MIB)
        assert hashlib.sha256(piece).hexdigest() == sent[number], f"part {number} came back different"
    assert stream.read(1) == b""
    assert hashes(body(0))["x-amz-sha256-tree-hash"] == sent[0]
