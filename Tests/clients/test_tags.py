"""AddTagsToVault, ListTagsForVault, RemoveTagsFromVault."""

import json

import botocore.exceptions
import pytest

from firn_server import ACCOUNT, quote

INVALID = "InvalidParameterValueException"
MISSING = "MissingParameterValueException"
QUOTA = "The quota for the number of tags that can be assigned to this resource has been reached."


def tags(glacier, vault):
    return glacier.list_tags_for_vault(vaultName=vault)["Tags"]


def send(server, vault, operation, body):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return server.request("POST", f"/-/vaults/{vault}/tags?operation={operation}", {}, body)


def test_tags_are_added_replaced_listed_and_removed(glacier, vault):
    assert tags(glacier, vault) == {}
    glacier.add_tags_to_vault(vaultName=vault, Tags={"team": "media", "Größe/数据": "", "Team": "a b=c@d"})
    glacier.add_tags_to_vault(vaultName=vault, Tags={"team": "archive"})
    assert tags(glacier, vault) == {"team": "archive", "Größe/数据": "", "Team": "a b=c@d"}
    glacier.remove_tags_from_vault(vaultName=vault, TagKeys=["team", "never there", "TEAM"])
    assert tags(glacier, vault) == {"Größe/数据": "", "Team": "a b=c@d"}
    glacier.remove_tags_from_vault(vaultName=vault, TagKeys=list(tags(glacier, vault)))
    assert tags(glacier, vault) == {}


def test_the_documents_as_bytes(server, vault):
    added = send(server, vault, "add", '{"Tags":{"b":"1","é":"x/y","B":"2"," a":""},"More":1}'.encode())
    assert (added.status, added.body) == (204, b"")
    assert "content-type" not in added.headers and "content-length" not in added.headers
    listed = server.request("GET", f"/-/vaults/{vault}/tags")
    assert (listed.status, listed.headers["content-type"]) == (200, "application/json")
    assert listed.body == '{"Tags":{" a":"","B":"2","b":"1","é":"x/y"}}'.encode(), "byte order of the keys"
    removed = send(server, vault, "remove", {"TagKeys": [" a", "B", "b", "é"]})
    assert (removed.status, removed.body) == (204, b"")
    assert server.request("GET", f"/-/vaults/{vault}/tags").body == b'{"Tags":{}}'


def test_a_vault_has_at_most_50_tags(server, glacier, vault):
    glacier.add_tags_to_vault(vaultName=vault, Tags={f"k{n}": "v" for n in range(50)})
    for more in ({"one more": ""}, {"k0": "new", "one more": ""}, {f"other{n}": "" for n in range(51)}):
        assert send(server, vault, "add", {"Tags": more}).error == (400, "LimitExceededException", QUOTA)
    assert tags(glacier, vault) == {f"k{n}": "v" for n in range(50)}, "nothing was added"
    glacier.add_tags_to_vault(vaultName=vault, Tags={"k0": "new"})
    assert tags(glacier, vault)["k0"] == "new"
    assert send(server, vault, "remove", {"TagKeys": [f"k{n}" for n in range(51)]}).error[:2] == (400, INVALID)
    glacier.remove_tags_from_vault(vaultName=vault, TagKeys=[f"k{n}" for n in range(50)])
    assert tags(glacier, vault) == {}


@pytest.mark.parametrize("operation, body, code", [
    ("add", b"", MISSING), ("add", b" \n", MISSING), ("add", {}, MISSING), ("add", {"Tags": None}, MISSING),
    ("add", {"Tags": {}}, INVALID), ("add", {"Tags": {"": "v"}}, INVALID), ("add", {"Tags": {"k" * 129: "v"}}, INVALID),
    ("add", {"Tags": {"a": "b", "aws:k": "v"}}, INVALID), ("add", {"Tags": {"a": "b", "k": "v" * 257}}, INVALID),
    ("add", {"Tags": {"a": "b", "k": "*"}}, INVALID), ("add", {"Tags": {"a": "b", "k\0": ""}}, INVALID),
    ("add", {"Tags": {"a": "b", "k": None}}, INVALID), ("add", {"Tags": ["a"]}, "SerializationException"),
    ("add", {"Tags": {"a": "b", "k": 1}}, "SerializationException"), ("add", b"{", "SerializationException"),
    ("remove", b"", MISSING), ("remove", {}, MISSING), ("remove", {"TagKeys": None}, MISSING),
    ("remove", {"TagKeys": []}, INVALID), ("remove", {"TagKeys": ["kept", ""]}, INVALID),
    ("remove", {"TagKeys": ["kept", "aws:k"]}, INVALID), ("remove", {"TagKeys": ["kept", "k" * 129]}, INVALID),
    ("remove", {"TagKeys": "kept"}, "SerializationException"), ("remove", {"TagKeys": ["kept", 1]}, "SerializationException"),
    ("remove", {"TagKeys": {"kept": ""}}, "SerializationException"), ("remove", b"[]", "SerializationException"),
])
def test_what_is_refused_changes_nothing(server, glacier, vault, operation, body, code):
    glacier.add_tags_to_vault(vaultName=vault, Tags={"kept": "1"})
    assert send(server, vault, operation, body).error[:2] == (400, code)
    assert tags(glacier, vault) == {"kept": "1"}


def test_keys_and_values_of_the_longest_lengths(glacier, vault):
    long = {"k" * 128: "v" * 256, "数" * 128: "ü" * 256}
    glacier.add_tags_to_vault(vaultName=vault, Tags=long)
    assert tags(glacier, vault) == long


def test_a_vault_that_is_not_there_is_told_before_the_body(server):
    arn = f"arn:aws:glacier:us-east-1:{ACCOUNT}:vaults/absent"
    absent = (404, "ResourceNotFoundException", f"Vault not found for ARN: {arn}")
    for operation in ("add", "remove"):
        for body in (b"{", b"", {"Tags": {"a": "b"}, "TagKeys": ["a"]}):
            assert send(server, "absent", operation, body).error == absent
    assert server.request("GET", "/-/vaults/absent/tags").error == absent
    assert server.request("GET", f"/-/vaults/{quote('a b')}/tags").error == (
        404, "ResourceNotFoundException", "Vault not found for ARN: a b")


def test_tags_go_with_their_vault(glacier, vault):
    glacier.add_tags_to_vault(vaultName=vault, Tags={"k": "v"})
    glacier.delete_vault(vaultName=vault)
    with pytest.raises(botocore.exceptions.ClientError, match="ResourceNotFoundException"):
        tags(glacier, vault)
    glacier.create_vault(vaultName=vault)
    assert tags(glacier, vault) == {}


def test_tags_survive_a_crash(start):
    server = start()
    server.client().create_vault(vaultName="v")
    server.client().add_tags_to_vault(vaultName="v", Tags={"k": "v"})
    server.restart()
    assert tags(server.client(), "v") == {"k": "v"}
