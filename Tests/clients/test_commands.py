"""The simple commands of `firn`, driven against the running server."""

import itertools
import json
import socket
import subprocess

import pytest

from firn_command import FirnCommand
from firn_server import ACCOUNT, REGION, binary

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Sid": "none", "Effect": "Deny", "Principal": "*", "Action": "glacier:DeleteArchive",
    "Resource": f"arn:aws:glacier:{REGION}:{ACCOUNT}:vaults/VAULT"}]}, indent=1)

numbers = itertools.count()


@pytest.fixture
def firn(server, tmp_path):
    return FirnCommand(tmp_path, server.endpoint)


@pytest.fixture
def name(firn):
    name = f"command-{next(numbers)}"
    firn.run("vault", "create", name)
    return name


@pytest.fixture
def policy(name, tmp_path):
    file = tmp_path / "policy.json"
    file.write_text(POLICY.replace("VAULT", name))
    return file


# Vaults

def test_a_vault_is_made_shown_listed_and_removed(firn, glacier):
    assert firn.json("vault", "create", "v-made")["location"] == f"/{ACCOUNT}/vaults/v-made"
    assert firn.text("vault", "create", "v-made") == "Vault v-made is there.\n"
    assert firn.text("vault", "create", "v-made", "--quiet") == ""
    theirs = glacier.describe_vault(vaultName="v-made")
    shown = firn.json("vault", "info", "v-made")
    assert shown == {key: theirs.get(key) for key in (
        "CreationDate", "LastInventoryDate", "NumberOfArchives", "SizeInBytes", "VaultARN", "VaultName")}
    text = firn.text("vault", "info", "v-made")
    assert f"ARN        {theirs['VaultARN']}" in text and "size       0 B" in text
    listed = [json.loads(line) for line in firn.text("vault", "list", "--json").splitlines()]
    assert shown in listed
    assert "v-made" in firn.text("vault", "list", "--quiet").splitlines()
    table = firn.text("vault", "list").splitlines()
    assert table[0].split() == ["NAME", "ARCHIVES", "SIZE", "CREATED", "INVENTORY"]
    assert any(line.startswith("v-made ") for line in table)
    assert "Would remove the vault v-made" in firn.text("vault", "remove", "v-made", "--dry-run")
    assert firn.text("vault", "remove", "v-made", "--yes") == "Vault v-made is removed.\n"
    assert "v-made" not in firn.text("vault", "list", "--quiet").splitlines()


def test_all_pages_of_vaults_are_listed(start, tmp_path):
    firn = FirnCommand(tmp_path, start().endpoint)
    assert len(firn.text("vault", "list").splitlines()) == 1
    assert firn.text("vault", "list", "--quiet") == "" == firn.text("vault", "list", "--json")
    names = [f"v{number:02}" for number in range(23)]
    for name in names:
        firn.run("vault", "create", name)
    assert firn.text("vault", "list", "--quiet").split() == names
    assert len(firn.text("vault", "list", "--json").splitlines()) == len(names)


def test_a_vault_with_archives_is_not_removed(firn, name, glacier):
    archive = glacier.upload_archive(vaultName=name, body=b"x" * 2048)["archiveId"]
    message = firn.fails(79, "vault", "remove", name, "--yes")
    assert "Vault not empty" in message and "InvalidParameterValueException" in message and "request id" in message
    glacier.delete_archive(vaultName=name, archiveId=archive)


def test_what_is_not_there_has_the_status_66(firn, name):
    for arguments in (["vault", "info", "absent"], ["vault", "remove", "absent", "--dry-run"], ["tag", "list", "absent"],
                      ["policy", "get", name], ["lock", "get", name], ["notify", "get", name]):
        assert "ResourceNotFoundException: " in firn.fails(66, *arguments)


# Tags

def test_tags(firn, name):
    assert firn.json("tag", "list", name) == {"Tags": {}}
    assert firn.text("tag", "add", name, "b=two=2", "a=") == "2 tags are set.\n"
    assert firn.json("tag", "list", name) == {"Tags": {"a": "", "b": "two=2"}}
    assert firn.text("tag", "list", name).splitlines() == ["KEY  VALUE", "a", "b    two=2"]
    assert "Would remove tags: a\n" == firn.text("tag", "remove", name, "a", "absent", "--dry-run")
    firn.run("tag", "remove", name, "a", "absent")
    assert firn.text("tag", "list", name, "--quiet") == "b\n"
    assert "twice" in firn.fails(64, "tag", "add", name, "a=1", "a=2")
    firn.fails(64, "tag", "add", name, "=1")
    firn.fails(64, "tag", "add", name, "word")


