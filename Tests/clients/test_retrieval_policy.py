"""GetDataRetrievalPolicy, SetDataRetrievalPolicy."""

import json

import pytest

from firn_server import ACCOUNT

PATH = "/-/policies/data-retrieval"
INVALID = "InvalidParameterValueException"
MISSING = "MissingParameterValueException"


def put(server, body, path=PATH):
    return server.request("PUT", path, {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def rules(*rules):
    return {"Policy": {"Rules": list(rules)}}


@pytest.fixture
def own(start):
    """A server of the test's own: the policy is the whole account's."""
    return start()


def test_a_policy_is_shown_set_and_kept(own):
    glacier = own.client()
    assert glacier.get_data_retrieval_policy()["Policy"] == {"Rules": [{"Strategy": "None"}]}, "no limit at first"
    limit = {"Rules": [{"Strategy": "BytesPerHour", "BytesPerHour": 10737418240}]}
    for policy in ({"Rules": [{"Strategy": "FreeTier"}]}, {"Rules": [{"Strategy": "None"}]}, limit):
        glacier.set_data_retrieval_policy(Policy=policy)
        assert glacier.get_data_retrieval_policy()["Policy"] == policy
    own.restart()
    assert own.client().get_data_retrieval_policy()["Policy"] == limit


def test_the_documents_as_bytes(own):
    shown = own.request("GET", PATH)
    assert (shown.status, shown.headers["content-type"]) == (200, "application/json")
    assert shown.body == b'{"Policy":{"Rules":[{"BytesPerHour":null,"Strategy":"None"}]}}'
    done = put(own, b'\xef\xbb\xbf {"Policy":{"Rules":[{"Strategy":"BytesPerHour","BytesPerHour":9223372036854775807}]}}')
    assert (done.status, done.body) == (204, b"")
    assert "content-type" not in done.headers and "content-length" not in done.headers
    assert own.request("GET", PATH).body == (
        b'{"Policy":{"Rules":[{"BytesPerHour":9223372036854775807,"Strategy":"BytesPerHour"}]}}')
    assert put(own, rules({"Strategy": "FreeTier", "BytesPerHour": None})).status == 204
    assert own.request("GET", f"/{ACCOUNT}/policies/data-retrieval").body == (
        b'{"Policy":{"Rules":[{"BytesPerHour":null,"Strategy":"FreeTier"}]}}')


@pytest.mark.parametrize("body, code", [
    (b"", MISSING), (b" ", MISSING), ({}, MISSING), ({"Policy": None}, MISSING), ({"Policy": {}}, MISSING),
    ({"Policy": {"Rules": None}}, MISSING), (rules({}), MISSING), (rules({"Strategy": None}), MISSING),
    (rules({"BytesPerHour": 1}), MISSING), (rules({"Strategy": "BytesPerHour"}), MISSING),
    (rules({"Strategy": "BytesPerHour", "BytesPerHour": None}), MISSING),
    (rules(), INVALID), (rules({"Strategy": "None"}, {"Strategy": "None"}), INVALID),
    (rules({"Strategy": "none"}), INVALID), (rules({"Strategy": ""}), INVALID),
    (rules({"Strategy": "BytesPerHour", "BytesPerHour": 0}), INVALID),
    (rules({"Strategy": "BytesPerHour", "BytesPerHour": -1}), INVALID),
    (rules({"Strategy": "BytesPerHour", "BytesPerHour": 2 ** 63}), INVALID),
    (rules({"Strategy": "None", "BytesPerHour": 1}), INVALID),
    (rules({"Strategy": "FreeTier", "BytesPerHour": 1}), INVALID),
    ({"Policy": "None"}, "SerializationException"), ({"Policy": {"Rules": {}}}, "SerializationException"),
    (rules("None"), "SerializationException"), (rules({"Strategy": 1}), "SerializationException"),
    (rules({"Strategy": "BytesPerHour", "BytesPerHour": "1"}), "SerializationException"),
    (rules({"Strategy": "BytesPerHour", "BytesPerHour": 1.5}), "SerializationException"),
    (b"[]", "SerializationException"), (b"{", "SerializationException"),
])
def test_what_is_refused_changes_nothing(server, body, code):
    before = server.request("GET", PATH).body
    assert put(server, body).error[:2] == (400, code)
    assert server.request("GET", PATH).body == before


def test_another_account_is_never_accepted(server):
    other = "/999999999999/policies/data-retrieval"
    denied = (403, "AccessDeniedException", "Access denied for account ID: 999999999999")
    assert server.request("GET", other).error == denied
    assert put(server, rules({"Strategy": "None"}), other).error == denied
