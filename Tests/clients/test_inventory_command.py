"""`firn inventory`: lists of archives, whichever tool uploaded them."""

import base64
import csv
import io
import json
import os
import signal
import stat
import subprocess

import pytest

from firn_command import FirnCommand, peak_memory
from firn_server import ACCOUNT, SECRET_KEY, binary, wait_for


def mt2(name, mtime):
    text = json.dumps({"filename": name, "mtime": mtime}, ensure_ascii=False).encode()
    return "mt2 " + base64.urlsafe_b64encode(text).decode().rstrip("=")


def mt1(name, mtime):
    text = json.dumps({"filename": name, "mtime": mtime}, ensure_ascii=False).encode().decode("latin-1").encode()
    return "mt1 " + base64.urlsafe_b64encode(text).decode().rstrip("=")


def fast_glacier(name, mtime, extra=""):
    return f"<m><v>4</v><p>{base64.b64encode(name.encode()).decode()}</p><lm>{mtime}</lm>{extra}</m>"


# Description, and the path that its tool means.
TOOLS = [
    (mt2("директория/файл", "20121105T140258Z"), "директория/файл"),
    (mt1("ältere/datei", "20121105T140258Z"), "ältere/datei"),
    (fast_glacier("Bücher/a.pdf", "20120821T170824Z"), "Bücher/a.pdf"),
    ('{"Path":"c:\\\\data\\\\a+AF8-b.txt","UTCDateModified":"20100310T110623Z","Flags":0}', "c:\\data\\a_b.txt"),
    ("20170822-respaldo01.tar.gz", "20170822-respaldo01.tar.gz"),
    ("firn1 20121114T201618.25Z photos/autumn in Kyiv%0A.jpg", "photos/autumn in Kyiv\n.jpg"),
    ("", ""),
]


@pytest.fixture
def firn(server, tmp_path):
    return FirnCommand(tmp_path, server.endpoint)


def upload(glacier, vault, description, body=b"abc"):
    return glacier.upload_archive(vaultName=vault, archiveDescription=description, body=body)["archiveId"]


def service_document(glacier, vault):
    job = glacier.initiate_job(vaultName=vault, jobParameters={"Type": "inventory-retrieval"})["jobId"]
    return glacier.get_job_output(vaultName=vault, jobId=job)["body"].read()


def known(firn, vault, *arguments):
    return [json.loads(line) for line in firn.text("ls", vault, "--json", *arguments).splitlines()]


def test_descriptions_of_every_tool_are_listed_by_their_paths(glacier, vault, firn):
    ids = {upload(glacier, vault, description): path for description, path in TOOLS}
    firn.run("inventory", vault)
    assert {item["ArchiveId"]: item["Path"] for item in known(firn, vault)} == ids
    dates = {item["Path"]: item["ModificationDate"] for item in known(firn, vault)}
    assert dates["директория/файл"] == dates["ältere/datei"] == "2012-11-05T14:02:58Z"
    assert dates["Bücher/a.pdf"] == "2012-08-21T17:08:24Z"
    assert dates["c:\\data\\a_b.txt"] == "2010-03-10T11:06:23Z"


def test_the_json_is_the_service_s_document(glacier, vault, firn):
    for index in range(5):
        upload(glacier, vault, f"archive, \"{index}\" \\")
    expected = json.loads(service_document(glacier, vault))
    document = json.loads(firn.text("inventory", "get", vault, "--json"))
    assert document["ArchiveList"] == expected["ArchiveList"]
    assert document["VaultARN"] == expected["VaultARN"] == f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{vault}"
    assert json.loads(firn.text("inventory", vault, "--cached", "--json"))["VaultARN"] == expected["VaultARN"]


def test_the_csv_is_the_service_s_document(glacier, vault, firn):
    for text in ["my archive description,1", "a\"b", "a\\b", "plain", ""]:
        upload(glacier, vault, text)
    job = glacier.initiate_job(
        vaultName=vault, jobParameters={"Type": "inventory-retrieval", "Format": "CSV"})["jobId"]
    expected = glacier.get_job_output(vaultName=vault, jobId=job)["body"].read().decode()
    assert firn.text("inventory", vault, "--csv") == expected


