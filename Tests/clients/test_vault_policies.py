"""SetVaultAccessPolicy, GetVaultAccessPolicy, DeleteVaultAccessPolicy."""

import json

import pytest

from firn_server import ACCOUNT

MISSING = (400, "MissingParameterValueException", "Required parameter missing: policy")
REFUSED = (
    400, "InvalidParameterValueException", "The specified vault access policy is invalid. Provide a valid policy.")


def path(vault):
    return f"/-/vaults/{vault}/access-policy"


def put(server, vault, body):
    return server.request("PUT", path(vault), {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def policy(vault, action="glacier:DescribeVault", sid="s"):
    """With spaces and line breaks, which are to come back."""
    return json.dumps({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": sid, "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": action,
            "Resource": f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/{vault}",
        }],
    }, indent=2)


def none(vault):
    return 404, "ResourceNotFoundException", f"No vault access policy is set for: {vault}"


def test_a_policy_is_set_shown_replaced_and_removed(glacier, server, vault):
    assert server.request("GET", path(vault)).error == none(vault)
    for text in (policy(vault), policy(vault, "glacier:ListTagsForVault")):
        glacier.set_vault_access_policy(vaultName=vault, policy={"Policy": text})
        assert glacier.get_vault_access_policy(vaultName=vault)["policy"]["Policy"] == text, "byte for byte"
    glacier.delete_vault_access_policy(vaultName=vault)
    glacier.delete_vault_access_policy(vaultName=vault)
    assert server.request("GET", path(vault)).error == none(vault)


def test_the_documents_as_bytes(server, vault):
    text = policy(vault)
    answer = put(server, vault, {"More": 1, "Policy": text})
    assert (answer.status, answer.body) == (204, b"")
    assert "content-type" not in answer.headers and "content-length" not in answer.headers
    shown = server.request("GET", path(vault))
    assert (shown.status, shown.headers["content-type"]) == (200, "application/json")
    assert shown.body == json.dumps({"Policy": text}, separators=(",", ":")).encode()
    removed = server.request("DELETE", path(vault))
    assert (removed.status, removed.body) == (204, b"")


def long_policy(vault, length):
    """A policy of so many bytes."""
    return policy(vault) + " " * (length - len(policy(vault)))


def test_a_policy_has_at_most_20480_bytes(server, vault):
    assert put(server, vault, {"Policy": long_policy(vault, 20480)}).status == 204
    assert put(server, vault, {"Policy": long_policy(vault, 20481)}).error == REFUSED
    assert server.request("GET", path(vault)).json["Policy"] == long_policy(vault, 20480)


@pytest.mark.parametrize("body, error", [
    (b"", MISSING), (b"\t", MISSING), ({}, MISSING), ({"Policy": None}, MISSING), ({"Policy": ""}, MISSING),
    ({"policy": "{}"}, MISSING),
    ({"Policy": " "}, REFUSED), ({"Policy": "[]"}, REFUSED), ({"Policy": "{"}, REFUSED), ({"Policy": "\0"}, REFUSED),
    ({"Policy": "\"{}\""}, REFUSED), ({"Policy": '{"Version":"2012-10-17","Version":"2012-10-17"}'}, REFUSED),
])
def test_what_is_refused_changes_nothing(server, vault, body, error):
    kept = policy(vault)
    put(server, vault, {"Policy": kept})
    assert put(server, vault, body).error == error
    assert server.request("GET", path(vault)).json == {"Policy": kept}


@pytest.mark.parametrize("body", [{"Policy": {"Version": "2012-10-17"}}, {"Policy": 1}, {"Policy": []}, b"{", b"[]"])
def test_another_type_cannot_be_read(server, vault, body):
    assert put(server, vault, body).error[:2] == (400, "SerializationException")
    assert server.request("GET", path(vault)).error == none(vault)


def test_a_vault_that_is_not_there_is_told_before_the_body(server):
    arn = f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/absent"
    absent = (404, "ResourceNotFoundException", f"Vault not found for ARN: {arn}")
    for body in (b"{", {}, {"Policy": "no policy"}, {"Policy": policy("absent")}):
        assert put(server, "absent", body).error == absent
    assert server.request("GET", path("absent")).error == absent
    assert server.request("DELETE", path("absent")).error == absent


def test_a_policy_goes_with_its_vault_and_survives_a_crash(start):
    server = start()
    glacier = server.client()
    for vault in ("gone", "kept"):
        glacier.create_vault(vaultName=vault)
        put(server, vault, {"Policy": policy(vault)})
    glacier.delete_vault(vaultName="gone")
    glacier.create_vault(vaultName="gone")
    server.restart()
    assert server.request("GET", path("gone")).error == none("gone")
    assert server.request("GET", path("kept")).json == {"Policy": policy("kept")}
