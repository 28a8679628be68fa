"""Where the catalogue is kept, and that folder and catalogue belong together."""

import os
import shutil
import subprocess

import pytest

import catalogue_databases
from firn_server import payload, wait_for

needs_postgres = pytest.mark.skipif(
    "FIRN_TEST_POSTGRES" not in os.environ, reason="no PostgreSQL: FIRN_TEST_POSTGRES is not set")


def refused(server, words):
    """Starting must fail, with these words."""
    _, command = server.command()
    done = subprocess.run(command, env=server.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert words in done.stderr, done.stderr
    return done.stderr


def catalogue_files(server):
    return [name for name in os.listdir(server.folder) if name.startswith("catalogue.sqlite")]


def archive_of(server):
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    return glacier.upload_archive(vaultName="v", body=payload(5000))["archiveId"]


def retrieved(server, archive):
    glacier = server.client()
    job = glacier.initiate_job(
        vaultName="v", jobParameters={"Type": "archive-retrieval", "ArchiveId": archive})["jobId"]
    wait_for(lambda: glacier.describe_job(vaultName="v", jobId=job)["Completed"], "the job is completed")
    return glacier.get_job_output(vaultName="v", jobId=job)["body"].read()


def test_a_new_catalogue_is_not_given_to_a_folder_with_data(start, tmp_path):
    """The sweep would take all that lies there for garbage."""
    server = start()
    archive = archive_of(server)
    server.kill()
    right = server.environment.get("FIRN_CATALOGUE")
    for name in catalogue_files(server):
        shutil.move(f"{server.folder}/{name}", tmp_path / name)
    if right:
        server.environment["FIRN_CATALOGUE"] = catalogue_databases.url_of(tmp_path)
    for _ in range(2):
        refused(server, "new and empty")
    for name in catalogue_files(server):
        os.remove(f"{server.folder}/{name}")
    for name in os.listdir(tmp_path):
        shutil.move(tmp_path / name, f"{server.folder}/{name}")
    if right:
        server.environment["FIRN_CATALOGUE"] = right
        catalogue_databases.drop(tmp_path)
    server.start()
    assert retrieved(server, archive) == payload(5000)


def test_a_catalogue_is_not_given_to_another_folder(start):
    server = start(name="one")
    archive_of(server)
    server.kill()
    other = start(name="two")
    archive_of(other)
    other.kill()
    for name in catalogue_files(other):
        os.remove(f"{other.folder}/{name}")
    for name in catalogue_files(server):
        shutil.copy(f"{server.folder}/{name}", other.folder)
    if "FIRN_CATALOGUE" in server.environment:
        other.environment["FIRN_CATALOGUE"] = server.environment["FIRN_CATALOGUE"]
    refused(other, "another data folder")
    os.remove(f"{other.folder}/identity")
    refused(other, "another data folder")
    server.start()


@pytest.fixture
def database(tmp_path):
    """The URL and the name of a fresh database."""
    url = catalogue_databases.url_of(tmp_path)
    yield url, url.rsplit("dbname=", 1)[1]
    catalogue_databases.drop(tmp_path)


@needs_postgres
def test_the_catalogue_can_be_in_postgresql(start, database):
    url, _ = database
    server = start(environment={"FIRN_CATALOGUE": url})
    archive = archive_of(server)
    server.restart()
    assert retrieved(server, archive) == payload(5000)
    assert not catalogue_files(server)
    assert catalogue_databases.run("SELECT count(*) FROM archives", url) == ["1"]
    with open(f"/proc/{server.process.pid}/cmdline") as file:
        assert "postgres" not in file.read()
    password = url.split("@")[0].rsplit(":", 1)[1]
    assert "catalogue    in PostgreSQL" in server.output()
    assert password not in server.output()
    assert server.stop() == 0


@needs_postgres
def test_a_missing_key_ring_is_not_replaced_where_the_catalogue_has_data(start, database):
    server = start(environment={"FIRN_CATALOGUE": database[0]})
    server.kill()
    os.remove(f"{server.folder}/keys/key-ring")
    refused(server, "key ring")


@needs_postgres
@pytest.mark.parametrize("url, words", [
    ("postgres://firn:s3cr3t@127.0.0.1:1/firn", "127.0.0.1"),
    ("postgres://firn:s3cr3t@[::1/firn", "cannot be read"),
    ("mysql://firn:s3cr3t@127.0.0.1/firn", "catalogue must be a URL"),
])
def test_a_database_that_cannot_be_used_stops_the_start_without_a_secret(start, url, words):
    server = start(name="running")
    server.kill()
    server.environment["FIRN_CATALOGUE"] = url
    assert "s3cr3t" not in refused(server, words)


@needs_postgres
def test_a_wrong_password_stops_the_start_without_a_secret(start, database):
    url, _ = database
    server = start(environment={"FIRN_CATALOGUE": url})
    server.kill()
    server.environment["FIRN_CATALOGUE"] = url + "&password=s3cr3t"
    assert "s3cr3t" not in refused(server, "password authentication failed")


@needs_postgres
def test_a_database_that_may_lose_commits_is_refused(start, database):
    url, name = database
    server = start(environment={"FIRN_CATALOGUE": url})
    server.kill()
    catalogue_databases.run(f"ALTER DATABASE {name} SET synchronous_commit = off")
    refused(server, "synchronous_commit")


@needs_postgres
def test_a_database_that_is_away_for_a_while_is_reported_and_found_again(start, database):
    url, name = database
    server = start(environment={"FIRN_CATALOGUE": url})
    archive = archive_of(server)
    catalogue_databases.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    catalogue_databases.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    status, text = server.operator("/health")
    assert status == 503 and "catalogue" in text
    assert url.split("@")[0].rsplit(":", 1)[1] not in text
    assert server.request("GET", "/-/vaults/v").error[:2] == (500, "ServiceUnavailableException")
    catalogue_databases.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert server.operator("/health")[0] == 200
    assert retrieved(server, archive) == payload(5000)


@needs_postgres
def test_two_servers_that_start_at_once_do_not_share_a_database(start, database):
    """With bytes on local disks, each would miss what the other holds."""
    url, _ = database
    first = start(name="one", environment={"FIRN_CATALOGUE": url})
    second = start(name="two")
    second.kill()
    shutil.copy(f"{first.folder}/keys/key-ring", f"{second.folder}/keys/key-ring")
    second.environment["FIRN_CATALOGUE"] = url
    refused(second, "another data folder")