def test_without_the_network_what_is_cached_is_there(start, tmp_path):
    server = start()
    firn = FirnCommand(tmp_path, server.endpoint)
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    upload(glacier, "v", "a")
    upload(glacier, "v", "b")
    assert "nothing is known here of a vault v" in firn.fails(66, "inventory", "v", "--cached")
    firn.run("inventory", "v")
    server.kill()
    for arguments in [("inventory", "v", "--cached"), ("ls", "v"), ("inventory", "search", "v", "*")]:
        done = firn.run(*arguments)
        assert sorted(line.split()[-1] for line in done.stdout.splitlines()) == ["a", "b"]
    assert "as of the inventory of 20" in firn.run("ls", "v").stderr
    assert "refuses connections" in firn.fails(75, "inventory", "v")


def test_archives_that_others_delete_and_upload_are_seen_by_the_next_inventory(glacier, vault, firn):
    gone = upload(glacier, vault, "gone")
    upload(glacier, vault, "stays")
    firn.run("inventory", vault)
    glacier.delete_archive(vaultName=vault, archiveId=gone)
    upload(glacier, vault, "new")
    assert "1 archive gone since the inventory before" in firn.run("inventory", vault).stderr
    assert [item["Path"] for item in known(firn, vault)] == ["new", "stays"]


def test_parts_of_an_inventory(glacier, vault, firn):
    for index in range(4):
        upload(glacier, vault, f"{index}")
    done = firn.run("inventory", vault, "--limit", 3, "--csv")
    assert len(list(csv.reader(io.StringIO(done.stdout)))) == 4
    assert "there are more archives" in done.stderr
    assert firn.text("inventory", vault, "--to", "2012-01-01") == ""
    assert len(firn.text("inventory", vault, "--from", "2012-01-01").splitlines()) == 4
    # Parts remove nothing of what is known.
    assert len(known(firn, vault)) == 4
    firn.run("inventory", vault, "--limit", 0, status=64)
    firn.run("inventory", vault, "--limit", 1, "--cached", status=64)
    firn.run("inventory", vault, "--csv", "--json", status=64)


def test_what_is_not_there_is_told(start, tmp_path):
    server = start("--timing", "faithful")
    firn = FirnCommand(tmp_path, server.endpoint)
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    upload(glacier, "v", "a")
    assert "ResourceNotFoundException" in firn.fails(66, "inventory", "no-such-vault")
    assert "has not made an inventory of v yet" in firn.fails(66, "inventory", "v")
    assert "has not made an inventory of v yet" in firn.fails(66, "ls", "v", "--refresh")
    assert "v: the service has not made an inventory yet" in firn.run("inventory", "rebuild").stderr
    assert "would delete the vault v with 0 archives" in firn.text("empty", "v", "--dry-run")
    assert "only uploads of this machine are known" in firn.run("empty", "v", "--yes", status=75).stderr


def test_control_characters_do_not_reach_the_terminal(glacier, vault, firn):
    upload(glacier, vault, mt2("\x1b[2J\x07evil\u202e\r", "20121105T140258Z"))
    for arguments in [("inventory", vault), ("ls", vault), ("ls", vault, "--long"), ("inventory", "search", vault, "evil")]:
        text = firn.text(*arguments)
        assert "\\u{1b}[2J\\u{7}evil\\u{202e}\\u{d}" in text
        assert not any(ord(letter) < 32 and letter != "\n" for letter in text)


def test_search(glacier, vault, firn):
    for description, _ in TOOLS:
        upload(glacier, vault, description)
    firn.run("inventory", vault)

    def found(pattern):
        return [json.loads(line)["Path"] for line in
                firn.text("inventory", "search", vault, pattern, "--json").splitlines()]

    assert found("ФАЙЛ") == ["директория/файл"]
    assert found("*.PDF") == ["Bücher/a.pdf"]
    assert found("mt2") == ["директория/файл"]
    assert found("photos/*") == ["photos/autumn in Kyiv\n.jpg"]
    assert "matches" in firn.fails(1, "inventory", "search", vault, "nowhere")
    assert "nothing is known here" in firn.fails(66, "inventory", "search", "unknown", "x")