def test_what_a_service_says_does_not_steer_the_terminal(firn, name, glacier):
    topic = "a\u202eb\x1b[1m"
    glacier.set_vault_notifications(vaultName=name, vaultNotificationConfig={
        "SNSTopic": topic, "Events": ["ArchiveRetrievalCompleted"]})
    text = firn.text("notify", "get", name)
    assert "\u202e" not in text and "\x1b" not in text and "a\\u{202e}b\\u{1b}[1m" in text
    assert firn.json("notify", "get", name)["SNSTopic"] == topic


# Policies

def test_an_access_policy_is_set_and_comes_back_as_it_was(firn, name, policy):
    assert firn.text("policy", "set", name, policy) == f"The access policy of {name} is set.\n"
    assert firn.text("policy", "get", name) == policy.read_text() + "\n"
    assert firn.json("policy", "get", name) == {"policy": {"Policy": policy.read_text()}}
    assert firn.text("policy", "remove", name, "--dry-run") == policy.read_text() + "\n"
    firn.run("policy", "remove", name, "-y")
    firn.fails(66, "policy", "get", name)
    firn.run("policy", "set", name, "-", input=policy.read_text())
    assert firn.text("policy", "get", name) == policy.read_text() + "\n"


@pytest.mark.parametrize("content, word", [
    (b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe", "not UTF-8"), (b"x" * (1 << 20) + b"y", "more than 1 MiB"),
    (b"{", "InvalidParameterValueException")])
def test_a_policy_that_is_none_is_refused(firn, name, tmp_path, content, word):
    (tmp_path / "bad").write_bytes(content)
    assert word in firn.fails(1, "policy", "set", name, "bad")
    assert "cannot be read" in firn.fails(1, "policy", "set", name, "absent")


def test_the_retrieval_policy(start, tmp_path):
    firn = FirnCommand(tmp_path, start().endpoint)
    assert firn.text("policy", "retrieval", "get") == "None\n"
    firn.run("policy", "retrieval", "set", "10GiB")
    assert firn.json("policy", "retrieval", "get") == {
        "Policy": {"Rules": [{"BytesPerHour": 10 << 30, "Strategy": "BytesPerHour"}]}}
    assert firn.text("policy", "retrieval", "get") == "BytesPerHour 10.0 GiB an hour\n"
    assert firn.text("policy", "retrieval", "get", "--bytes") == f"BytesPerHour {10 << 30} an hour\n"
    firn.run("policy", "retrieval", "set", "free-tier")
    assert firn.text("policy", "retrieval", "get") == "FreeTier\n"
    for wrong in ("0", "-1", "much", "9999999999999TiB"):
        firn.run("policy", "retrieval", "set", wrong, status=64)


# Locks

def test_a_lock_is_tried_aborted_tried_again_and_completed(firn, name, policy):
    first = firn.json("lock", "initiate", name, policy, "--yes")["lockId"]
    shown = firn.json("lock", "get", name)
    assert shown["State"] == "InProgress" and shown["Policy"] == policy.read_text() and shown["ExpirationDate"]
    assert "already in progress" in firn.fails(79, "lock", "initiate", name, policy, "--yes")
    assert "--yes" in firn.fails(64, "lock", "abort", name)
    firn.run("lock", "abort", name, "--yes")
    second = firn.text("lock", "initiate", name, policy, "--yes", "--quiet").strip()
    assert first != second
    firn.fails(1, "lock", "complete", name, first, "--yes")
    assert "--yes" in firn.fails(64, "lock", "complete", name, second)
    assert firn.text("lock", "complete", name, second, "--yes") == f"{name} is locked for ever.\n"
    assert "state      Locked" in firn.text("lock", "get", name)
    assert firn.text("lock", "get", name, "--quiet") == policy.read_text() + "\n"
    assert "locked" in firn.fails(79, "lock", "abort", name, "--yes")


def test_a_lock_is_completed_by_who_types_the_name(firn, name, policy):
    lock = firn.text("lock", "initiate", name, policy, "--yes", "--quiet").strip()
    asked = firn.at_terminal("lock", "complete", name, lock).expect(f"Type {name} to go on: ")
    assert "glacier:DeleteArchive" in asked.shown
    assert "nothing was done" in asked.type("yes\n").ends(1)
    firn.at_terminal("lock", "complete", name, lock).expect("to go on: ").type(f"{name}\n").ends()
    assert firn.json("lock", "get", name)["State"] == "Locked"


# Notifications and capacity

def test_notifications(firn, name):
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:topic"
    firn.run("notify", "set", name, topic)
    assert firn.json("notify", "get", name) == {
        "Events": ["ArchiveRetrievalCompleted", "InventoryRetrievalCompleted"], "SNSTopic": topic}
    firn.run("notify", "set", name, topic, "--event", "InventoryRetrievalCompleted")
    assert firn.text("notify", "get", name).splitlines() == [f"topic   {topic}", "events  InventoryRetrievalCompleted"]
    assert firn.text("notify", "get", name, "--quiet") == topic + "\n"
    assert topic in firn.text("notify", "remove", name, "--dry-run")
    firn.run("notify", "remove", name, "--yes")
    firn.fails(66, "notify", "get", name)
    firn.fails(64, "notify", "set", name, topic, "--event", "Nothing")


def test_capacity_is_purchased_by_who_says_so(start, tmp_path):
    firn = FirnCommand(tmp_path, start().endpoint)
    assert firn.json("capacity", "list") == {"ProvisionedCapacityList": []}
    assert "--yes" in firn.fails(64, "capacity", "purchase")
    bought = firn.json("capacity", "purchase", "--yes")["capacityId"]
    assert firn.text("capacity", "list", "--quiet") == bought + "\n"
    assert bought in firn.text("capacity", "list").splitlines()[1]
    firn.run("capacity", "purchase", "--yes", "-q")
    assert "LimitExceededException" in firn.fails(79, "capacity", "purchase", "--yes")


# Failures

@pytest.mark.parametrize("arguments", [
    ["vault", "info"], ["vault", "info", "a b"], ["vault", "info", "x" * 256], ["vault", "nonsense"],
    ["vault", "list", "--account-id", "12"], ["vault", "list", "--color", "red"], ["nonsense"]])
def test_a_command_line_that_makes_no_sense_has_the_status_64(firn, arguments):
    firn.fails(64, *arguments)


@pytest.mark.parametrize("command", ["download", "rm", "upload", "abort"])
def test_an_id_that_begins_with_a_dash_does_not_ask_for_help(firn, name, command):
    assert "goes behind --" in firn.fails(64, command, name, "-Xh" + "a" * 135)


def test_who_may_not_is_told_so(server, firn, tmp_path):
    import boto3
    iam = boto3.client("iam", **server._arguments())
    user = f"nobody-{next(numbers)}"
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    other = FirnCommand(tmp_path, server.endpoint, key["AccessKeyId"], key["SecretAccessKey"])
    message = other.fails(77, "vault", "list")
    assert f"user/{user} is not authorized to perform: glacier:ListVaults" in message
    assert key["SecretAccessKey"] not in message
    assert "AccessDeniedException" in other.fails(77, "lock", "initiate", "v", "-", "--yes", input="{}")


def test_keys_that_are_not_known_or_wrong(server, tmp_path):
    unknown = FirnCommand(tmp_path, server.endpoint, key="AKIAUNKNOWNUNKNOWN00")
    message = unknown.fails(77, "vault", "list")
    assert "UnrecognizedClientException" in message and server.endpoint in message and "configure list" in message
    wrong = FirnCommand(tmp_path, server.endpoint, secret="wrong/secret/of/forty/letters/in/all0000")
    message = wrong.fails(77, "vault", "list")
    assert "InvalidSignatureException" in message and "wrong/secret" not in message and "clock" not in message


def test_a_wrong_region_is_told_with_the_option_that_helps(server, tmp_path):
    message = FirnCommand(tmp_path, server.endpoint, region="eu-central-1").fails(77, "vault", "list")
    assert "signed for eu-central-1" in message and "--region" in message


def test_no_connection_names_the_endpoint(firn):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{closed.getsockname()[1]}"
        assert f"{endpoint} refuses connections" in firn.fails(75, "vault", "list", "--endpoint", endpoint)


def test_a_name_that_no_machine_has(firn):
    message = firn.fails(75, "vault", "list", "--endpoint", "http://firn.invalid:8410")
    assert "http://firn.invalid:8410" in message and "no machine of the name" in message


def test_tls_that_is_none_names_the_endpoint(server, firn):
    endpoint = server.endpoint.replace("http:", "https:")
    message = firn.fails(1, "vault", "list", "--endpoint", endpoint)
    assert f"no secure connection to {endpoint}: wrong version number" in message and "begins with http://" in message


def test_tls_of_an_authority_that_is_named(start, tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days",
         "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=tmp_path, check=True, capture_output=True)
    server = start("--tls-certificate", f"{tmp_path}/cert.pem", "--tls-key", f"{tmp_path}/key.pem")
    firn = FirnCommand(tmp_path, server.endpoint)
    assert server.endpoint.startswith("https://")
    message = firn.fails(1, "vault", "list")
    assert f"no secure connection to {server.endpoint}: its certificate is not trusted" in message
    assert "--ca-bundle" in message
    firn.run("vault", "list", "--ca-bundle", "cert.pem")
    firn.run("vault", "list", environment={"AWS_CA_BUNDLE": f"{tmp_path}/cert.pem"})
    assert "no certificates in key.pem" in firn.fails(78, "vault", "list", "--ca-bundle", "key.pem")
    plain = server.endpoint.replace("https:", "http:")
    assert "begins with https://" in firn.fails(75, "vault", "list", "--endpoint", plain)


def test_what_is_no_glacier_is_asked_about(server, firn):
    message = firn.fails(66, "vault", "list", "--endpoint", f"http://{server.addresses['operator']}")
    assert "404" in message


def test_nothing_that_says_where_or_who(tmp_path, server):
    nobody = FirnCommand(tmp_path, key=None, secret=None, region=None)
    assert "--region" in nobody.fails(78, "vault", "list")
    assert "firn configure" in nobody.fails(78, "vault", "list", "--region", REGION, "--endpoint", server.endpoint)
    assert "no profile nobody" in nobody.fails(78, "vault", "list", "--profile", "nobody")
    firn = FirnCommand(tmp_path, server.endpoint)
    for wrong in ("nonsense", "ftp://127.0.0.1", "http://127.0.0.1:8410/path", "http://a@b"):
        assert wrong in firn.fails(78, "vault", "list", "--endpoint", wrong)


@pytest.mark.parametrize("offset, words", [("-20m", "20 min behind"), ("+2h", "2 h ahead of")])
def test_a_clock_that_is_wrong_is_told_and_does_no_harm(firn, name, offset, words):
    faketime = ["faketime", "-f", offset]
    done = firn.run("vault", "info", name, "--quiet", wrapper=faketime)
    assert done.stdout.strip().endswith(name)
    assert f"Note: this machine's clock is {words} the service's" in done.stderr


def test_a_clock_is_told_where_a_signature_stays_refused(server, tmp_path):
    wrong = FirnCommand(tmp_path, server.endpoint, secret="wrong/secret/of/forty/letters/in/all0000")
    message = wrong.fails(77, "vault", "list", wrapper=["faketime", "-f", "-14m"])
    assert "this machine's clock is 14 min behind the service's" in message


@pytest.mark.parametrize("flags", [[], ["--json"], ["--quiet"]])
def test_output_that_cannot_be_written_is_a_failure(firn, name, flags):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [binary(), "vault", "list", *flags], stdout=full, stderr=subprocess.PIPE, text=True, env=firn.environment)
    assert done.returncode == 1 and "cannot be written: No space left" in done.stderr


# At a terminal

def test_a_person_is_asked_and_may_say_no(firn, name):
    assert "nothing was done" in firn.at_terminal("vault", "remove", name).expect("[y/N] ").type("n\n").ends(1)
    assert "nothing was done" in firn.at_terminal("vault", "remove", name).expect("[y/N] ").type("\n").ends(1)
    assert "--yes" in firn.fails(64, "vault", "remove", name, input="y\n")
    firn.run("vault", "info", name)
    firn.at_terminal("vault", "remove", name).expect("[y/N] ").type("Yes\n").ends()
    firn.fails(66, "vault", "info", name)


def test_tables_have_colours_and_an_end_at_a_terminal_alone(firn, name):
    bold = "\x1b[1m"
    shown = firn.at_terminal("vault", "list", columns=40).ends()
    assert shown.startswith(bold) and "…" in shown
    plain = shown.replace(bold, "").replace("\x1b[0m", "")
    assert all(len(line) <= 40 for line in plain.splitlines())
    assert "\x1b" not in firn.at_terminal("vault", "list", "--color", "never").ends()
    for variable in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        firn.environment.update(variable)
        assert "\x1b" not in firn.at_terminal("vault", "list").ends()
        del firn.environment[next(iter(variable))]
    assert "\x1b" not in firn.text("vault", "list")
    assert firn.text("vault", "list", "--color", "always").startswith(bold)
    assert "\x1b[31mError:\x1b[0m ResourceNotFoundException" in firn.at_terminal("vault", "info", "absent").ends(66)


def test_another_account_is_named(firn, name):
    assert name in firn.text("vault", "list", "--account-id", ACCOUNT, "--quiet").split()
    assert "999999999999" in firn.fails(77, "vault", "list", "--account-id", "999999999999")
