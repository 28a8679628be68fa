"""`firn configure`: what it writes is what the AWS tools read, and nothing else changes."""

import os
import stat
import subprocess

import botocore.session
import pytest

from firn_command import FirnCommand
from firn_server import ACCESS_KEY, REGION, SECRET_KEY, binary

NEW = ["--access-key-id", ACCESS_KEY, "--secret-from-stdin"]


@pytest.fixture
def firn(tmp_path):
    """Without anything in the environment."""
    return FirnCommand(tmp_path, key=None, secret=None, region=None)


def read_by_botocore(firn, monkeypatch, profile=None):
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", firn.home)
    session = botocore.session.Session(profile=profile)
    return session.get_credentials(), session.get_scoped_config()


def files(firn):
    texts = []
    for name in ("config", "credentials"):
        path = f"{firn.home}/.aws/{name}"
        texts.append(open(path, newline="").read() if os.path.exists(path) else None)
    return texts


@pytest.mark.parametrize("profile", [None, "work", "a b", "x.y-z@1"])
def test_a_profile_is_written_and_used_here_and_by_botocore(server, firn, monkeypatch, profile):
    named = ["--profile", profile] if profile else []
    done = firn.run(
        "configure", *NEW, "--region", REGION, "--endpoint", server.endpoint, *named, input=f"{SECRET_KEY}\n")
    assert f"Keys of {profile or 'default'} are in {firn.home}/.aws/credentials" in done.stdout
    credentials, config = read_by_botocore(firn, monkeypatch, profile)
    assert (credentials.access_key, credentials.secret_key) == (ACCESS_KEY, SECRET_KEY)
    assert (config["region"], config["endpoint_url"]) == (REGION, server.endpoint)
    firn.run("vault", "list", *named)
    for name in ("config", "credentials"):
        assert stat.S_IMODE(os.stat(f"{firn.home}/.aws/{name}").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(f"{firn.home}/.aws").st_mode) == 0o700
    assert sorted(os.listdir(f"{firn.home}/.aws")) == ["config", "credentials"]


def test_everything_else_stays_as_it_is(firn):
    os.mkdir(f"{firn.home}/.aws")
    config = "# mine\r\n[default]\r\nREGION=old\r\ns3 =\r\n  region = inner\r\n\r\n[profile p]\r\noutput = json\r\n"
    credentials = "[p]\naws_access_key_id = old\naws_secret_access_key = older\naws_session_token = t\n\n; end"
    for name, text in (("config", config), ("credentials", credentials)):
        with open(f"{firn.home}/.aws/{name}", "w", newline="") as file:
            file.write(text)
        os.chmod(f"{firn.home}/.aws/{name}", 0o644)
    firn.run("configure", "--region", "new", "--quiet")
    assert files(firn) == [config.replace("REGION=old", "region = new"), credentials]
    firn.run("configure", "--profile", "p", "--endpoint", "http://h:1")
    assert files(firn)[0].endswith("[profile p]\r\noutput = json\r\nendpoint_url = http://h:1\r\n")
    firn.run("configure", "--profile", "p", "--endpoint", "-")
    assert files(firn)[0] == config.replace("REGION=old", "region = new")
    warned = firn.run("configure", "--profile", "p", *NEW, input=SECRET_KEY).stderr
    assert "aws_session_token" in warned and "which is sent with the new keys" in warned
    assert files(firn)[1] == (
        f"[p]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\naws_session_token = t\n\n; end")
    assert stat.S_IMODE(os.stat(f"{firn.home}/.aws/credentials").st_mode) == 0o600


def test_many_that_write_at_once_lose_nothing(firn):
    names = [f"p{number}" for number in range(12)]
    running = [
        subprocess.Popen([binary(), "configure", "--profile", name, "--region", name, "-q"], env=firn.environment,
                         stdin=subprocess.DEVNULL)
        for name in names]
    assert [process.wait(60) for process in running] == [0] * len(names)
    assert sorted(files(firn)[0].split("\n")) == sorted(
        [line for name in names for line in (f"[profile {name}]", f"region = {name}")] + [""])


def test_a_link_stays_a_link_and_variables_name_the_files(firn, tmp_path):
    os.mkdir(f"{firn.home}/.aws")
    (tmp_path / "kept").write_text("[default]\nregion = old\n")
    os.symlink("../kept", f"{firn.home}/.aws/config")
    assert firn.json("configure", "--region", "new") == {
        "ConfigFile": str(tmp_path / "kept"), "CredentialsFile": None, "Profile": "default"}
    assert os.path.islink(f"{firn.home}/.aws/config")
    assert (tmp_path / "kept").read_text() == "[default]\nregion = new\n"
    firn.environment["AWS_SHARED_CREDENTIALS_FILE"] = "~/elsewhere/keys"
    firn.run("configure", *NEW, input=SECRET_KEY)
    assert ACCESS_KEY in (tmp_path / "elsewhere" / "keys").read_text()
    firn.environment["AWS_PROFILE"] = "of-the-environment"
    firn.run("configure", "--region", "other")
    assert (tmp_path / "kept").read_text().endswith("[profile of-the-environment]\nregion = other\n")


