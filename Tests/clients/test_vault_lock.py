"""InitiateVaultLock, CompleteVaultLock, AbortVaultLock, GetVaultLock."""

import datetime
import json
import re

import pytest

from firn_server import ACCOUNT, wait_for

ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{23}$")
DATE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
DENIED = (403, "AccessDeniedException")
MISSING = (400, "MissingParameterValueException", "Required parameter missing: policy")
REFUSED = (400, "InvalidParameterValueException", "The specified vault lock policy is invalid. Provide a valid policy.")
WRONG = "A" * 24


def path(vault, lock=None):
    return f"/-/vaults/{vault}/lock-policy" + ("" if lock is None else f"/{lock}")


def policy(vault):
    """Archives cannot be deleted in their first year."""
    return json.dumps({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "retain", "Principal": "*", "Effect": "Deny", "Action": "glacier:DeleteArchive",
            "Resource": [f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{vault}"],
            "Condition": {"NumericLessThan": {"glacier:ArchiveAgeInDays": "365"}},
        }],
    }, indent=1)


def initiate(server, vault, body=None):
    body = {"Policy": policy(vault)} if body is None else body
    return server.request("POST", path(vault), {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def complete(server, vault, lock):
    return server.request("POST", path(vault, lock))


def none(vault):
    return 404, "ResourceNotFoundException", f"No vault lock policy is set for: {vault}"


def test_a_vault_is_locked(glacier, vault):
    lock = glacier.initiate_vault_lock(vaultName=vault, policy={"Policy": policy(vault)})["lockId"]
    assert ID.match(lock)
    shown = glacier.get_vault_lock(vaultName=vault)
    assert (shown["State"], shown["Policy"]) == ("InProgress", policy(vault))
    glacier.complete_vault_lock(vaultName=vault, lockId=lock)
    locked = glacier.get_vault_lock(vaultName=vault)
    assert (locked["State"], locked["Policy"], locked["CreationDate"]) == (
        "Locked", policy(vault), shown["CreationDate"])
    assert "ExpirationDate" not in locked


def test_the_documents_as_bytes(server, vault):
    made = initiate(server, vault)
    lock = made.headers["x-amz-lock-id"]
    assert (made.status, made.body, made.headers["content-type"]) == (201, b"{}", "application/json")
    shown = server.request("GET", path(vault))
    document = shown.json
    assert list(document) == ["CreationDate", "ExpirationDate", "Policy", "State"]
    assert shown.body == json.dumps(document, separators=(",", ":")).encode()
    assert DATE.match(document["CreationDate"]) and DATE.match(document["ExpirationDate"])
    begin, end = (datetime.datetime.fromisoformat(document[name]) for name in ("CreationDate", "ExpirationDate"))
    assert end - begin == datetime.timedelta(hours=24)
    done = complete(server, vault, lock)
    assert (done.status, done.body) == (204, b"")
    assert "content-type" not in done.headers and "content-length" not in done.headers
    assert server.request("GET", path(vault)).json == {**document, "ExpirationDate": None, "State": "Locked"}
    assert b'"ExpirationDate":null' in server.request("GET", path(vault)).body


def test_without_a_lock(server, vault):
    assert server.request("GET", path(vault)).error == none(vault)
    for lock in (WRONG, "x"):
        assert complete(server, vault, lock).error == none(vault)
    assert server.request("DELETE", path(vault)).status == 204


def test_while_a_lock_is_in_progress(server, vault):
    lock = initiate(server, vault).headers["x-amz-lock-id"]
    assert initiate(server, vault).error[:2] == DENIED
    for wrong in (WRONG, "x", lock[:-1], lock + "A"):
        assert complete(server, vault, wrong).error == (
            400, "InvalidParameterValueException", f"Invalid lock ID: {wrong}")
    assert server.request("GET", path(vault)).json["State"] == "InProgress"
    aborted = server.request("DELETE", path(vault))
    assert (aborted.status, aborted.body) == (204, b"")
    assert server.request("GET", path(vault)).error == none(vault)
    assert complete(server, vault, lock).error == none(vault), "an aborted lock's id is void"
    assert server.request("DELETE", path(vault)).status == 204
    other = initiate(server, vault).headers["x-amz-lock-id"]
    assert other != lock
    assert complete(server, vault, other).status == 204


def test_once_locked_nothing_changes_it(server, glacier, vault):
    lock = initiate(server, vault).headers["x-amz-lock-id"]
    assert complete(server, vault, lock).status == 204
    document = server.request("GET", path(vault)).json
    assert complete(server, vault, lock).status == 204, "the right id again"
    for wrong in (WRONG, "x"):
        assert complete(server, vault, wrong).error[:2] == DENIED
    assert initiate(server, vault).error[:2] == DENIED
    assert server.request("DELETE", path(vault)).error[:2] == DENIED
    assert server.request("GET", path(vault)).json == document
    # Everything else of the vault can still be changed.
    glacier.add_tags_to_vault(vaultName=vault, Tags={"k": "v"})
    glacier.set_vault_access_policy(vaultName=vault, policy={"Policy": policy(vault)})
    glacier.delete_vault_access_policy(vaultName=vault)
    glacier.set_vault_notifications(
        vaultName=vault, vaultNotificationConfig={"SNSTopic": "t", "Events": ["ArchiveRetrievalCompleted"]})


@pytest.mark.parametrize("body, error", [
    (b"", MISSING), (b" ", MISSING), ({}, MISSING), ({"Policy": None}, MISSING), ({"Policy": ""}, MISSING),
    ({"Policy": "[]"}, REFUSED), ({"Policy": "no policy"}, REFUSED), ({"Policy": "{" + " " * 20479 + "}"}, REFUSED),
])
def test_what_is_refused_leaves_no_lock(server, vault, body, error):
    assert initiate(server, vault, body).error == error
    assert server.request("GET", path(vault)).error == none(vault)


@pytest.mark.parametrize("body", [{"Policy": {"Version": "2012-10-17"}}, {"Policy": 1}, b"{", b"[]"])
def test_another_type_cannot_be_read(server, vault, body):
    assert initiate(server, vault, body).error[:2] == (400, "SerializationException")


def test_a_wrong_policy_is_told_before_the_state(server, vault):
    initiate(server, vault)
    assert initiate(server, vault, {"Policy": "no policy"}).error == REFUSED


def test_a_vault_that_is_not_there_is_told_before_the_body(server):
    arn = f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/absent"
    absent = (404, "ResourceNotFoundException", f"Vault not found for ARN: {arn}")
    for body in (b"{", {}, {"Policy": "no policy"}, {"Policy": policy("absent")}):
        assert initiate(server, "absent", body).error == absent
    assert complete(server, "absent", WRONG).error == absent
    for method in ("GET", "DELETE"):
        assert server.request(method, path("absent")).error == absent


def test_a_lock_that_is_not_completed_in_time_is_void(start):
    server = start("--vault-lock-lifetime", "300ms", "--upkeep-interval", "1d")
    server.client().create_vault(vaultName="v")
    lock = initiate(server, "v").headers["x-amz-lock-id"]
    wait_for(lambda: server.request("GET", path("v")).status == 404, "the lock has expired")
    assert server.request("GET", path("v")).error == none("v")
    assert complete(server, "v", lock).error == none("v")
    assert server.request("DELETE", path("v")).status == 204
    assert initiate(server, "v").status == 201


def test_a_lock_survives_a_crash_and_goes_with_its_vault(start):
    server = start()
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    lock = initiate(server, "v").headers["x-amz-lock-id"]
    server.restart()
    assert complete(server, "v", lock).status == 204
    server.restart()
    assert server.request("GET", path("v")).json["State"] == "Locked"
    server.client().delete_vault(vaultName="v")
    assert server.request("GET", path("v")).error[1] == "ResourceNotFoundException"
    server.client().create_vault(vaultName="v")
    assert server.request("GET", path("v")).error == none("v")
