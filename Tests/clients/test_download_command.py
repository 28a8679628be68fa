"""`firn download`, `firn retrieve` and `firn jobs` against a server, with archives that boto3 uploaded."""

import fcntl
import glob
import json
import os
import pty
import re
import resource
import select
import signal
import stat
import struct
import subprocess
import termios

import pytest

from firn_command import peak_memory
from firn_server import ACCESS_KEY, MIB, REGION, SECRET_KEY, binary, payload, tree_hash, wait_for

SIZE = 200 * MIB + 5
RANGE = 16 * MIB


def environment(server, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "FIRN_", "NO_COLOR"))}
    return kept | {
        "AWS_ENDPOINT_URL_GLACIER": server.endpoint, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_CONFIG_FILE": "/no/file",
        "AWS_SHARED_CREDENTIALS_FILE": "/no/file", "TERM": "xterm",
    } | more


def firn(server, *arguments, cwd=None, env=None, **keywords):
    return subprocess.run(
        [binary(), *arguments], capture_output=True, timeout=120, cwd=cwd, env=environment(server, **(env or {})),
        **keywords)


def begin(server, *arguments, cwd, **keywords):
    return subprocess.Popen(
        [binary(), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd, env=environment(server),
        **keywords)


def upload(glacier, data, vault="v"):
    return glacier.upload_archive(vaultName=vault, body=data)["archiveId"]


def sent_bytes(server):
    text = server.operator("/metrics")[1]
    return int(re.search(r"^firn_http_sent_body_bytes_total (\d+)", text, re.M).group(1))


def ranges_noted(folder):
    """Ranges that the download has written down."""
    count = 0
    for name in glob.glob(f"{folder}/.*.firn-journal"):
        with open(name) as file:
            count += max(0, len(file.read().splitlines()) - 5)
    return count


@pytest.fixture(scope="module")
def stored(server):
    """A large archive, and its bytes."""
    glacier, data = server.client(), payload(SIZE)
    glacier.create_vault(vaultName="large")
    upload = server.resource().Vault("-", "large").initiate_multipart_upload(partSize=str(64 * MIB))
    for start in range(0, SIZE, 64 * MIB):
        part = data[start:start + 64 * MIB]
        upload.upload_part(range=f"bytes {start}-{start + len(part) - 1}/*", body=part)
    yield upload.complete(archiveSize=str(SIZE), checksum=tree_hash(data))["archiveId"], data


@pytest.mark.parametrize("size", [1, MIB, 5 * MIB + 1])
def test_an_archive_of_boto3_comes_back(server, glacier, vault, tmp_path, size):
    data = payload(size)
    archive = upload(glacier, data, vault)
    done = firn(server, "download", vault, archive, "film.mov", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "film.mov").read_bytes() == data
    assert os.listdir(tmp_path) == ["film.mov"]
    assert tree_hash(data) in done.stdout.decode()
    again = firn(server, "download", vault, archive, "film.mov", cwd=tmp_path)
    assert again.returncode == 79 and b"--force" in again.stderr
    forced = firn(server, "download", vault, archive, "film.mov", "--force", "--json", cwd=tmp_path)
    assert json.loads(forced.stdout) == {
        "ArchiveId": archive, "JobId": glacier.list_jobs(vaultName=vault)["JobList"][0]["JobId"], "Path": "film.mov",
        "ReusedBytes": 0, "SHA256TreeHash": tree_hash(data), "SizeInBytes": size}
    assert len(glacier.list_jobs(vaultName=vault)["JobList"]) == 1, "one job is enough"
    assert firn(server, "download", vault, archive, "--quiet", cwd=tmp_path).stdout == b""
    assert firn(server, "download", vault, archive, ".", "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / archive).read_bytes() == data


def test_a_pipe_gets_the_bytes_and_nothing_else(server, stored, tmp_path):
    archive, data = stored
    done = firn(server, "download", "large", archive, "-", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout == data and os.listdir(tmp_path) == []
    with begin(server, "download", "large", archive, "-", cwd=tmp_path) as process:
        process.stdout.read(1000)
        process.stdout.close()
        words = process.stderr.read()
    assert process.returncode == 1 and b"Broken pipe" in words


def test_a_path_that_is_known_here_names_its_newest_archive(server, vault, tmp_path):
    home = {"FIRN_LOCAL_CATALOGUE": str(tmp_path / "catalogue.sqlite")}
    work = tmp_path / "work"
    work.mkdir()
    for data in (b"first", b"second"):
        (work / "film.mov").write_bytes(data)
        assert firn(server, "upload", vault, "film.mov", cwd=work, env=home).returncode == 0
    (work / "film.mov").unlink()
    done = firn(server, "download", vault, "film.mov", cwd=work, env=home)
    assert done.returncode == 0, done.stderr
    assert (work / "film.mov").read_bytes() == b"second" and b"2 archives" in done.stderr
    unknown = firn(server, "download", vault, "no.mov", cwd=work, env=home)
    assert unknown.returncode == 66 and b"firn ls" in unknown.stderr


def test_what_is_no_file_is_written_to_and_not_replaced(server, stored, tmp_path):
    archive, data = stored
    full = firn(server, "download", "large", archive, "/dev/full", "--force", cwd=tmp_path)
    assert full.returncode == 1 and b"No space left" in full.stderr
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)
    os.mkfifo(tmp_path / "pipe")
    process = begin(server, "download", "large", archive, "pipe", cwd=tmp_path)
    with open(tmp_path / "pipe", "rb") as pipe:
        assert pipe.read() == data
    process.communicate(timeout=60)
    assert process.returncode == 0 and stat.S_ISFIFO(os.stat(tmp_path / "pipe").st_mode)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "film.mov").write_bytes(b"old")
    (tmp_path / "link").symlink_to("there/film.mov")
    assert firn(server, "download", "large", archive, "link", "--force", cwd=tmp_path).returncode == 0
    assert os.readlink(tmp_path / "link") == "there/film.mov"
    assert (tmp_path / "there" / "film.mov").read_bytes() == data


def test_killed_three_times_the_same_command_fetches_what_is_missing(server, stored, tmp_path):
    archive, data = stored
    before, noted = sent_bytes(server), 0
    for _ in range(3):
        process = begin(server, "download", "large", archive, "film.mov", "--parallel", "2", cwd=tmp_path)
        try:
            wait_for(lambda: ranges_noted(tmp_path) >= noted + 2 or process.poll() is not None, "more ranges", 60)
        finally:
            process.kill()
            process.communicate()
        assert process.returncode == -signal.SIGKILL, "it was in the middle"
        noted = ranges_noted(tmp_path)
        assert not (tmp_path / "film.mov").exists()
    done = firn(server, "download", "large", archive, "film.mov", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "film.mov").read_bytes() == data
    assert os.listdir(tmp_path) == ["film.mov"]
    assert json.loads(done.stdout)["ReusedBytes"] >= noted * RANGE
    # Each run that was killed had two ranges under way, and what a socket holds of them; jobs are told in a few KiB.
    assert sent_bytes(server) - before < SIZE + 3 * 2 * (RANGE + 8 * MIB)


def test_interrupted_it_says_how_to_go_on(server, stored, tmp_path):
    archive, data = stored
    process = begin(server, "download", "large", archive, "film.mov", "--parallel", "1", cwd=tmp_path)
    wait_for(lambda: ranges_noted(tmp_path) >= 1, "a range", 60)
    process.send_signal(signal.SIGINT)
    words = process.communicate(timeout=60)[1]
    assert process.returncode == 130 and b"The same command goes on" in words
    assert firn(server, "download", "large", archive, "film.mov", cwd=tmp_path).returncode == 0
    assert (tmp_path / "film.mov").read_bytes() == data


def test_a_server_that_is_restarted_meanwhile_goes_unnoticed(start, tmp_path):
    server = start()
    server.client().create_vault(vaultName="v")
    data = payload(SIZE)
    archive = upload(server.client(), data)
    # The port stays the same from here on.
    server.flags += ["--listen", server.addresses["listen"]]
    process = begin(server, "download", "v", archive, "film.mov", "--parallel", "2", cwd=tmp_path)
    wait_for(lambda: ranges_noted(tmp_path) >= 2 or process.poll() is not None, "two ranges", 60)
    assert process.poll() is None, "it was in the middle"
    server.restart()
    output, words = process.communicate(timeout=120)
    assert process.returncode == 0, words
    assert (tmp_path / "film.mov").read_bytes() == data


def test_a_full_disk_is_told_and_gone_on_from(server, stored, tmp_path):
    archive, data = stored

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100 * MIB, 100 * MIB))

    done = firn(server, "download", "large", archive, "film.mov", cwd=tmp_path, preexec_fn=limited)
    assert done.returncode == 1 and b"too large" in done.stderr and b"make room" in done.stderr
    process = begin(server, "download", "large", archive, "film.mov", cwd=tmp_path)
    wait_for(lambda: ranges_noted(tmp_path) >= 2, "two ranges", 60)
    process.kill()
    process.communicate()
    full = firn(server, "download", "large", archive, "film.mov", cwd=tmp_path, preexec_fn=limited)
    assert full.returncode == 1 and ranges_noted(tmp_path) >= 2
    rest = firn(server, "download", "large", archive, "film.mov", "--json", cwd=tmp_path)
    assert json.loads(rest.stdout)["ReusedBytes"] >= 2 * RANGE
    assert (tmp_path / "film.mov").read_bytes() == data


