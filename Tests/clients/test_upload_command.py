"""`firn upload`, `parts`, `uploads` and `abort` against the built server, compared with what boto3 sees."""

import io
import json
import os
import random
import re
import signal
import subprocess
import sys

import pytest
from botocore.utils import calculate_tree_hash

from firn_command import peak_memory
from firn_server import ACCESS_KEY, MIB, REGION, SECRET_KEY, binary, wait_for


def content(size, seed=0):
    """Bytes of which no two parts are the same."""
    return random.Random(seed).randbytes(size)


def tree(data):
    return calculate_tree_hash(io.BytesIO(data))


class Firn:
    """The command line of somebody who has keys of the server, and a home of their own."""

    def __init__(self, server, home):
        self.server = server
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("FIRN_", "AWS_", "XDG_"))}
        self.environment.update(
            HOME=str(home), AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY, AWS_REGION=REGION)

    def command(self, name, *arguments):
        return [binary(), name, "--endpoint", self.server.endpoint, *map(str, arguments)]

    def run(self, *arguments, **keywords):
        return subprocess.run(
            self.command(*arguments), capture_output=True, timeout=300, env=self.environment, **keywords)

    def start(self, *arguments, **keywords):
        return subprocess.Popen(
            self.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment, **keywords)

    def json(self, name, *arguments, **keywords):
        """The one object that a command prints."""
        done = self.run(name, "--json", *arguments, **keywords)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)


@pytest.fixture
def firn(server, tmp_path):
    return Firn(server, tmp_path)


def fetch(glacier, vault, archive):
    job = glacier.initiate_job(vaultName=vault, jobParameters={"Type": "archive-retrieval", "ArchiveId": archive})
    return glacier.get_job_output(vaultName=vault, jobId=job["jobId"])["body"].read()


def only_upload(glacier, vault):
    """The id of the one upload in progress; None while there is none."""
    uploads = glacier.list_multipart_uploads(vaultName=vault)["UploadsList"]
    assert len(uploads) < 2
    return uploads[0]["MultipartUploadId"] if uploads else None


def parts(glacier, vault, upload):
    listed, marker = [], {}
    while True:
        page = glacier.list_parts(vaultName=vault, uploadId=upload, **marker)
        listed += page["Parts"]
        if page.get("Marker") is None:
            return listed
        marker = {"marker": page["Marker"]}


def wait_for_parts(glacier, vault, count, process):
    """Returns when so many parts are there, in the middle of an upload."""
    upload = wait_for(lambda: only_upload(glacier, vault), "an upload has begun")

    def there():
        assert process.poll() is None, process.communicate()
        return len(parts(glacier, vault, upload)) >= count

    wait_for(there, f"{count} parts are there")
    return upload


def received_bytes(server):
    """Bytes of all bodies that the server has received so far."""
    text = server.operator("/metrics")[1]
    found = re.findall(r"^firn_http_received_body_bytes_total(?:\{[^}]*\})? (\d+)", text, re.MULTILINE)
    assert found, text
    return sum(map(int, found))


def test_a_file_in_parts_has_the_tree_hash_that_botocore_computes(firn, glacier, vault, tmp_path):
    data = content(20 * MIB + 7)
    (tmp_path / "film.mov").write_bytes(data)
    told = firn.json("upload", vault, "film.mov", "--part-size", "1MiB", cwd=tmp_path)
    assert told["SHA256TreeHash"] == tree(data) and told["SizeInBytes"] == len(data)
    assert told["Status"] == "Uploaded" and told["ReusedBytes"] == 0 and told["MovedBytes"] == len(data)
    assert re.fullmatch(r"firn1 \d{8}T\d{6}(\.\d+)?Z film\.mov", told["ArchiveDescription"])
    job = glacier.initiate_job(
        vaultName=vault, jobParameters={"Type": "archive-retrieval", "ArchiveId": told["ArchiveId"]})
    assert glacier.describe_job(vaultName=vault, jobId=job["jobId"])["SHA256TreeHash"] == tree(data)
    output = glacier.get_job_output(vaultName=vault, jobId=job["jobId"])
    assert output["body"].read() == data and output["archiveDescription"] == told["ArchiveDescription"]
    assert only_upload(glacier, vault) is None