def test_diff(glacier, vault, firn, tmp_path):
    folder = tmp_path / "photos"
    (folder / "sub").mkdir(parents=True)
    for name, content in [("same", b"same"), ("size", b"longer"), ("bytes", b"1234"), ("sub/new", b"n"), ("packed", b"p")]:
        (folder / name).write_bytes(content)
    os.symlink("same", folder / "link")
    upload(glacier, vault, mt2("same", "20121105T140258Z"), b"old version")
    for name, content in [("same", b"same"), ("size", b"short"), ("bytes", b"4321"), ("gone", b"g")]:
        upload(glacier, vault, mt2(name, "20121105T140258Z"), content)
    upload(glacier, vault, fast_glacier("packed", "20120821T170824Z", "<ce>1:0:x:1</ce>"), b"zzz")
    done = firn.run("inventory", "diff", vault, folder, "--refresh", status=1)
    assert done.stdout.splitlines() == [
        "? packed  (FastGlacier changed its bytes)", "~ size  (6 bytes here, 5 in the vault)", "+ sub/new", "- gone"]
    done = firn.run("inventory", "diff", vault, folder, "--checksum", "--quiet", status=1)
    assert done.stdout.splitlines() == ["~ bytes", "? packed", "~ size", "+ sub/new", "- gone"]
    lines = firn.run("inventory", "diff", vault, folder, "--json", status=1).stdout.splitlines()
    assert {json.loads(line)["Difference"] for line in lines} == {
        "notComparable", "changed", "onlyInFolder", "onlyInVault"}
    firn.fails(66, "inventory", "diff", vault, tmp_path / "nowhere")
    (tmp_path / "film").write_bytes(b"film")
    assert "is no folder" in firn.run("inventory", "diff", vault, tmp_path / "film", status=1).stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_diff_does_not_pass_over_what_it_may_not_see(vault, firn, tmp_path):
    folder = tmp_path / "listed"
    folder.mkdir()
    (folder / "film").write_bytes(b"film")
    folder.chmod(0o444)
    firn.run("inventory", vault)
    assert "cannot look into" in firn.run("inventory", "diff", vault, folder, status=1).stderr
    folder.chmod(0o755)


def test_diff_of_what_is_the_same(glacier, vault, firn, tmp_path):
    folder = tmp_path / "f"
    (folder / "a").mkdir(parents=True)
    (folder / "a/b").write_bytes(b"1")
    upload(glacier, vault, "photos/a/b", b"1")
    upload(glacier, vault, "elsewhere/c", b"1")
    assert firn.run("inventory", "diff", vault, folder, "--refresh", "--prefix", "photos", "--checksum").stdout == ""
    lines = firn.run("inventory", "diff", vault, folder, status=1).stdout.splitlines()
    assert lines[0] == "+ a/b" and sorted(lines[1:]) == ["- elsewhere/c", "- photos/a/b"]


def test_the_catalogue_is_rebuilt_from_inventories(start, tmp_path):
    server = start()
    firn = FirnCommand(tmp_path, server.endpoint)
    glacier = server.client()
    for name in ["one", "two", "empty"]:
        glacier.create_vault(vaultName=name)
    upload(glacier, "one", "a")
    upload(glacier, "two", "b")
    done = firn.run("inventory", "rebuild")
    assert "one: 1 archive, 3 B" in done.stdout and "two: 1 archive" in done.stdout
    assert "empty: 0 archives" in done.stdout
    catalogue = tmp_path / ".local/share/firn/catalogue.sqlite"
    assert stat.S_IMODE(catalogue.stat().st_mode) == 0o600
    assert stat.S_IMODE(catalogue.parent.stat().st_mode) == 0o700
    for name in os.listdir(catalogue.parent):
        os.remove(catalogue.parent / name)
    firn.run("inventory", "rebuild", "two")
    assert [item["Path"] for item in known(firn, "two")] == ["b"]
    firn.fails(66, "ls", "one")
    catalogue.write_bytes(b"x" * 4096)
    assert "is damaged or is none" in firn.fails(1, "ls", "two")


