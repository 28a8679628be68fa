"""The loss of power at random moments under parallel uploads: what was acknowledged is there afterwards.

What it can show: a sync of a file or a folder that is missing, or that comes after the answer; an answer although a
sync failed; a catalogue that knows blobs which are not there. A folder's lost names and a file's lost bytes, lengths
and extents are real ones, of the kernel's own ext4 and xfs; half of the cuts also lose what the disk had not flushed.
The server is asked through its API only.

What it cannot show: sectors torn in the middle, a disk that lies about its flushes, a disk that writes some of what is
in its cache and not the rest. Where two clients write at once, the sync of the one commits what the other forgot; hence
some rounds have one client only, and the cut comes with an answer or shortly after it.

FIRN_POWER_CUTS is the number of cuts for each kind of file system. FIRN_POWER_SEED is what a run has printed, to make
the same choices again; how the clients' requests fall together is not chosen.
"""

import contextlib
import json
import mmap
import os
import random
import subprocess
import threading
import time

import botocore.exceptions
import pytest

from firn_server import MIB, FirnServer, tree_hash, tree_root
from power import Disk, why_not

CUTS = int(os.environ.get("FIRN_POWER_CUTS", "20"))
SEED = os.environ.get("FIRN_POWER_SEED") or str(random.randrange(1 << 32))
GONE = "ResourceNotFoundException"


class Upload:
    """An upload in parts, as its client knows it. A part's content is known by its tree hash."""

    def __init__(self, identifier, name, part):
        self.identifier, self.name, self.part = identifier, name, part
        self.acknowledged = {}
        self.asked = {}
        self.completing = None

    def send(self, glacier, index, body):
        tree = tree_hash(body)
        self.asked.setdefault(index, []).append(tree)
        glacier.upload_multipart_part(
            vaultName="v", uploadId=self.identifier, body=body, checksum=tree,
            range=f"bytes {index * self.part}-{(index + 1) * self.part - 1}/*")
        # What was asked for before is replaced.
        self.acknowledged[index], self.asked[index] = tree, []

    def complete(self, glacier, parts):
        """The archive's identifier and, as the record keeps them, its description, size and tree hash."""
        size = len(parts) * self.part
        tree = tree_root([bytes.fromhex(parts[index]) for index in range(len(parts))]).hex()
        self.completing = (self.name, size, tree)
        made = glacier.complete_multipart_upload(
            vaultName="v", uploadId=self.identifier, archiveSize=str(size), checksum=tree)
        assert made["checksum"] == tree
        return made["archiveId"], self.completing


class Record:
    """What was acknowledged, and what was asked for without an answer. Archives are (description, size, tree hash)."""

    def __init__(self):
        self.lock = threading.Lock()
        self.archives, self.asked = {}, {}
        self.deleted, self.deleting = set(), set()
        self.uploads = []
        self.read = set()
        self.answers = self.numbers = 0
        self.at, self.reached = None, lambda: None
        self.refusals = []

    def number(self):
        with self.lock:
            self.numbers += 1
            return self.numbers

    def answered(self):
        """Counts an acknowledged write; with the one that the round waits for comes its end."""
        with self.lock:
            self.answers += 1
            now = self.answers == self.at
        if now:
            self.reached()


class Client(threading.Thread):
    """Uploads archives and parts, completes and deletes, until the server does not answer."""

    def __init__(self, server, record, seed):
        super().__init__()
        self.record, self.chance, self.glacier = record, random.Random(seed), server.client()
        self.mine, self.upload = [], None

    def run(self):
        try:
            while True:
                what = self.chance.random()
                if what < 0.45:
                    self.send_archive()
                elif what < 0.55 and self.mine:
                    self.delete()
                elif what < 0.9 or self.upload is None:
                    self.send_part()
                else:
                    self.complete()
        except botocore.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
                self.record.refusals.append(str(error))
        except (botocore.exceptions.BotoCoreError, OSError):
            pass

    def keep(self, archive, known):
        self.record.archives[archive] = known
        self.mine.append(archive)
        self.record.answered()

    def send_archive(self):
        size = self.chance.choice([1, 1024, 1024, 1024, 4096, 100_000, MIB, 3 * MIB + 5, 9 * MIB + 1])
        body, name = self.chance.randbytes(size), f"archive {self.record.number()}"
        known = (name, size, tree_hash(body))
        self.record.asked[name] = known
        self.keep(
            self.glacier.upload_archive(vaultName="v", body=body, archiveDescription=name)["archiveId"], known)

    def send_part(self):
        if self.upload is None:
            part, name = self.chance.choice([1, 1, 8]) * MIB, f"upload {self.record.number()}"
            made = self.glacier.initiate_multipart_upload(
                vaultName="v", partSize=str(part), archiveDescription=name)["uploadId"]
            self.upload = Upload(made, name, part)
            self.record.uploads.append(self.upload)
            self.record.answered()
        self.upload.send(
            self.glacier, self.chance.randrange(len(self.upload.acknowledged) + 1),
            self.chance.randbytes(self.upload.part))
        self.record.answered()

    def complete(self):
        if self.upload.acknowledged:
            archive, known = self.upload.complete(self.glacier, self.upload.acknowledged)
            self.record.uploads.remove(self.upload)
            self.keep(archive, known)
        self.upload = None

    def delete(self):
        archive = self.mine.pop(self.chance.randrange(len(self.mine)))
        self.record.deleting.add(archive)
        self.glacier.delete_archive(vaultName="v", archiveId=archive)
        self.record.deleted.add(archive)
        self.record.answered()


