"""`firn treehash`, compared with what botocore computes for the same bytes."""

import hashlib
import io
import json
import os
import random
import subprocess

import pytest
from botocore.utils import calculate_tree_hash

from firn_server import MIB, binary


def content(size, seed=0):
    """Bytes of which no two leaves are the same."""
    return random.Random(seed).randbytes(size)


def tree(data):
    return calculate_tree_hash(io.BytesIO(data))


def treehash(*arguments, cwd=None, **keywords):
    return subprocess.run([binary(), "treehash", *arguments], capture_output=True, timeout=120, cwd=cwd, **keywords)


def around_boundaries():
    chooser = random.Random(2012)
    sizes = {0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 1, 40 * MIB, 65 * MIB + 3}
    for _ in range(16):
        sizes.add(max(0, chooser.randrange(1, 20) * MIB + chooser.choice([-1, 0, 1, chooser.randrange(MIB)])))
    return sorted(sizes)


def test_files_around_the_boundaries_have_the_hash_that_botocore_computes(tmp_path):
    expected = ""
    names = []
    for size in around_boundaries():
        data = content(size, size)
        (tmp_path / str(size)).write_bytes(data)
        expected += f"{tree(data)}  {size}\n"
        names.append(str(size))
    done = treehash(*names, cwd=tmp_path)
    assert done.stdout.decode() == expected and done.returncode == 0 and not done.stderr


@pytest.mark.parametrize("arguments", [[], ["-"]])
@pytest.mark.parametrize("size", [0, 1, MIB + 1, 5 * MIB])
def test_standard_input_is_a_pipe_or_a_file(tmp_path, size, arguments):
    data = content(size)
    expected = f"{tree(data)}  -\n".encode()
    assert treehash(*arguments, input=data).stdout == expected
    (tmp_path / "f").write_bytes(b"x" + data)
    with open(tmp_path / "f", "rb") as file:
        assert treehash(*arguments, stdin=file).stdout == f"{tree(b'x' + data)}  -\n".encode()
        os.lseek(file.fileno(), 1, os.SEEK_SET)
        assert treehash(*arguments, stdin=file).stdout == expected


def test_the_linear_hash_stands_behind_the_tree_hash(tmp_path):
    data = content(3 * MIB + 7)
    (tmp_path / "f").write_bytes(data)
    done = treehash("--linear", "f", cwd=tmp_path)
    assert done.stdout.decode() == f"{tree(data)}  {hashlib.sha256(data).hexdigest()}  f\n"


@pytest.mark.parametrize("first, last", [(0, MIB - 1), (MIB, 3 * MIB - 1), (5, 2 * MIB + 4), (4 * MIB, 5 * MIB + 1)])
def test_a_range_has_the_hash_of_its_bytes(tmp_path, first, last):
    data = content(5 * MIB + 2)
    (tmp_path / "f").write_bytes(data)
    expected = tree(data[first:last + 1])
    assert treehash("--range", f"{first}-{last}", "f", cwd=tmp_path).stdout.decode() == f"{expected}  f\n"
    assert treehash("--range", f"{first}-{last}", input=data).stdout.decode() == f"{expected}  -\n"


@pytest.mark.parametrize("text, aligned", [("0-1048575", True), ("0-1048574", False), ("1048576-3145727", False),
                                           ("2097152-4194303", True), ("4194304-5242881", True)])
def test_json_says_whether_an_archive_would_have_a_hash_of_the_range(tmp_path, text, aligned):
    data = content(5 * MIB + 2)
    (tmp_path / "f").write_bytes(data)
    first, last = map(int, text.split("-"))
    piece = data[first:last + 1]
    done = treehash("--json", "--linear", "--range", text, "f", cwd=tmp_path)
    assert json.loads(done.stdout) == {
        "name": "f", "range": text, "sha256": hashlib.sha256(piece).hexdigest(), "sha256TreeHash": tree(piece),
        "size": len(piece), "treeHashAligned": aligned}


def test_json_has_a_line_for_each_file(tmp_path):
    for name in "ab":
        (tmp_path / name).write_bytes(name.encode())
    lines = treehash("--json", "a", "b", cwd=tmp_path).stdout.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["a", "b"]
    assert json.loads(lines[0]) == {"name": "a", "range": None, "sha256": None, "sha256TreeHash": tree(b"a"), "size": 1,
                                    "treeHashAligned": None}