def test_a_person_is_asked_and_the_secret_is_not_shown(firn, server):
    asked = firn.at_terminal("configure").expect("Access key id: ").type(f"{ACCESS_KEY}\n")
    asked.expect("Secret access key: ")
    assert not asked.echoes()
    asked.type(f"{SECRET_KEY}\n").expect("Region: ").type(f"{REGION}\n")
    shown = asked.expect("Endpoint URL").type(f"{server.endpoint}\n").ends()
    assert SECRET_KEY not in shown and ACCESS_KEY in shown
    firn.run("vault", "list")
    before = files(firn)
    again = firn.at_terminal("configure").expect(f"[{'*' * 16}{ACCESS_KEY[-4:]}]: ").type("\n")
    again.expect("Secret access key [kept]: ").type("\n").expect(f"Region [{REGION}]: ").type("\n")
    again.expect(f"[{server.endpoint}]: ").type("\n").ends()
    assert files(firn) == before


def test_ctrl_c_leaves_the_terminal_as_it_was(firn):
    asked = firn.at_terminal("configure").expect("Access key id: ").type(f"{ACCESS_KEY}\n").expect("Secret access key: ")
    assert not asked.echoes()
    asked.type("\x03")
    for _ in range(30):
        if not asked._read(1) or asked.echoes():
            break
    asked.ends(130)
    assert files(firn) == [None, None]


@pytest.mark.parametrize("arguments, text, status", [
    ([], "", 64), (["--access-key-id", "a"], SECRET_KEY, 64), (["--secret-from-stdin"], SECRET_KEY, 64),
    (["--access-key-id", "", "--secret-from-stdin"], SECRET_KEY, 64), (NEW, "", 64), (NEW, "a\tb", 64), (NEW, "\n", 64),
    (["--region", "a\nb"], "", 64), (["--profile", "a]b", "--region", "r"], "", 64), (["--endpoint", "nonsense"], "", 64),
    (["--profile", "DEFAULT", "--region", "r"], "", 64), (["nonsense"], "", 64)])
def test_what_makes_no_sense_is_refused_and_writes_nothing(firn, arguments, text, status):
    firn.fails(status, "configure", *arguments, input=text)
    assert files(firn) == [None, None]


def test_files_that_cannot_be_understood_are_not_written(firn):
    os.mkdir(f"{firn.home}/.aws")
    with open(f"{firn.home}/.aws/config", "w") as file:
        file.write("[default]\nwhat is this\n")
    message = firn.fails(78, "configure", "--region", "r")
    assert f"{firn.home}/.aws/config, line 2" in message
    assert files(firn) == ["[default]\nwhat is this\n", None]


def test_where_settings_come_from_is_listed_without_secrets(firn, server):
    firn.run("configure", *NEW, "--region", REGION, "--endpoint", server.endpoint, "-q", input=SECRET_KEY)
    firn.run("configure", "--profile", "other", "--region", "r2", "-q")
    listed = {entry["Name"]: entry for entry in firn.json("configure", "list")["Settings"]}
    assert [(entry["Value"], entry["From"]) for entry in listed.values()] == [
        ("default", "the usual one"), ("*" * 16 + ACCESS_KEY[-4:], f"[default] in {firn.home}/.aws/credentials"),
        ("*" * 16, f"[default] in {firn.home}/.aws/credentials"),
        (REGION, listed["region"]["From"]), (server.endpoint, listed["endpoint"]["From"])]
    assert listed["region"]["From"].startswith(f"region of [default] in {firn.home}/.aws/config")
    variables = {"AWS_REGION": "r3", "AWS_ACCESS_KEY_ID": "AKIAOFTHEENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "s" * 40}
    text = firn.text("configure", "list", environment=variables)
    assert "r3" in text and "AWS_REGION" in text and "MENT" in text and "environment" in text and "s" * 40 not in text
    table = firn.text("configure", "list", "--profile", "other").splitlines()
    assert table[0].split() == ["NAME", "VALUE", "FROM"] and "not set" in table[2]
    assert firn.text("configure", "list", "--quiet") == "default\nother\n"
    assert "no profile nobody" in firn.fails(78, "configure", "list", "--profile", "nobody")