@pytest.mark.parametrize("size", [1, MIB, 16 * MIB])
def test_a_small_file_is_one_request(firn, server, glacier, vault, tmp_path, size):
    data = content(size, size)
    (tmp_path / "f").write_bytes(data)
    before = received_bytes(server)
    told = firn.json("upload", vault, tmp_path / "f", "--description", "a  b")
    assert received_bytes(server) - before == size
    assert told["MultipartUploadId"] is None and told["SHA256TreeHash"] == tree(data)
    assert fetch(glacier, vault, told["ArchiveId"]) == data


def test_the_same_command_finishes_what_was_killed_three_times(firn, server, glacier, vault, tmp_path):
    data = content(160 * MIB + 5)
    (tmp_path / "f").write_bytes(data)
    arguments = ("upload", vault, "f", "--part-size", "1M", "--parallel", "2")
    before, uploads = received_bytes(server), set()
    for count in (20, 50, 80):
        process = firn.start(*arguments, cwd=tmp_path)
        uploads.add(wait_for_parts(glacier, vault, count, process))
        process.kill()
        process.communicate()
    told = firn.json(*arguments, cwd=tmp_path)
    assert uploads == {told["MultipartUploadId"]}
    assert told["ReusedBytes"] >= 80 * MIB and told["SHA256TreeHash"] == tree(data)
    # Two parts were under way at each kill.
    assert received_bytes(server) - before <= len(data) + 3 * 2 * MIB
    assert fetch(glacier, vault, told["ArchiveId"]) == data
    assert only_upload(glacier, vault) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_says_how_to_go_on(firn, glacier, vault, tmp_path, number):
    data = content(100 * MIB)
    (tmp_path / "f").write_bytes(data)
    arguments = ("upload", vault, tmp_path / "f", "--part-size", "1M", "--parallel", "1")
    process = firn.start(*arguments)
    wait_for_parts(glacier, vault, 10, process)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and b"same command goes on" in errors
    told = firn.json(*arguments)
    assert told["ReusedBytes"] >= 10 * MIB and told["SHA256TreeHash"] == tree(data)


def test_without_the_catalogue_the_upload_is_found_by_its_description(firn, glacier, vault, tmp_path):
    data = content(60 * MIB)
    (tmp_path / "f").write_bytes(data)
    arguments = ("upload", vault, tmp_path / "f", "--part-size", "1M", "--parallel", "1")
    process = firn.start(*arguments)
    wait_for_parts(glacier, vault, 10, process)
    process.kill()
    process.communicate()
    told = firn.json(*arguments, "--catalogue", tmp_path / "another.sqlite")
    assert told["ReusedBytes"] >= 10 * MIB and told["SHA256TreeHash"] == tree(data)