def test_what_cannot_be_read_is_told_and_the_others_go_on(tmp_path):
    (tmp_path / "good").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    done = treehash("absent", "folder", "good", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.decode() == f"{tree(b'x')}  good\n"
    assert b"firn treehash: absent: cannot be opened: No such file" in done.stderr
    assert b"firn treehash: folder: is a directory, not a file" in done.stderr


def test_a_file_that_the_kernel_makes_up_is_read_although_it_has_no_size():
    data = open("/proc/version", "rb").read()
    assert treehash("/proc/version").stdout.decode() == f"{tree(data)}  /proc/version\n"


@pytest.mark.parametrize("name", ["a b", "back\\slash", "line\nbreak", "re\rturn", "*star", " space", "ü"])
def test_names_are_written_as_sha256sum_does_and_read_back(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    ours = treehash(name, cwd=tmp_path).stdout
    # A payload of one leaf has its plain hash as tree hash.
    theirs = subprocess.run(["sha256sum", "--", name], capture_output=True, cwd=tmp_path).stdout
    if "\r" not in name or theirs.startswith(b"\\"):
        assert ours == theirs
    (tmp_path / "list").write_bytes(ours)
    assert treehash("--check", "list", "--quiet", cwd=tmp_path).returncode == 0


def test_a_list_is_checked(tmp_path):
    for name, data in (("a", content(2 * MIB)), ("b", content(MIB, 1)), ("c", b"")):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "list").write_bytes(treehash("a", "b", "c", cwd=tmp_path).stdout.replace(b"\n", b"\r\n"))
    done = treehash("--check", "list", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout == b"a: OK\nb: OK\nc: OK\n"
    assert treehash("--check", "list", "--quiet", cwd=tmp_path).stdout == b""
    (tmp_path / "b").write_bytes(content(MIB, 2))
    (tmp_path / "c").unlink()
    done = treehash("--check", "list", "--quiet", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == b"b: FAILED\nc: FAILED open or read\n"
    assert b"c: cannot be opened" in done.stderr


def test_a_list_with_both_hashes_is_checked_with_both(tmp_path):
    (tmp_path / "a").write_bytes(content(2 * MIB))
    line = treehash("--linear", "a", cwd=tmp_path).stdout
    assert treehash("--check", "-", "--linear", input=line, cwd=tmp_path).stdout == b"a: OK\n"
    wrong = line[:66] + b"0" * 64 + line[130:]
    assert treehash("--check", "-", "--linear", input=wrong, cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("line", [
    "", "x", "0" * 63 + "  a", "0" * 64 + " a", "0" * 64 + "  ", "\\" + "0" * 64 + "  \\x"])
def test_a_list_without_lines_of_hashes_is_not_good(tmp_path, line):
    done = treehash("--check", "-", input=line.encode() + b"\n", cwd=tmp_path)
    assert done.returncode == 1 and b"has no lines of hashes" in done.stderr
    assert treehash("--check", "absent", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("arguments", [
    ["--range", "5"], ["--range", "5-4"], ["--range", "-5"], ["--range", "a-b"], ["--range", "0-9223372036854775807"],
    ["--quiet"], ["--check", "x", "y"], ["--check", "x", "--json"], ["--check", "x", "--range", "0-1"], ["--nonsense"]])
def test_what_makes_no_sense_is_refused(arguments):
    done = treehash(*arguments, input=b"")
    assert done.returncode == 64 and done.stderr and not done.stdout


def test_a_range_beyond_the_end_is_refused(tmp_path):
    (tmp_path / "f").write_bytes(b"0123456789")
    for arguments, keywords in ((["f"], {}), ([], {"input": b"0123456789"})):
        done = treehash("--range", "5-10", *arguments, cwd=tmp_path, **keywords)
        assert done.returncode == 1 and b"10 bytes" in done.stderr and not done.stdout


def test_memory_does_not_grow_with_the_file(tmp_path):
    peaks = []
    for mebibytes in (16, 1024):
        with open(tmp_path / "f", "wb") as file:
            file.truncate(mebibytes * MIB)
        process = subprocess.Popen([binary(), "treehash", tmp_path / "f"], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        assert status == 0
        peaks.append(usage.ru_maxrss)
    assert peaks[1] < peaks[0] + (8 << 10), peaks