class Examination:
    """Compares a server that has come back with the record, and collects what is wrong."""

    def __init__(self, server, record, everything):
        self.glacier, self.record, self.everything = server.client(), record, everything
        self.losses = []
        self.archives = self.parts = self.gone = 0

    def run(self):
        for upload in list(self.record.uploads):
            self.examine_upload(upload)
        self.record.uploads.clear()
        listed = self.inventory()
        if listed is not None:
            self.examine_listing(listed)
        # Those that were read after an earlier cut are listed; their bytes are read again at the end.
        for archive in set(self.record.archives) - (set() if self.everything else self.record.read):
            name, _, tree = self.record.archives[archive]
            if self.read(archive) != tree:
                self.losses.append(f"{name} does not come back as it was acknowledged")
            self.record.read.add(archive)
            self.archives += 1
        for archive in self.record.deleted:
            if self.read(archive) is not None:
                self.losses.append("a deleted archive can be read")
            self.gone += 1
        return self.losses

    def examine_upload(self, upload):
        """Looks at the parts, then sends what is missing and completes, so that all bytes can be read."""
        try:
            listed = self.glacier.list_parts(vaultName="v", uploadId=upload.identifier)["Parts"]
        except self.glacier.exceptions.ResourceNotFoundException:
            if upload.completing is None:
                self.losses.append(f"{upload.name} is gone")
            else:
                # The answer to its completion was lost; asked again, the server tells it.
                self.finish(upload, upload.acknowledged)
            return
        found = {int(part["RangeInBytes"].split("-")[0]) // upload.part: part["SHA256TreeHash"] for part in listed}
        for index in sorted(set(found) | set(upload.acknowledged)):
            known = [upload.acknowledged.get(index), *upload.asked.get(index, [])]
            # Without an acknowledged part before it, an unanswered one may be there or not.
            if found.get(index) not in known:
                self.losses.append(f"part {index} of {upload.name} is {found.get(index)}, and was sent as {known}")
            self.parts += index in upload.acknowledged
        if found:
            with contextlib.suppress(botocore.exceptions.ClientError):
                for index in set(range(max(found) + 1)) - set(found):
                    body = random.Random(index).randbytes(upload.part)
                    upload.send(self.glacier, index, body)
                    found[index] = tree_hash(body)
            self.finish(upload, found)

    def finish(self, upload, parts):
        try:
            archive, known = upload.complete(self.glacier, parts)
            self.record.archives[archive] = known
        except botocore.exceptions.ClientError as error:
            self.losses.append(f"{upload.name} cannot be completed: {error}")

    def inventory(self):
        try:
            job = self.glacier.initiate_job(vaultName="v", jobParameters={"Type": "inventory-retrieval"})["jobId"]
            output = self.glacier.get_job_output(vaultName="v", jobId=job)["body"].read()
            return {entry["ArchiveId"]: entry for entry in json.loads(output)["ArchiveList"]}
        except botocore.exceptions.ClientError as error:
            self.losses.append(f"there is no inventory: {error}")
            return None

    def examine_listing(self, listed):
        """Every archive that is listed was sent like that, and no other; then the record knows what became of all."""
        record = self.record
        for archive in record.deleting - record.deleted - set(listed):
            record.deleted.add(archive)
        record.deleting.clear()
        for archive in record.deleted:
            record.archives.pop(archive, None)
        known_names = {name for name, _, _ in record.archives.values()}
        for archive, entry in listed.items():
            found = (entry["ArchiveDescription"], entry["Size"], entry["SHA256TreeHash"])
            if archive in record.deleted:
                self.losses.append(f"{found} is listed although it was deleted")
            elif archive in record.archives:
                if found != record.archives[archive]:
                    self.losses.append(f"{record.archives[archive]} is listed as {found}")
            elif found[0] in known_names or record.asked.get(found[0]) != found:
                self.losses.append(f"{found} is listed although nobody sent it")
            else:
                record.archives[archive] = found
        record.asked.clear()
        for archive in set(record.archives) - set(listed):
            self.losses.append(f"{record.archives[archive]} is not listed")

    def read(self, archive):
        """The tree hash of the bytes that a retrieval job gives, or None where the archive is not found."""
        try:
            job = self.glacier.initiate_job(
                vaultName="v", jobParameters={"Type": "archive-retrieval", "ArchiveId": archive})["jobId"]
            return tree_hash(self.glacier.get_job_output(vaultName="v", jobId=job)["body"].read())
        except botocore.exceptions.ClientError as error:
            return None if error.response["Error"]["Code"] == GONE else str(error)
        except botocore.exceptions.BotoCoreError as error:
            return str(error)


class PoweredServer(FirnServer):
    """A server whose data are on the disk, and whose log is not."""

    def __init__(self, disk, folder, **keywords):
        super().__init__(folder, flags=["--log-level", "warning"], **keywords)
        self.data = f"{disk.folder}/data"

    def command(self):
        ready, command = super().command()
        command[command.index("--data") + 1] = self.data
        return ready, command


def load_until_the_cut(disk, server, record, clients, answers, delay, flushed):
    """The disk loses its power with so many answers, or `delay` seconds later; the server and its clients end."""
    over, failed = threading.Event(), []

    def cut():
        try:
            disk.cut(flushed)
        except OSError as error:
            failed.append(error)
        over.set()

    # Without a delay it is the client who does it, before anything else is asked for by that client.
    record.reached = threading.Timer(delay, cut).start if delay else cut
    record.at = record.answers + answers
    for client in clients:
        client.start()
    while not over.wait(0.1):
        assert record.answers >= record.at or any(client.is_alive() for client in clients), "all clients ended before"
    server.kill()
    for client in clients:
        client.join()
    assert not failed and not record.refusals, (failed, record.refusals)


def one_round(disk, server, record, chance, number, everything=False):
    """What is wrong after a cut, and a line about it. All archives are read, or those that are new."""
    size, flushed = chance.choice([1, 1, 2, 8]), number % 2 == 0
    answers, delay = chance.randrange(1, 30 * size), chance.choice([0, chance.uniform(0, 0.2)])
    clients = [Client(server, record, f"{chance.random()} {index}") for index in range(size)]
    before = record.answers
    load_until_the_cut(disk, server, record, clients, answers, delay, flushed)
    acknowledged = record.answers - before
    disk.power_up()
    try:
        server.start()
    except AssertionError as error:
        return [f"the server does not start: {error}"], ""
    examination = Examination(server, record, everything)
    losses = examination.run()
    return losses, (
        f"cut {number} with {'what the disk had kept' if flushed else 'the cache of the disk lost'}: {size} clients, "
        f"{acknowledged} writes acknowledged; {examination.archives} archives read, "
        f"{len(record.archives)} listed, {examination.parts} parts compared, "
        f"{examination.gone} deleted ones gone")


@pytest.fixture(params=["ext4", "xfs"])
def disk(request, tmp_path):
    reason = why_not(request.param)
    if reason:
        pytest.skip(reason)
    with Disk(tmp_path, request.param) as made:
        yield made


PAGE = b"new " * 1024


def write_page(path, flags=0, sync=False):
    file = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    # Memory of a page's own, as writing past the page cache needs it.
    with mmap.mmap(-1, len(PAGE)) as page:
        page.write(PAGE)
        os.write(file, page)
    if sync:
        os.fsync(file)
    os.close(file)


@pytest.mark.parametrize("flushed", [True, False])
def test_the_disk_loses_what_was_not_synced_and_keeps_what_was(disk, flushed):
    """The disk itself, without a server."""
    overwritten, synced, forgotten, late = (f"{disk.folder}/{name}" for name in "abcd")
    with open(overwritten, "wb") as file:
        file.write(b"old " * 1024)
    disk.settle()
    write_page(synced, sync=True)
    # In place and past the page cache: the disk has it, and may have it in its own cache only.
    write_page(overwritten, os.O_DIRECT)
    write_page(forgotten)
    disk.cut(flushed)
    with pytest.raises(OSError):
        write_page(late, sync=True)
    disk.power_up()

    def content(path):
        with open(path, "rb") as file:
            return file.read()

    assert content(synced) == PAGE and content(overwritten) == (PAGE if flushed else b"old " * 1024)
    assert not os.path.exists(late) and (not os.path.exists(forgotten) or content(forgotten) == b"")
    disk.check()


def test_nothing_acknowledged_is_lost_with_the_power(disk, tmp_path):
    print(f"\n{disk.inner.kind}, FIRN_POWER_SEED={SEED}")
    chance, record = random.Random(f"{SEED} {disk.inner.kind}"), Record()
    with PoweredServer(disk, tmp_path / "server") as server:
        server.client().create_vault(vaultName="v")
        for number in range(1, CUTS + 1):
            losses, line = one_round(disk, server, record, chance, number, everything=number == CUTS)
            print(line)
            assert losses == [], f"FIRN_POWER_SEED={SEED}\n{server.output()}"
    disk.check()


@pytest.mark.parametrize("number", [1, 2])
def test_a_server_that_does_not_sync_is_found_out(disk, tmp_path, number):
    """The test can fail: with a C library whose syncs do nothing it does, with both kinds of cuts."""
    library = tmp_path / "no_sync.so"
    source = os.path.join(os.path.dirname(__file__), "no_sync.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    with PoweredServer(disk, tmp_path / "server", environment={"LD_PRELOAD": str(library)}) as server:
        server.client().create_vault(vaultName="v")
        disk.settle()
        losses, _ = one_round(disk, server, Record(), random.Random(1), number)
    assert losses
    print(f"\n{disk.inner.kind}, no syncs: {len(losses)} losses, such as: {losses[0][:200]}")
