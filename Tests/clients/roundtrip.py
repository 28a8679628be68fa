"""The way back: a retrieval job and its output."""

import concurrent.futures

from firn_server import hashes


def retrieve(glacier, vault, archive, byte_range=None, **parameters):
    """Starts a job that is done at once and opens its output."""
    job = glacier.initiate_job(
        vaultName=vault, jobParameters={"Type": "archive-retrieval", "ArchiveId": archive, **parameters})
    keywords = {"range": byte_range} if byte_range else {}
    return glacier.get_job_output(vaultName=vault, jobId=job["jobId"], **keywords)


def upload_parts(upload, data, part_size, order=None, threads=4):
    """Uploads parts through boto3's resource, several at once, in any order."""
    starts = list(range(0, len(data), part_size))
    if order:
        starts = order(starts)

    def send(start):
        piece = data[start:start + part_size]
        answer = upload.upload_part(range=f"bytes {start}-{start + len(piece) - 1}/*", body=piece)
        assert answer["checksum"] == hashes(piece)["x-amz-sha256-tree-hash"]

    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        list(pool.map(send, starts))