def test_memory_does_not_depend_on_the_archive(server, stored, tmp_path):
    archive, _ = stored
    peaks = {
        target: peak_memory([binary(), "download", "large", archive, target], cwd=tmp_path, env=environment(server))
        for target in ("film.mov", "-")
    }
    assert max(peaks.values()) < 150 * MIB, peaks


def test_what_cannot_be_done_is_told_by_its_status(server, glacier, vault, tmp_path):
    archive = upload(glacier, b"abc", vault)
    assert firn(server, "download", vault, "a" * 138, cwd=tmp_path).returncode == 66
    assert firn(server, "download", "no-such-vault", archive, cwd=tmp_path).returncode == 66
    assert firn(server, "download", vault, archive, "no/such/folder/x", cwd=tmp_path).returncode == 1
    assert firn(server, "download", vault, archive, "x", "--job", "j" * 92, cwd=tmp_path).returncode == 66
    assert firn(server, "download", vault, archive, "x", "--parallel", "0", cwd=tmp_path).returncode == 64
    assert firn(server, "download", vault, archive, "-", "--json", cwd=tmp_path).returncode == 64
    refused = firn(server, "download", vault, archive, "x", cwd=tmp_path, env={"AWS_SECRET_ACCESS_KEY": "wrong"})
    assert refused.returncode == 77
    assert os.listdir(tmp_path) == []