def test_saved_inventories_are_imported(glacier, vault, firn, tmp_path):
    upload(glacier, vault, "a,\"b\"\\")
    document = service_document(glacier, vault)
    path = tmp_path / "inventory.json"
    path.write_bytes(document)
    assert "1 archive" in firn.text("inventory", "import", vault, path)
    assert [item["Path"] for item in known(firn, vault)] == ["a,\"b\"\\"]
    assert "another vault" in firn.fails(64, "inventory", "import", "other", path)
    text = firn.text("inventory", vault, "--cached", "--csv")
    firn.run("inventory", "import", vault, "-", input="\ufeff" + text.replace("\n", "\r\n"))
    assert len(known(firn, vault)) == 1
    for bad in ["", "{", "hello", document.decode()[:-1]]:
        firn.run("inventory", "import", vault, "-", input=bad, status=65)
    assert len(known(firn, vault)) == 1
    firn.fails(66, "inventory", "import", vault, tmp_path / "nowhere")


def test_an_interrupted_wait_goes_on_with_the_same_job(start, tmp_path):
    server = start("--inventory-delay", "3s")
    firn = FirnCommand(tmp_path, server.endpoint)
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    upload(glacier, "v", "a")
    assert "is not ready" in firn.fails(80, "inventory", "v", "--no-wait")
    process = subprocess.Popen(
        [binary(), "inventory", "v"], env=firn.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert "waiting for the inventory job" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130
    process = subprocess.Popen([binary(), "inventory", "v"], env=firn.environment, stderr=subprocess.PIPE, text=True)
    process.stderr.readline()
    process.kill()
    process.wait()
    assert firn.text("inventory", "v").split()[-1] == "a"
    assert len(glacier.list_jobs(vaultName="v")["JobList"]) == 1
    # Another machine, whose catalogue does not know of the job, joins one that runs.
    other = FirnCommand(tmp_path / "other", server.endpoint)
    os.mkdir(other.home)
    firn.fails(80, "inventory", "v", "--no-wait")
    assert "joining" in other.run("inventory", "v").stderr
    assert len(glacier.list_jobs(vaultName="v")["JobList"]) == 2


def test_several_processes_share_a_catalogue_and_one_may_be_killed(glacier, vault, firn):
    for index in range(60):
        upload(glacier, vault, f"file-{index:02}")

    def launch():
        return subprocess.Popen([binary(), "inventory", vault, "--quiet"], env=firn.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    running = [launch() for _ in range(6)]
    running[0].kill()
    ended = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running[1:]] == [0] * 5, ended
    assert all(len(out.splitlines()) == 60 for out, _ in ended[1:])
    assert len(known(firn, vault)) == 60


def test_a_large_inventory_is_read_in_bounded_memory(vault, firn, tmp_path):
    rows = 20_000
    path = tmp_path / "inventory.json"
    with open(path, "w") as file:
        file.write(f'{{"VaultARN":"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{vault}",'
                   '"InventoryDate":"2026-01-01T00:00:00Z","ArchiveList":[')
        for index in range(rows):
            file.write("," * (index > 0) + json.dumps({
                "ArchiveId": f"{index:0138}", "ArchiveDescription": mt2(f"folder/{index}", "20121105T140258Z"),
                "CreationDate": "2025-12-31T00:00:00Z", "Size": index, "SHA256TreeHash": f"{index:064x}"}))
        file.write("]}")
    peak = peak_memory([binary(), "inventory", "import", vault, path], env=firn.environment)
    assert peak < 100 << 20, f"{peak >> 20} MiB"
    assert f"{rows} archives" in firn.run("inventory", "import", vault, path).stdout
    assert len(firn.text("inventory", "search", vault, "folder/1999?").splitlines()) == 10
