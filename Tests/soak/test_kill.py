"""kill -9 of the server at random moments under parallel uploads."""

import os
import random
import threading
import time

import botocore.exceptions

from firn_server import MIB, payload, tree_hash

ROUNDS = int(os.environ.get("FIRN_KILLS", "40"))
WORKERS = 6


class Record:
    """What the server has acknowledged, and what it was asked for without an answer."""

    def __init__(self):
        self.lock = threading.Lock()
        self.archives = {}
        self.deleted = set()
        self.uploads = {}

    def open_upload(self, upload):
        with self.lock:
            self.uploads[upload] = {"acknowledged": {}, "asked": {}, "completing": None}


def work(server, record, seed, stop):
    """Uploads archives and parts, completes and deletes, until the server is gone."""
    chance = random.Random(seed)
    glacier = server.client()
    upload = None
    try:
        while not stop.is_set():
            what = chance.random()
            if what < 0.25:
                data = payload(chance.choice([1, 1000, MIB, 3 * MIB + 5]), chance.random())
                archive = glacier.upload_archive(vaultName="v", body=data)["archiveId"]
                with record.lock:
                    record.archives[archive] = data
            elif upload is None:
                upload = glacier.initiate_multipart_upload(vaultName="v", partSize=str(MIB))["uploadId"]
                record.open_upload(upload)
            elif what < 0.85:
                index = chance.randrange(6)
                data = payload(MIB, chance.random())
                with record.lock:
                    record.uploads[upload]["asked"].setdefault(index, []).append(data)
                glacier.upload_multipart_part(
                    vaultName="v", uploadId=upload, range=f"bytes {index * MIB}-{(index + 1) * MIB - 1}/*", body=data)
                with record.lock:
                    # What was asked for before is replaced; only later requests may still be there instead.
                    record.uploads[upload]["acknowledged"][index] = data
                    record.uploads[upload]["asked"][index] = []
            else:
                parts = record.uploads[upload]["acknowledged"]
                if parts and sorted(parts) == list(range(len(parts))):
                    whole = b"".join(parts[index] for index in range(len(parts)))
                    with record.lock:
                        record.uploads[upload]["completing"] = whole
                    archive = glacier.complete_multipart_upload(
                        vaultName="v", uploadId=upload, archiveSize=str(len(whole)), checksum=tree_hash(whole))["archiveId"]
                    with record.lock:
                        record.archives[archive] = whole
                        del record.uploads[upload]
                    upload = None
                else:
                    upload = None
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, OSError):
        return


def check(server, record):
    glacier = server.client()
    described = glacier.describe_vault(vaultName="v")
    # A completion or an upload that was never answered may have happened; nothing else may be there.
    unanswered = 0
    for upload, state in list(record.uploads.items()):
        try:
            parts = glacier.list_parts(vaultName="v", uploadId=upload)["Parts"]
        except glacier.exceptions.ResourceNotFoundException:
            assert state["completing"] is not None, "an upload is gone that nobody completed"
            whole = state["completing"]
            again = glacier.complete_multipart_upload(
                vaultName="v", uploadId=upload, archiveSize=str(len(whole)), checksum=tree_hash(whole))["archiveId"]
            record.archives[again] = whole
            del record.uploads[upload]
            continue
        listed = {int(p["RangeInBytes"].split("-")[0]) // MIB: p["SHA256TreeHash"] for p in parts}
        for index, data in state["acknowledged"].items():
            allowed = {tree_hash(data)} | {tree_hash(asked) for asked in state["asked"].get(index, [])}
            assert listed.get(index) in allowed, f"part {index} was acknowledged and is not there"
        for index, found in listed.items():
            known = [tree_hash(d) for d in state["asked"].get(index, [])]
            if index in state["acknowledged"]:
                known.append(tree_hash(state["acknowledged"][index]))
            assert found in known, "a part is there that nobody sent"
        state["completing"] = None
    unanswered = described["NumberOfArchives"] - len(record.archives)
    assert 0 <= unanswered <= record.possible, (described["NumberOfArchives"], len(record.archives), record.possible)


def check_bytes(server, archives):
    glacier = server.client()
    for archive, data in archives:
        job = glacier.initiate_job(
            vaultName="v", jobParameters={"Type": "archive-retrieval", "ArchiveId": archive})["jobId"]
        assert glacier.get_job_output(vaultName="v", jobId=job)["body"].read() == data


def test_nothing_acknowledged_is_lost_and_nothing_else_appears(server):
    server.flags += ["--log-level", "warning"]
    chance = random.Random(7)
    server.client().create_vault(vaultName="v")
    record = Record()
    record.possible = 0
    acknowledged = 0
    for round_number in range(ROUNDS):
        stop = threading.Event()
        threads = [
            threading.Thread(target=work, args=(server, record, f"{round_number}-{n}", stop)) for n in range(WORKERS)]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.05, 1.2))
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        # Each worker may have had one archive under way whose answer never came.
        record.possible += WORKERS
        before = len(record.archives)
        server.start()
        check(server, record)
        fresh = list(record.archives.items())[acknowledged:]
        check_bytes(server, fresh)
        acknowledged = max(before, len(record.archives))
        assert os.listdir(f"{server.folder}/incoming") == []
    check_bytes(server, record.archives.items())
    parts = sum(len(state["acknowledged"]) for state in record.uploads.values())
    print(
        f"\n{ROUNDS} times kill -9: {len(record.archives)} archives acknowledged and each byte right, {parts} parts of "
        f"{len(record.uploads)} uploads in progress acknowledged and right, nothing else visible")