def test_without_a_home_there_is_no_catalogue_and_an_archive_all_the_same(firn, glacier, vault, tmp_path):
    del firn.environment["HOME"]
    (tmp_path / "film").write_bytes(b"film")
    done = firn.run("upload", vault, "film", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert b"HOME is not set" in done.stderr and b"going on without it" in done.stderr
    done = firn.run("ls", vault)
    assert done.returncode == 1 and b"--catalogue" in done.stderr and b"Usage" not in done.stderr


def test_a_server_that_goes_and_comes_back_gets_the_rest(start, tmp_path):
    server = start()
    glacier, firn = server.client(), Firn(server, tmp_path)
    glacier.create_vault(vaultName="v")
    data = content(120 * MIB)
    (tmp_path / "f").write_bytes(data)
    arguments = ("upload", "v", tmp_path / "f", "--part-size", "1M", "--parallel", "2", "--description", "d")
    process = firn.start(*arguments)
    upload = wait_for_parts(glacier, "v", 20, process)
    server.kill()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    server.start()
    there = len(parts(server.client(), "v", upload))
    assert there >= 20
    told = firn.json(*arguments)
    assert told["MultipartUploadId"] == upload and told["ReusedBytes"] == there * MIB
    assert received_bytes(server) == len(data) - there * MIB
    assert fetch(server.client(), "v", told["ArchiveId"]) == data


def test_a_server_that_is_restarted_meanwhile_is_waited_for(start, tmp_path):
    server = start()
    glacier, firn = server.client(), Firn(server, tmp_path)
    glacier.create_vault(vaultName="v")
    data = content(120 * MIB)
    (tmp_path / "f").write_bytes(data)
    process = firn.start("upload", "v", tmp_path / "f", "--part-size", "1M", "--parallel", "2", "--json")
    wait_for_parts(glacier, "v", 20, process)
    server.kill()
    server.flags += ["--listen", "%s:%d" % server.host_and_port]
    server.start()
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert fetch(server.client(), "v", json.loads(output)["ArchiveId"]) == data


def test_a_file_that_changes_meanwhile_makes_no_archive(firn, glacier, vault, tmp_path):
    (tmp_path / "f").write_bytes(content(100 * MIB))
    process = firn.start("upload", vault, tmp_path / "f", "--part-size", "1M", "--parallel", "1")
    wait_for_parts(glacier, vault, 5, process)
    with open(tmp_path / "f", "ab") as file:
        file.write(b"more")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 75 and b"changed while it was uploaded" in errors
    assert glacier.describe_vault(vaultName=vault)["NumberOfArchives"] == 0
    done = firn.run("upload", vault, tmp_path / "f", "--part-size", "1M")
    assert done.returncode == 0 and b"as it was before is unfinished" in done.stderr


def test_what_is_uploaded_is_not_uploaded_again_unless_it_is_said(firn, vault, tmp_path):
    (tmp_path / "f").write_bytes(b"x")
    first = firn.json("upload", vault, "f", cwd=tmp_path)
    known = firn.json("upload", vault, "./f", cwd=tmp_path)
    assert known["ArchiveId"] == first["ArchiveId"] and known["Status"] == "AlreadyUploaded"
    done = firn.run("upload", vault, "f", cwd=tmp_path)
    assert done.returncode == 0 and b"--again" in done.stdout
    again = firn.json("upload", vault, "f", "--again", cwd=tmp_path)
    assert again["ArchiveId"] != first["ArchiveId"]
    (tmp_path / "f").write_bytes(b"y")
    assert firn.json("upload", vault, "f", cwd=tmp_path)["Status"] == "Uploaded"


def make_tree(folder):
    """What is hard for tar: long names, links, odd bytes, times with fractions."""
    deep = folder / ("d" * 120) / ("e" * 130)
    deep.mkdir(parents=True)
    (deep / ("f" * 200)).write_bytes(content(3 * MIB + 11))
    (folder / "empty").write_bytes(b"")
    (folder / "block").write_bytes(b"x" * 512)
    (folder / "ünïcødé \n name").write_bytes(b"u")
    with open(os.fsencode(folder) + b"/latin-\xe9", "wb") as file:
        file.write(b"l")
    (folder / "link").symlink_to("no such target")
    (folder / "long link").symlink_to("t" * 150)
    os.mkfifo(folder / "pipe")
    (folder / "mode").write_bytes(b"m")
    os.chmod(folder / "mode", 0o4751)
    os.utime(folder / "mode", ns=(0, 1_500_000_000))
    os.utime(folder / "empty", ns=(0, 1_234_567_890_123_456_789))


def listing(folder):
    """Everything that a backup has to keep, by its path."""
    found = {}
    root = os.fsencode(folder)
    for place, folders, files in os.walk(root):
        for name in folders + files:
            path = os.path.join(place, name)
            status = os.lstat(path)
            what = os.readlink(path) if os.path.islink(path) else (
                open(path, "rb").read() if os.path.isfile(path) else b"")
            found[os.path.relpath(path, root)] = (status.st_mode, status.st_mtime_ns, what)
    return found


def test_a_directory_becomes_a_tar_archive_that_gnu_tar_restores(firn, glacier, vault, tmp_path):
    make_tree(tmp_path / "photos")
    told = firn.json("upload", vault, "photos/", "--part-size", "1M", cwd=tmp_path)
    assert told["ArchiveDescription"].endswith("Z photos.tar")
    data = fetch(glacier, vault, told["ArchiveId"])
    assert tree(data) == told["SHA256TreeHash"] and len(data) % 10_240 == 0
    (tmp_path / "restored").mkdir()
    done = subprocess.run(
        ["tar", "--extract", "--preserve-permissions", "--file", "-"], input=data, cwd=tmp_path / "restored",
        capture_output=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert listing(tmp_path / "restored" / "photos") == listing(tmp_path / "photos")
    # The same files make the same bytes.
    again = firn.json("upload", vault, "photos", "--part-size", "1M", "--again", cwd=tmp_path)
    assert again["SHA256TreeHash"] == told["SHA256TreeHash"]


def test_a_directory_with_other_bytes_is_uploaded_though_its_newest_date_is_the_same(firn, vault, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "text").write_bytes(b"draft")
    (folder / "from a camera with a wrong clock").write_bytes(b"x")
    os.utime(folder / "from a camera with a wrong clock", (1893456000, 1893456000))
    first = firn.json("upload", vault, "photos", cwd=tmp_path)
    assert firn.json("upload", vault, "photos", cwd=tmp_path)["Status"] == "AlreadyUploaded"
    (folder / "text").write_bytes(b"final words")
    second = firn.json("upload", vault, "photos", cwd=tmp_path)
    assert second["Status"] == "Uploaded" and second["SHA256TreeHash"] != first["SHA256TreeHash"]
    again = firn.json("upload", vault, "photos", cwd=tmp_path)
    assert (again["Status"], again["ArchiveId"]) == ("AlreadyUploaded", second["ArchiveId"])


def test_a_killed_upload_of_a_directory_goes_on(firn, server, glacier, vault, tmp_path):
    (tmp_path / "d").mkdir()
    for number in range(12):
        (tmp_path / "d" / str(number)).write_bytes(content(8 * MIB + 3, number))
    arguments = ("upload", vault, tmp_path / "d", "--part-size", "1M", "--parallel", "2")
    before = received_bytes(server)
    process = firn.start(*arguments)
    upload = wait_for_parts(glacier, vault, 20, process)
    process.kill()
    process.communicate()
    told = firn.json(*arguments)
    assert told["MultipartUploadId"] == upload and told["ReusedBytes"] >= 20 * MIB
    assert received_bytes(server) - before <= told["SizeInBytes"] + 2 * MIB


@pytest.mark.parametrize("arguments", [[], ["--part-size", "1M"], ["--part-size", "32M"]])
def test_the_standard_input_is_uploaded_as_it_comes(firn, glacier, vault, arguments):
    data = content(40 * MIB + 1)
    told = firn.json("upload", vault, "-", *arguments, input=data)
    assert told["SHA256TreeHash"] == tree(data)
    assert fetch(glacier, vault, told["ArchiveId"]) == data


def test_what_cannot_be_uploaded_is_told(firn, vault, tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "good").write_bytes(b"x")
    for arguments, status, words in (
        ([vault, "absent"], 66, b"absent: No such file"),
        ([vault, "empty"], 1, b"empty: there are no bytes"),
        (["no-such-vault", "good"], 66, b"Vault not found"),
        ([vault, "good", "--part-size", "3M"], 64, b"power of two"),
        ([vault, "good", "--part-size", "8G"], 64, b"power of two"),
        ([vault, "good", "--parallel", "0"], 64, b"1 to 64"),
        ([vault, "good", "--size-hint", "1G"], 64, b"standard input"),
        ([vault], 64, b"Missing expected argument"),
    ):
        done = firn.run("upload", *arguments, cwd=tmp_path)
        assert done.returncode == status and words in done.stderr, (arguments, done)
    done = firn.run("upload", vault, "absent", "good", cwd=tmp_path)
    assert done.returncode == 66 and b"good" in done.stdout and b"absent: No such file" in done.stderr
    done = firn.run("upload", vault, "empty", "good", cwd=tmp_path)
    assert done.returncode == 1 and b"good" in done.stdout and b"empty: there are no bytes" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["--part-size", "64M"]])
