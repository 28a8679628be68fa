"""`firn ls`, `firn rm` and `firn empty`."""

import json
import subprocess

import pytest

from firn_command import FirnCommand
from firn_server import binary, wait_for
from moved_clock import MovedClock


@pytest.fixture
def firn(server, tmp_path):
    return FirnCommand(tmp_path, server.endpoint)


def upload(glacier, vault, description, body=b"abc"):
    return glacier.upload_archive(vaultName=vault, archiveDescription=description, body=body)["archiveId"]


def names(done):
    return [line.split("  ")[-1] for line in done.stdout.splitlines()]


def remaining(glacier, vault):
    job = glacier.initiate_job(vaultName=vault, jobParameters={"Type": "inventory-retrieval"})["jobId"]
    document = json.loads(glacier.get_job_output(vaultName=vault, jobId=job)["body"].read())
    return [item["ArchiveDescription"] for item in document["ArchiveList"]]


def test_ls_lists_vaults(vault, firn):
    assert vault in firn.text("ls", "--quiet").splitlines()
    firn.run("ls", "--refresh", status=64)


def test_ls_lists_archives_in_every_order(glacier, vault, firn):
    ids = {text: upload(glacier, vault, text, body) for text, body in [("b", b"22"), ("a", b"1"), ("c/d", b"333")]}
    assert "nothing is known" in firn.fails(66, "ls", vault)
    done = firn.run("ls", vault, "--refresh")
    assert names(done) == ["a", "b", "c/d"]
    assert f"{vault}: as of the inventory of" in done.stderr
    assert names(firn.run("ls", vault, "--order", "size")) == ["c/d", "b", "a"]
    assert firn.text("ls", vault, "--quiet", "--order", "id").split() == sorted(ids.values())
    assert names(firn.run("ls", vault, "c")) == names(firn.run("ls", vault, "c/")) == ["c/d"]
    assert names(firn.run("ls", vault, "[ab]", "c*")) == ["a", "b", "c/d"]
    assert "called x" in firn.run("ls", vault, "a", "x", status=66).stderr
    long = firn.text("ls", vault, "a", "--long")
    assert ids["a"] in long and "inventory" in long
    item = json.loads(firn.text("ls", vault, "a", "--json"))
    assert (item["ArchiveId"], item["Size"], item["Source"], item["LocalPath"]) == (ids["a"], 1, "inventory", None)


def test_rm_by_id_path_and_pattern(glacier, vault, firn):
    ids = [upload(glacier, vault, text) for text in ["a", "b", "p/1", "p/2", "p/3", "kept"]]
    assert "known here is called a" in firn.fails(66, "rm", vault, "a", "--yes")
    firn.run("inventory", vault)
    assert "would delete a" in firn.text("rm", vault, "a", "--dry-run")
    assert "give --yes" in firn.fails(64, "rm", vault, "a")
    firn.run("rm", vault, "a", "p/*", "--yes")
    assert sorted(remaining(glacier, vault)) == ["b", "kept"]
    assert names(firn.run("ls", vault)) == ["b", "kept"]
    # By an id, without any catalogue.
    done = firn.run("rm", vault, "--yes", "--catalogue", "/dev/null/x", "--", ids[1])
    assert "going on without it" in done.stderr
    assert remaining(glacier, vault) == ["kept"]
    assert names(firn.run("inventory", vault)) == ["kept"]


def test_a_path_with_the_letters_of_patterns_is_itself(glacier, vault, firn):
    for text in ["p1", "p[1]", "q?", "qq"]:
        upload(glacier, vault, text)
    firn.run("inventory", vault)
    assert "p[1]" in names(firn.run("ls", vault, "p[1]"))
    firn.run("rm", vault, "p[1]", "q?", "--yes")
    assert sorted(remaining(glacier, vault)) == ["p1", "qq"]
    firn.run("rm", vault, "p[1]", "--yes")
    assert remaining(glacier, vault) == ["qq"]


def test_rm_of_versions(glacier, vault, firn):
    first, second = upload(glacier, vault, "same"), upload(glacier, vault, "same")
    firn.run("inventory", vault)
    assert "--all-versions" in firn.fails(79, "rm", vault, "same", "--yes")
    firn.run("rm", vault, "--yes", "--", first)
    assert [json.loads(line)["ArchiveId"] for line in firn.text("ls", vault, "--json").splitlines()] == [second]
    upload(glacier, vault, "same")
    firn.run("inventory", vault)
    firn.run("rm", vault, "same", "--yes", "--all-versions")
    assert remaining(glacier, vault) == []


