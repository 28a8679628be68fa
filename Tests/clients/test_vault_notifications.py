"""SetVaultNotifications, GetVaultNotifications, DeleteVaultNotifications."""

import json

import pytest

from firn_server import ACCOUNT

INVALID = "InvalidParameterValueException"
MISSING = "MissingParameterValueException"
ARCHIVE = "ArchiveRetrievalCompleted"
INVENTORY = "InventoryRetrievalCompleted"
TOPIC = "arn:aws:sns:us-east-1:111122223333:topic"


def path(vault):
    return f"/-/vaults/{vault}/notification-configuration"


def put(server, vault, body):
    return server.request("PUT", path(vault), {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def none(vault):
    return 404, "ResourceNotFoundException", f"No notification configuration is set for vault: {vault}"


def test_a_configuration_is_set_shown_replaced_and_removed(glacier, server, vault):
    assert server.request("GET", path(vault)).error == none(vault)
    first = {"SNSTopic": TOPIC, "Events": [INVENTORY, ARCHIVE]}
    glacier.set_vault_notifications(vaultName=vault, vaultNotificationConfig=first)
    assert glacier.get_vault_notifications(vaultName=vault)["vaultNotificationConfig"] == first
    second = {"SNSTopic": "any words é", "Events": [ARCHIVE]}
    glacier.set_vault_notifications(vaultName=vault, vaultNotificationConfig=second)
    assert glacier.get_vault_notifications(vaultName=vault)["vaultNotificationConfig"] == second
    glacier.delete_vault_notifications(vaultName=vault)
    glacier.delete_vault_notifications(vaultName=vault)
    assert server.request("GET", path(vault)).error == none(vault)


def test_the_documents_as_bytes(server, vault):
    answer = put(server, vault, {"SNSTopic": TOPIC, "Events": [INVENTORY, ARCHIVE, INVENTORY], "More": []})
    assert (answer.status, answer.body) == (204, b"")
    assert "content-type" not in answer.headers and "content-length" not in answer.headers
    shown = server.request("GET", path(vault))
    assert (shown.status, shown.headers["content-type"]) == (200, "application/json")
    assert shown.body == (
        b'{"Events":["InventoryRetrievalCompleted","ArchiveRetrievalCompleted"],"SNSTopic":"%s"}' % TOPIC.encode())
    removed = server.request("DELETE", path(vault))
    assert (removed.status, removed.body) == (204, b"")


@pytest.mark.parametrize("body, code", [
    (b"", MISSING), (b" ", MISSING), ({}, MISSING), ({"Events": [ARCHIVE]}, MISSING),
    ({"SNSTopic": None, "Events": [ARCHIVE]}, MISSING), ({"SNSTopic": "", "Events": [ARCHIVE]}, MISSING),
    ({"SNSTopic": TOPIC}, MISSING), ({"SNSTopic": TOPIC, "Events": None}, MISSING),
    ({"vaultNotificationConfig": {"SNSTopic": TOPIC, "Events": [ARCHIVE]}}, MISSING),
    ({"SNSTopic": TOPIC, "Events": []}, INVALID), ({"SNSTopic": TOPIC, "Events": [ARCHIVE, "Other"]}, INVALID),
    ({"SNSTopic": TOPIC, "Events": ["archiveretrievalcompleted"]}, INVALID),
    ({"SNSTopic": "a\0b", "Events": [ARCHIVE]}, INVALID),
    ({"SNSTopic": 1, "Events": [ARCHIVE]}, "SerializationException"),
    ({"SNSTopic": TOPIC, "Events": ARCHIVE}, "SerializationException"),
    ({"SNSTopic": TOPIC, "Events": [1]}, "SerializationException"), (b"[]", "SerializationException"),
    (b'{"SNSTopic"', "SerializationException"),
])
def test_what_is_refused_changes_nothing(server, vault, body, code):
    put(server, vault, {"SNSTopic": "kept", "Events": [ARCHIVE]})
    assert put(server, vault, body).error[:2] == (400, code)
    assert server.request("GET", path(vault)).json == {"SNSTopic": "kept", "Events": [ARCHIVE]}


def test_a_vault_that_is_not_there_is_told_before_the_body(server):
    arn = f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/absent"
    absent = (404, "ResourceNotFoundException", f"Vault not found for ARN: {arn}")
    assert put(server, "absent", b"{").error == absent
    assert put(server, "absent", {"SNSTopic": TOPIC, "Events": [ARCHIVE]}).error == absent
    assert server.request("GET", path("absent")).error == absent
    assert server.request("DELETE", path("absent")).error == absent


def test_a_configuration_goes_with_its_vault_and_survives_a_crash(start):
    server = start()
    glacier = server.client()
    for vault in ("gone", "kept"):
        glacier.create_vault(vaultName=vault)
        put(server, vault, {"SNSTopic": TOPIC, "Events": [ARCHIVE]})
    glacier.delete_vault(vaultName="gone")
    glacier.create_vault(vaultName="gone")
    server.restart()
    assert server.request("GET", path("gone")).error == none("gone")
    assert server.request("GET", path("kept")).json["SNSTopic"] == TOPIC


def test_the_resource_of_boto3(server, vault):
    notification = server.resource().Vault("-", vault).Notification()
    notification.set(vaultNotificationConfig={"SNSTopic": TOPIC, "Events": [INVENTORY]})
    notification.load()
    assert (notification.sns_topic, notification.events) == (TOPIC, [INVENTORY])
    notification.delete()
    assert server.request("GET", path(vault)).error == none(vault)
