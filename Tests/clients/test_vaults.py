"""CreateVault, DescribeVault, ListVaults, DeleteVault."""

import re

import botocore.exceptions
import pytest

from firn_server import ACCOUNT, payload

DATE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


def refused(code):
    return pytest.raises(botocore.exceptions.ClientError, match=code)


def test_a_vault_is_created_described_listed_and_deleted(glacier):
    created = glacier.create_vault(vaultName="My_vault-1.x")
    assert created["location"] == f"/{ACCOUNT}/vaults/My_vault-1.x"
    described = glacier.describe_vault(vaultName="My_vault-1.x")
    assert described["VaultARN"] == f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/My_vault-1.x"
    assert described["VaultName"] == "My_vault-1.x"
    assert DATE.match(described["CreationDate"])
    assert described["LastInventoryDate"] == described["CreationDate"]
    assert (described["NumberOfArchives"], described["SizeInBytes"]) == (0, 0)
    assert any(v["VaultName"] == "My_vault-1.x" for v in all_vaults(glacier))
    glacier.delete_vault(vaultName="My_vault-1.x")
    with refused("ResourceNotFoundException"):
        glacier.describe_vault(vaultName="My_vault-1.x")


def test_creating_a_vault_again_changes_nothing(glacier, vault):
    before = glacier.describe_vault(vaultName=vault)
    assert glacier.create_vault(vaultName=vault)["location"].endswith(vault)
    after = glacier.describe_vault(vaultName=vault)
    assert {**before, "ResponseMetadata": 0} == {**after, "ResponseMetadata": 0}


def test_deleting_a_vault_that_is_not_there_succeeds(glacier):
    glacier.delete_vault(vaultName="never-there")


def test_a_vault_with_an_archive_is_not_deleted(glacier, vault):
    uploaded = glacier.upload_archive(vaultName=vault, body=b"x")
    described = glacier.describe_vault(vaultName=vault)
    assert (described["NumberOfArchives"], described["SizeInBytes"]) == (1, 1 + 32768)
    assert described["LastInventoryDate"] >= described["CreationDate"]
    with refused("Vault not empty or recently written to: arn:aws:glacier"):
        glacier.delete_vault(vaultName=vault)
    glacier.delete_archive(vaultName=vault, archiveId=uploaded["archiveId"])
    described = glacier.describe_vault(vaultName=vault)
    assert (described["NumberOfArchives"], described["SizeInBytes"]) == (0, 0)
    glacier.delete_vault(vaultName=vault)


def all_vaults(glacier):
    return [v for page in glacier.get_paginator("list_vaults").paginate() for v in page["VaultList"]]


def test_vaults_are_listed_in_byte_order_and_paged_by_arn(start):
    server = start()
    glacier = server.client()
    names = ["a", "A", "-dash", "0", "_low", "B.b", "b"] + [f"z{n:02}" for n in range(18)]
    for name in names:
        glacier.create_vault(vaultName=name)
    assert [v["VaultName"] for v in all_vaults(glacier)] == sorted(names, key=str.encode)
    page = glacier.list_vaults()
    assert len(page["VaultList"]) == 10, "the default page holds ten"
    assert page["Marker"].startswith("arn:aws:glacier:")
    assert len(glacier.list_vaults(limit="1000")["VaultList"]) == 10, "larger limits are clamped"
    page = glacier.list_vaults(limit="3")
    rest = glacier.list_vaults(limit="3", marker=page["Marker"])
    assert rest["VaultList"][0]["VaultARN"] == page["Marker"], "a page begins at its marker"
    # The marker stays usable when its vault has gone.
    glacier.delete_vault(vaultName=rest["VaultList"][0]["VaultName"])
    again = glacier.list_vaults(limit="3", marker=page["Marker"])
    assert again["VaultList"][0]["VaultName"] == rest["VaultList"][1]["VaultName"]


def test_the_marker_is_null_when_the_last_page_is_full(start):
    server = start()
    for number in range(4):
        server.client().create_vault(vaultName=f"v{number}")
    answer = server.request("GET", "/-/vaults?limit=4")
    assert answer.json["Marker"] is None
    assert len(answer.json["VaultList"]) == 4
    assert server.request("GET", "/-/vaults?limit=4&marker=").json == answer.json, "an empty marker is none"


def test_there_are_at_most_a_thousand_vaults(start):
    server = start()
    glacier = server.client()
    for number in range(1000):
        glacier.create_vault(vaultName=f"v{number}")
    with refused("LimitExceededException"):
        glacier.create_vault(vaultName="one-more")
    glacier.create_vault(vaultName="v0")


def test_documents_are_compact_and_their_keys_in_order(server, vault):
    answer = server.request("GET", f"/-/vaults/{vault}")
    document = answer.json
    assert list(document) == [
        "CreationDate", "LastInventoryDate", "NumberOfArchives", "SizeInBytes", "VaultARN", "VaultName"]
    assert b" " not in answer.body and b"\n" not in answer.body
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-length"] == str(len(answer.body))
    created = server.request("PUT", f"/-/vaults/{vault}")
    assert (created.status, created.body, created.headers["content-length"]) == (201, b"{}", "2")


def test_the_vaults_of_the_production_profile_show_their_last_inventory(start):
    server = start(
        "--timing", "faithful", "--first-inventory-delay", "0", "--inventory-interval", "1h", "--upkeep-interval", "1d")
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    assert server.request("GET", "/-/vaults/v").json["LastInventoryDate"] is None
    glacier.upload_archive(vaultName="v", body=payload(10))
    described = server.request("GET", "/-/vaults/v").json
    assert (described["LastInventoryDate"], described["NumberOfArchives"], described["SizeInBytes"]) == (None, 0, 0)
    with refused("Vault not empty or recently written to"):
        glacier.delete_vault(vaultName="v")
    # A restart begins with a round of upkeep, which takes the inventory that is due.
    server.restart()
    from firn_server import wait_for
    described = wait_for(
        lambda: (d := server.request("GET", "/-/vaults/v").json)["LastInventoryDate"] and d, "an inventory")
    assert (described["NumberOfArchives"], described["SizeInBytes"]) == (1, 10 + 32768)