def test_rm_asks_at_a_terminal(glacier, vault, firn):
    upload(glacier, vault, "a")
    firn.run("inventory", vault)
    firn.at_terminal("rm", vault, "a").expect("[y/N]").type("n\n").ends(1)
    assert remaining(glacier, vault) == ["a"]
    firn.at_terminal("rm", vault, "a").expect("[y/N]").type("y\n").ends(0)
    assert remaining(glacier, vault) == []


def test_empty_deletes_all_archives_and_the_vault(glacier, vault, firn):
    for index in range(30):
        upload(glacier, vault, f"{index}", b"x" * 1024)
    assert "would delete the vault" in firn.text("empty", vault, "--dry-run")
    assert "give --yes" in firn.fails(64, "empty", vault)
    assert len(remaining(glacier, vault)) == 30
    shown = firn.at_terminal("empty", vault).expect("Type").type(f"{vault}x\n").ends(1)
    assert "30 archives of 30.0 KiB" in shown
    shown = firn.at_terminal("empty", vault).expect("Type").type(f"{vault}\n").ends(0)
    assert f"deleted {vault} and its 30 archives" in shown
    assert "ResourceNotFoundException" in firn.fails(66, "vault", "info", vault)
    firn.fails(66, "ls", vault)


def test_empty_may_leave_the_vault(glacier, vault, firn):
    upload(glacier, vault, "a")
    document = firn.json("empty", vault, "--keep-vault", "--yes")
    assert (document["DeletedArchives"], document["VaultDeleted"]) == (1, False)
    assert remaining(glacier, vault) == []
    document = firn.json("empty", vault, "--yes")
    assert (document["DeletedArchives"], document["VaultDeleted"]) == (0, True)


def test_empty_of_a_vault_that_was_never_used(vault, firn):
    assert f"deleted {vault} and its 0 archives" in firn.text("empty", vault, "--yes")
    assert "ResourceNotFoundException" in firn.fails(66, "empty", vault, "--yes")


def test_empty_goes_on_after_it_was_killed(glacier, vault, firn):
    for index in range(120):
        upload(glacier, vault, f"{index}")
    process = subprocess.Popen(
        [binary(), "empty", vault, "--yes", "--parallel", "2"], env=firn.environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    wait_for(lambda: len(remaining(glacier, vault)) < 120, "archives are being deleted")
    process.kill()
    process.wait()
    # The vault may be gone already on a fast machine; what counts is that nothing is left behind.
    done = subprocess.run([binary(), "empty", vault, "--yes"], env=firn.environment, capture_output=True, timeout=60)
    assert done.returncode in (0, 66), done.stderr
    assert "ResourceNotFoundException" in firn.fails(66, "vault", "info", vault)


def test_empty_says_when_the_vault_has_to_wait(start, tmp_path):
    clock = MovedClock(tmp_path)
    server = start("--timing", "faithful", "--inventory-delay", "0s", "--upkeep-interval", "50ms", *clock.flags,
                   environment=clock.environment, wrapper=clock.wrapper)
    firn = FirnCommand(tmp_path, server.endpoint)
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive = upload(glacier, "v", "a")
    upload(glacier, "v", "b")

    def inventoried(count):
        clock.advance(hours=25)
        wait_for(lambda: glacier.describe_vault(vaultName="v")["NumberOfArchives"] == count, "an inventory is made")

    inventoried(2)
    message = firn.run("empty", "v", "--yes", status=75).stderr
    assert "deleted 2 archives; the service does not delete v before its next inventory" in message
    # The service's inventory still lists them, the catalogue does not bring them back.
    assert "deleted 0 archives" in firn.run("empty", "v", "--yes", status=75).stderr
    inventoried(0)
    assert "deleted v and its 0 archives" in firn.text("empty", "v", "--yes")


def test_empty_stops_where_a_policy_forbids_it(glacier, vault, firn):
    upload(glacier, vault, "a")
    policy = {"Version": "2012-10-17", "Statement": [
        {"Sid": "no", "Effect": "Deny", "Principal": "*", "Action": "glacier:DeleteArchive",
         "Resource": f"arn:aws:glacier:us-east-1:123456789012:vaults/{vault}"}]}
    glacier.set_vault_access_policy(vaultName=vault, policy={"Policy": json.dumps(policy)})
    assert "AccessDeniedException" in firn.run("empty", vault, "--yes", status=77).stderr
    assert remaining(glacier, vault) == ["a"]