def test_jobs_are_started_listed_described_and_waited_for(start, tmp_path):
    server = start("--standard-delay", "3s", "--bulk-delay", "1h")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    data = payload(2 * MIB)
    archives = [upload(glacier, data), upload(glacier, b"other")]
    started = firn(server, "retrieve", "v", *archives, "--tier", "standard", "--description", "words")
    jobs = started.stdout.decode().split()
    assert len(jobs) == 2 and started.returncode == 0
    described = json.loads(firn(server, "jobs", "v", jobs[0], "--json").stdout)
    expected = glacier.describe_job(vaultName="v", jobId=jobs[0])
    expected.pop("ResponseMetadata")
    assert {k: v for k, v in described.items() if v is not None} == expected
    not_yet = firn(server, "download", "v", archives[0], "x", "--no-wait", cwd=tmp_path)
    assert not_yet.returncode == 80 and os.listdir(tmp_path) == []
    waited = firn(server, "jobs", "v", "--wait", "--json")
    assert waited.returncode == 0, waited.stderr
    assert {json.loads(line)["JobId"] for line in waited.stdout.splitlines()} == set(jobs)
    assert all(json.loads(line)["Completed"] for line in waited.stdout.splitlines())
    listed = firn(server, "jobs", "v", "--status", "succeeded").stdout.decode()
    assert all(job in listed for job in jobs) and "ArchiveRetrieval" in listed
    assert firn(server, "jobs", "v", "--status", "failed", "--quiet").stdout == b""
    assert "words" in firn(server, "jobs", "v", jobs[0]).stdout.decode()
    assert firn(server, "jobs", "v", "j" * 92).returncode == 66
    part = firn(server, "retrieve", "v", archives[0], "--range", "1048576-2097151").stdout.decode().strip()
    assert firn(server, "jobs", "v", part, "--wait", "--quiet").stdout.decode().strip() == part
    assert firn(server, "download", "v", archives[0], "part", "--job", part, cwd=tmp_path).returncode == 0
    assert (tmp_path / "part").read_bytes() == data[MIB:]
    assert firn(server, "download", "v", archives[0], "whole", cwd=tmp_path).returncode == 0
    assert (tmp_path / "whole").read_bytes() == data
    assert len(glacier.list_jobs(vaultName="v")["JobList"]) == 3, "downloads started none"


def on_terminal(server, *arguments, cwd, columns=80, env=None):
    """What a terminal of so many columns is written, byte for byte, and the exit status."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [binary(), *arguments], stdin=follower, stdout=subprocess.DEVNULL, stderr=follower, cwd=cwd,
        env=environment(server, **(env or {})))
    os.close(follower)
    written = b""
    while True:
        ready, _, _ = select.select([leader], [], [], 120)
        assert ready, "the command stands still"
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(leader)
    return written.decode(), process.wait(60)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_terminal_sees_one_line_that_is_gone_at_the_end(server, stored, tmp_path, columns):
    archive, _ = stored
    text, status = on_terminal(
        server, "download", "large", archive, "a film.mov", "--parallel", "1", cwd=tmp_path, columns=columns)
    assert status == 0 and "\n" not in text, text
    drawn = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", text).split("\r") if line]
    assert drawn[-1] == "\x1b[K" and len(drawn) > 2
    for line in drawn:
        assert line.endswith("\x1b[K") and len(line) - 3 < columns, line
    assert any(re.search(r"\b[1-9]\d?%", line) for line in drawn), drawn
    assert "\x1b[1m" in text


def test_colours_can_be_switched_off_and_so_can_everything(server, stored, tmp_path):
    archive, _ = stored
    arguments = ("download", "large", archive, "f", "--force")
    plain, status = on_terminal(server, *arguments, cwd=tmp_path, env={"NO_COLOR": "1"})
    assert status == 0 and plain and not re.search(r"\x1b\[[0-9;]*m", plain)
    assert on_terminal(server, *arguments, "--quiet", cwd=tmp_path) == ("", 0)
    dumb, status = on_terminal(server, *arguments, cwd=tmp_path, env={"TERM": "dumb"})
    assert status == 0 and "\x1b" not in dumb
    assert firn(server, *arguments, cwd=tmp_path).stderr == b"", "a short download has no lines in a log"