def test_memory_does_not_grow_with_the_file(firn, vault, tmp_path, arguments):
    peaks = []
    for mebibytes in (128, 768):
        with open(tmp_path / "f", "wb") as file:
            file.truncate(mebibytes * MIB)
        peaks.append(peak_memory(firn.command("upload", vault, tmp_path / "f", *arguments), env=firn.environment))
    # How malloc lays out what comes and goes differs by some 20 MiB; the files differ by 640.
    assert peaks[1] < min(peaks[0] + 48 * MIB, 128 * MIB), peaks


def test_the_map_of_an_upload_shows_what_is_there(firn, glacier, vault, tmp_path):
    upload = glacier.initiate_multipart_upload(
        vaultName=vault, partSize=str(MIB), archiveDescription="words")["uploadId"]
    for index in (0, 1, 2, 5, 9):
        data = content(MIB, index)
        glacier.upload_multipart_part(
            vaultName=vault, uploadId=upload, range=f"bytes {index * MIB}-{(index + 1) * MIB - 1}/*", body=data)
    told = firn.json("parts", vault, "--", upload)
    assert told["Parts"] == glacier.list_parts(vaultName=vault, uploadId=upload)["Parts"]
    assert told["MissingRanges"] == [f"{3 * MIB}-{5 * MIB - 1}", f"{6 * MIB}-{9 * MIB - 1}"]
    assert told["NextByte"] == 3 * MIB and told["ArchiveDescription"] == "words"
    text = firn.run("parts", vault, "--", upload).stdout.decode()
    bar = re.search(r"\[([#+.]+)\]", text).group(1)
    assert len(bar) == 70 and bar.count("#") == 35 and bar.startswith("#" * 21 + "." * 14 + "#" * 7)
    assert "part 4, from byte 3145728" in text
    text = firn.run("parts", vault, "--size", "20M", "--", upload).stdout.decode()
    assert "5 parts, 5.0 MiB of 20.0 MiB (25%)" in text
    assert firn.run("parts", vault, "u" * 92).returncode == 66


def test_uploads_are_listed_and_aborted(firn, glacier, vault):
    uploads = [glacier.initiate_multipart_upload(vaultName=vault, partSize=str(MIB))["uploadId"] for _ in range(60)]
    assert firn.run("uploads", vault, "--quiet").stdout.decode().split() == uploads
    lines = firn.run("uploads", vault, "--json").stdout.decode().splitlines()
    assert [json.loads(line)["MultipartUploadId"] for line in lines] == uploads
    assert uploads[3] in firn.run("uploads", vault).stdout.decode()
    done = firn.run("abort", vault, "--dry-run", "--", uploads[0])
    assert done.returncode == 0 and b"Would abort" in done.stdout
    done = firn.run("abort", vault, "--", uploads[0])
    assert done.returncode == 64 and b"--yes" in done.stderr
    assert len(firn.run("uploads", vault, "--quiet").stdout.split()) == 60
    done = firn.run("abort", vault, "--yes", "--", *uploads[:2], "u" * 92)
    assert done.returncode == 66 and done.stdout.count(b"Aborted") == 2
    assert firn.run("uploads", vault, "--quiet").stdout.decode().split() == uploads[2:]
