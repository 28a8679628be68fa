"""Manual pages, help and completions: made from the commands, so that none is forgotten."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from firn_command import FirnCommand
from firn_server import binary

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")


def every_command(command, words=()):
    """Each command with its words, in the order of the help."""
    words = (*words, command["commandName"])
    if words[1:2] != ("help",):
        yield words, command
        for inner in command.get("subcommands", []):
            yield from every_command(inner, words)


@pytest.fixture(scope="module")
def commands():
    done = subprocess.run([binary(), "--experimental-dump-help"], capture_output=True, check=True)
    return list(every_command(json.loads(done.stdout)["command"]))


@pytest.fixture(scope="module")
def manual(tmp_path_factory):
    folder = tmp_path_factory.mktemp("man")
    subprocess.run([sys.executable, f"{ROOT}/scripts/manual.py", "--binary", binary(), "--output", folder], check=True)
    return folder


def rendered(page):
    environment = {**os.environ, "MANWIDTH": "400", "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""}
    done = subprocess.run(["man", "--warnings", "-l", page], capture_output=True, text=True, env=environment)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout)


@pytest.mark.skipif(not shutil.which("man"), reason="man is not installed")
def test_the_pages_hold_every_command_and_every_option(manual, commands):
    texts = {page.name: rendered(page) for page in manual.iterdir()}
    overview = texts["firn.1"]
    for words, command in commands:
        if len(words) == 1:
            continue
        text = texts[f"firn-{words[1]}.1"]
        assert " ".join(words) in text and command.get("abstract", "") in text
        assert f"firn-{words[1]}(1)" in overview
        for argument in command.get("arguments", []):
            names = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names", [])]
            for name in names:
                assert name in (overview if name in ("--help", "-h", "--version") else text), (words, name)
            assert argument["kind"] != "positional" or f"<{argument['valueName']}>" in text
    for number in (0, 1, 64, 65, 66, 75, 77, 78, 79, 80, 130):
        assert re.search(rf"^ +{number} ", overview, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_the_pages_are_well_formed(manual):
    for page in manual.iterdir():
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "error", page], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_the_guide_has_every_command_of_the_client(commands):
    with open(f"{ROOT}/docs/command-line.md", encoding="utf-8") as file:
        guide = file.read()
    for words, command in commands:
        if command.get("subcommands") or words[1:2] in (("serve",), ("admin",)) or len(words) == 1:
            continue
        name = " ".join(words[1:]).replace("configure set", "configure")
        assert re.search(rf"^\| `{name}[ `]", guide, re.MULTILINE), name


@pytest.mark.parametrize("shell, check", [
    ("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])])
def test_the_completions_are_accepted_by_their_shell(tmp_path, shell, check):
    script = subprocess.run([binary(), "--generate-completion-script", shell], capture_output=True, check=True).stdout
    assert b"vault" in script
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_bytes(script)
    done = subprocess.run([*check, tmp_path / "script"], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr


def completed(firn, line, **environment):
    """What bash offers at the end of a line."""
    script = subprocess.run([binary(), "--generate-completion-script", "bash"], capture_output=True, check=True).stdout
    with open(f"{firn.home}/firn.bash", "wb") as file:
        file.write(script)
    os.makedirs(f"{firn.home}/bin", exist_ok=True)
    if not os.path.exists(f"{firn.home}/bin/firn"):
        os.symlink(binary(), f"{firn.home}/bin/firn")
    words = line.split(" ")
    program = (
        'source "$HOME/firn.bash"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; '
        'eval "$(complete -p firn | sed "s/.*-F \\([^ ]*\\) .*/\\1/") firn \\"${COMP_WORDS[$COMP_CWORD]}\\" '
        '\\"${COMP_WORDS[$COMP_CWORD-1]}\\""; printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(
        ["bash", "-c", program, "bash", *words], capture_output=True, text=True, timeout=60,
        env={**firn.environment, "PATH": f"{firn.home}/bin:{os.environ['PATH']}", **environment})
    assert not done.stderr, done.stderr
    return [word.strip() for word in done.stdout.splitlines() if word.strip()]


def test_bash_offers_commands_vaults_and_profiles(server, tmp_path):
    firn = FirnCommand(tmp_path, server.endpoint)
    firn.run("vault", "create", "offered-1")
    firn.run("vault", "create", "offered-2")
    assert {"vault", "tag", "configure"} <= set(completed(firn, "firn "))
    assert {"create", "info", "list", "remove"} <= set(completed(firn, "firn vault "))
    assert completed(firn, "firn vault info offered") == ["offered-1", "offered-2"]
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[profile home]\nregion = a\n[profile work]\nregion = b\n")
    assert completed(firn, "firn vault list --profile ") == ["home", "work"]
    # Nobody there: nothing to offer, and nothing told in the middle of a line.
    assert completed(firn, "firn vault info off", AWS_ENDPOINT_URL_GLACIER="http://127.0.0.1:1") == []
