"""PurchaseProvisionedCapacity, ListProvisionedCapacity."""

import concurrent.futures
import datetime
import re

from firn_server import ACCOUNT

PATH = "/-/provisioned-capacity"
ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{23}$")
DATE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$")


def test_units_are_bought_and_listed(start):
    glacier = start().client()
    assert glacier.list_provisioned_capacity()["ProvisionedCapacityList"] == []
    bought = [glacier.purchase_provisioned_capacity()["capacityId"] for _ in range(2)]
    assert all(ID.match(unit) for unit in bought) and bought[0] != bought[1]
    listed = glacier.list_provisioned_capacity()["ProvisionedCapacityList"]
    assert sorted(unit["CapacityId"] for unit in listed) == sorted(bought)


def test_the_documents_as_bytes(start):
    server = start()
    assert server.request("GET", PATH).body == b'{"ProvisionedCapacityList":[]}'
    begin = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    bought = server.request("POST", PATH, {}, b"{}")
    assert (bought.status, bought.body, bought.headers["content-type"]) == (201, b"{}", "application/json")
    listed = server.request("GET", PATH)
    assert (listed.status, listed.headers["content-type"]) == (200, "application/json")
    [unit] = listed.json["ProvisionedCapacityList"]
    assert listed.body == (
        '{"ProvisionedCapacityList":[{"CapacityId":"%s","ExpirationDate":"%s","StartDate":"%s"}]}'
        % (bought.headers["x-amz-capacity-id"], unit["ExpirationDate"], unit["StartDate"])).encode()
    assert DATE.match(unit["StartDate"]) and DATE.match(unit["ExpirationDate"])
    first, last = (datetime.datetime.fromisoformat(unit[name]) for name in ("StartDate", "ExpirationDate"))
    assert begin <= first <= datetime.datetime.now(datetime.timezone.utc)
    assert last.time() == first.time() and 28 <= (last - first).days <= 31
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == 1
    assert last.day == first.day or (last + datetime.timedelta(days=1)).day == 1


def test_there_are_at_most_two_units_also_when_many_are_bought_at_once(start):
    server = start()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: server.request("POST", PATH), range(16)))
    assert sorted(answer.status for answer in answers) == [201] * 2 + [400] * 14
    for answer in answers:
        if answer.status == 400:
            assert answer.error == (
                400, "LimitExceededException", "The limit of 2 provisioned capacity units has been reached.")
    bought = {a.headers["x-amz-capacity-id"] for a in answers if a.status == 201}
    server.restart()
    assert {unit["CapacityId"] for unit in server.request("GET", PATH).json["ProvisionedCapacityList"]} == bought
    assert server.request("POST", PATH).error[:2] == (400, "LimitExceededException")


def test_another_account_is_never_accepted(server):
    denied = (403, "AccessDeniedException", "Access denied for account ID: 999999999999")
    for method in ("GET", "POST"):
        assert server.request(method, "/999999999999/provisioned-capacity").error == denied
    assert server.request("GET", f"/{ACCOUNT}/provisioned-capacity").status == 200
