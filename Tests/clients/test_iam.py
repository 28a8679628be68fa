"""The identity API with boto3 and the AWS CLI, unchanged: users, groups, roles, policies and access keys."""

import itertools
import json
import os
import subprocess
import sys

import boto3
import botocore.config
import botocore.exceptions
import pytest

from firn_server import ACCESS_KEY, ACCOUNT, REGION, SECRET_KEY

_numbers = itertools.count()
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY = "arn:aws:iam::aws:policy/AmazonGlacierReadOnlyAccess"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "glacier:List*", "Resource": "*", "Sid": "a+b c/é~%"}],
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{
        "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}],
}


@pytest.fixture
def iam(server):
    return boto3.client("iam", **server._arguments())


@pytest.fixture
def unchecked(server):
    """A client that leaves all checks of parameters to the server."""
    config = botocore.config.Config(parameter_validation=False, retries={"max_attempts": 0})
    return boto3.client("iam", **server._arguments(config=config))


def fresh(word="n"):
    return f"{word}-{next(_numbers)}"


@pytest.fixture
def user(iam):
    name = fresh("User")
    iam.create_user(UserName=name)
    return name


@pytest.fixture
def group(iam):
    name = fresh("Group")
    iam.create_group(GroupName=name)
    return name


@pytest.fixture
def role(iam):
    name = fresh("Role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
    return name


@pytest.fixture
def policy(iam):
    """The ARN of a fresh managed policy."""
    return iam.create_policy(PolicyName=fresh("Policy"), PolicyDocument=json.dumps(POLICY))["Policy"]["Arn"]


class refused:
    """The block ends with an error of this code; its message is there afterwards."""

    def __init__(self, code, status=None, text=None):
        self.code, self.status, self.text = code, status, text

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert isinstance(error, botocore.exceptions.ClientError), f"not refused: {error}"
        self.message = error.response["Error"]["Message"]
        assert error.response["Error"]["Code"] == self.code, error
        assert error.response["Error"].get("Type") == "Sender"
        if self.status:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == self.status
        if self.text:
            assert self.text in self.message, self.message
        return True


def pages(iam, operation, key, size, **arguments):
    """All items of a listing, and how many pages they came in."""
    found = [
        page[key] for page in iam.get_paginator(operation).paginate(PaginationConfig={"PageSize": size}, **arguments)]
    assert all(len(page) <= size for page in found)
    return [item for page in found for item in page], len(found)


# Users


def test_create_user(iam):
    name = fresh("Alice")
    made = iam.create_user(
        UserName=name, Path="/staff/eu/", Tags=[{"Key": "team", "Value": "a b_é"}], PermissionsBoundary=ADMINISTRATOR)
    user = made["User"]
    assert user["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/staff/eu/{name}"
    assert user["Path"] == "/staff/eu/" and user["UserName"] == name
    assert len(user["UserId"]) == 21 and user["UserId"].startswith("AIDA")
    assert user["Tags"] == [{"Key": "team", "Value": "a b_é"}]
    assert user["PermissionsBoundary"] == {
        "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": ADMINISTRATOR}
    assert iam.get_user(UserName=name.upper())["User"] == user
    with refused("EntityAlreadyExists", 409, f"User with name {name.lower()} already exists."):
        iam.create_user(UserName=name.lower())
    iam.get_waiter("user_exists").wait(UserName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 1})
    assert len(made["ResponseMetadata"]["RequestId"]) == 47


@pytest.mark.parametrize("arguments, code, text", [
    ({"UserName": "a b"}, "ValidationError", "It must contain only alphanumeric characters and/or the following"),
    ({"UserName": "a" * 65}, "ValidationError", "Member must have length less than or equal to 64"),
    ({"UserName": "é"}, "ValidationError", "userName is invalid"),
    ({"UserName": "x", "Path": "/a"}, "ValidationError", "It must begin and end with /"),
    ({"UserName": "x", "Path": "a/"}, "ValidationError", "It must begin and end with /"),
    ({"UserName": "x", "PermissionsBoundary": "arn:aws:iam::aws:nothing/x"}, "InvalidInput", "is not valid"),
    ({"UserName": "x", "PermissionsBoundary": "arn:aws:iam::aws:policy/None"}, "NoSuchEntity", "does not exist"),
    ({"UserName": "x", "Tags": [{"Key": "a", "Value": ""}, {"Key": "A", "Value": ""}]}, "InvalidInput", "Duplicate"),
    ({"UserName": "x", "Tags": [{"Key": "aws:a", "Value": ""}]}, "InvalidInput", "aws:"),
    ({"UserName": "x", "Tags": [{"Key": "a*", "Value": ""}]}, "ValidationError", "tags.1.key"),
    ({"UserName": "x", "Tags": [{"Key": f"k{n}", "Value": ""} for n in range(51)]}, "ValidationError", "50"),
])
def test_create_user_refusals(iam, arguments, code, text):
    with refused(code, text=text):
        iam.create_user(**arguments)
    with refused("NoSuchEntity", 404, "The user with name x cannot be found."):
        iam.get_user(UserName="x")


def test_get_user_without_a_name_is_the_caller(iam):
    user = iam.get_user()["User"]
    assert user == {"UserId": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:root"}


def test_list_users(iam, unchecked):
    path = f"/{fresh('list')}/"
    names = [f"{fresh('L')}{letter}" for letter in "bAcDe"]
    for number, name in enumerate(names):
        iam.create_user(UserName=name, Path=path if number < 4 else path + "deep/", Tags=[{"Key": "k", "Value": "v"}])
    in_order = sorted(names, key=str.lower)
    for size in (1, 2, 3, 5, 1000):
        found, count = pages(iam, "list_users", "Users", size, PathPrefix=path)
        assert [user["UserName"] for user in found] == in_order
        assert count == -(-5 // size)
    assert "Tags" not in found[0]
    assert len(iam.list_users(PathPrefix=path + "deep/")["Users"]) == 1
    assert iam.list_users(PathPrefix=path + "none/")["Users"] == []
    assert iam.list_users(PathPrefix=path)["IsTruncated"] is False
    for limit in (0, 1001):
        with refused("ValidationError", 400, "maxItems"):
            unchecked.list_users(MaxItems=limit)
    with refused("ValidationError", 400, "marker"):
        iam.list_users(Marker="nonsense")


def test_update_user(iam, user):
    before = iam.get_user(UserName=user)["User"]
    iam.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    new = fresh("Renamed")
    iam.update_user(UserName=user, NewUserName=new, NewPath="/moved/")
    after = iam.get_user(UserName=new)["User"]
    assert after["UserId"] == before["UserId"] and after["Arn"].endswith(f":user/moved/{new}")
    assert len(iam.list_attached_user_policies(UserName=new)["AttachedPolicies"]) == 1
    with refused("NoSuchEntity"):
        iam.get_user(UserName=user)
    iam.update_user(UserName=new, NewUserName=new.upper())
    assert iam.get_user(UserName=new)["User"]["UserName"] == new.upper()
    iam.create_user(UserName=user)
    with refused("EntityAlreadyExists", 409):
        iam.update_user(UserName=new, NewUserName=user.lower())
    with refused("NoSuchEntity", 404):
        iam.update_user(UserName="nobody", NewUserName=fresh())


def test_delete_user(iam, user, group):
    first = iam.get_user(UserName=user)["User"]["UserId"]
    key = iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=json.dumps(POLICY))
    iam.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    iam.tag_user(UserName=user, Tags=[{"Key": "a", "Value": "b"}])
    steps = [
        ("must delete access keys first", lambda: iam.delete_access_key(UserName=user, AccessKeyId=key)),
        ("must remove user from all groups first",
         lambda: iam.remove_user_from_group(UserName=user, GroupName=group)),
        ("must delete policies first", lambda: iam.delete_user_policy(UserName=user, PolicyName="p")),
        ("must detach all policies first", lambda: iam.detach_user_policy(UserName=user, PolicyArn=READ_ONLY)),
    ]
    for text, step in steps:
        with refused("DeleteConflict", 409, text):
            iam.delete_user(UserName=user)
        step()
    iam.delete_user(UserName=user)
    with refused("NoSuchEntity", 404):
        iam.delete_user(UserName=user)
    again = iam.create_user(UserName=user)["User"]
    assert again["UserId"] != first and "Tags" not in again


@pytest.mark.parametrize("kind", ["user", "role"])
def test_tags(iam, kind, request):
    name = request.getfixturevalue(kind)
    arguments = {f"{kind.title()}Name": name}
    tag, untag = getattr(iam, f"tag_{kind}"), getattr(iam, f"untag_{kind}")
    tag(**arguments, Tags=[{"Key": "Team", "Value": "one"}, {"Key": "b", "Value": ""}, {"Key": "한 é", "Value": "x"}])
    tag(**arguments, Tags=[{"Key": "TEAM", "Value": "two"}])
    expected = [{"Key": "b", "Value": ""}, {"Key": "TEAM", "Value": "two"}, {"Key": "한 é", "Value": "x"}]
    for size in (1, 2, 3):
        found, count = pages(iam, f"list_{kind}_tags", "Tags", size, **arguments)
        assert found == expected and count == -(-3 // size)
    assert getattr(iam, f"get_{kind}")(**arguments)[kind.title()]["Tags"] == expected
    untag(**arguments, TagKeys=["team", "absent", "B"])
    assert getattr(iam, f"list_{kind}_tags")(**arguments)["Tags"] == expected[2:]
    tag(**arguments, Tags=[{"Key": f"k{number}", "Value": ""} for number in range(49)])
    with refused("LimitExceeded", 409, "The number of tags has reached the maximum limit."):
        tag(**arguments, Tags=[{"Key": "one-more", "Value": ""}])
    assert len(getattr(iam, f"list_{kind}_tags")(**arguments)["Tags"]) == 50
    for operation, more in ((tag, {"Tags": [{"Key": "a", "Value": ""}]}), (untag, {"TagKeys": ["a"]})):
        with refused("NoSuchEntity", 404, f"The {kind} with name nobody cannot be found."):
            operation(**{f"{kind.title()}Name": "nobody"}, **more)


# Access keys


def test_access_keys(iam, user):
    made = iam.create_access_key(UserName=user.lower())["AccessKey"]
    assert made["UserName"] == user and made["Status"] == "Active"
    assert len(made["AccessKeyId"]) == 20 and made["AccessKeyId"].startswith("AKIA")
    assert len(made["SecretAccessKey"]) == 40
    second = iam.create_access_key(UserName=user)["AccessKey"]
    with refused("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2"):
        iam.create_access_key(UserName=user)
    found, count = pages(iam, "list_access_keys", "AccessKeyMetadata", 1, UserName=user)
    assert count == 2
    assert {key["AccessKeyId"] for key in found} == {made["AccessKeyId"], second["AccessKeyId"]}
    assert all(set(key) == {"UserName", "AccessKeyId", "Status", "CreateDate"} for key in found)
    iam.update_access_key(UserName=user, AccessKeyId=made["AccessKeyId"], Status="Inactive")
    states = {k["AccessKeyId"]: k["Status"] for k in iam.list_access_keys(UserName=user)["AccessKeyMetadata"]}
    assert states == {made["AccessKeyId"]: "Inactive", second["AccessKeyId"]: "Active"}
    used = iam.get_access_key_last_used(AccessKeyId=made["AccessKeyId"])
    assert used["UserName"] == user
    assert used["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    iam.delete_access_key(UserName=user, AccessKeyId=made["AccessKeyId"])
    with refused("NoSuchEntity", 404, f"The Access Key with id {made['AccessKeyId']} cannot be found."):
        iam.delete_access_key(UserName=user, AccessKeyId=made["AccessKeyId"])
    with refused("NoSuchEntity", 404):
        iam.update_access_key(UserName=user, AccessKeyId=made["AccessKeyId"], Status="Active")
    with refused("NoSuchEntity", 404):
        iam.get_access_key_last_used(AccessKeyId=made["AccessKeyId"])
    with refused("ValidationError", 400, "[Active, Inactive]"):
        iam.update_access_key(UserName=user, AccessKeyId=second["AccessKeyId"], Status="Expired")
    for operation, arguments in (
            (iam.create_access_key, {}), (iam.list_access_keys, {}),
            (iam.delete_access_key, {"AccessKeyId": second["AccessKeyId"]})):
        with refused("NoSuchEntity", 404, "The user with name nobody cannot be found."):
            operation(UserName="nobody", **arguments)


def test_access_keys_of_the_root(iam, user):
    assert iam.list_access_keys()["AccessKeyMetadata"] == []
    made = iam.create_access_key()["AccessKey"]
    assert "UserName" not in made
    with refused("NoSuchEntity", 404):
        iam.delete_access_key(UserName=user, AccessKeyId=made["AccessKeyId"])
    iam.update_access_key(AccessKeyId=made["AccessKeyId"], Status="Inactive")
    assert [key["Status"] for key in iam.list_access_keys()["AccessKeyMetadata"]] == ["Inactive"]
    assert "UserName" not in iam.get_access_key_last_used(AccessKeyId=made["AccessKeyId"])
    iam.delete_access_key(AccessKeyId=made["AccessKeyId"])
    assert iam.list_access_keys()["AccessKeyMetadata"] == []


# Policies of one identity


@pytest.mark.parametrize("kind, limit", [("user", 2048), ("group", 5120), ("role", 10240)])
def test_inline_policies(iam, kind, limit, request):
    name = request.getfixturevalue(kind)
    who = {f"{kind.title()}Name": name}
    put, get = getattr(iam, f"put_{kind}_policy"), getattr(iam, f"get_{kind}_policy")
    delete = getattr(iam, f"delete_{kind}_policy")
    for policy in ("b", "A", "c"):
        put(**who, PolicyName=policy, PolicyDocument=json.dumps(POLICY, ensure_ascii=False, indent=1))
    found = get(**{f"{kind.title()}Name": name.lower()}, PolicyName="a")
    assert found[f"{kind.title()}Name"] == name and found["PolicyName"] == "A"
    assert found["PolicyDocument"] == POLICY
    for size in (1, 2, 3):
        names, count = pages(iam, f"list_{kind}_policies", "PolicyNames", size, **who)
        assert names == ["A", "b", "c"] and count == -(-3 // size)
    put(**who, PolicyName="C", PolicyDocument=json.dumps(padded(100)))
    assert getattr(iam, f"list_{kind}_policies")(**who)["PolicyNames"] == ["A", "b", "C"]
    assert get(**who, PolicyName="c")["PolicyDocument"] == padded(100)
    for policy in ("a", "B"):
        delete(**who, PolicyName=policy)
    with refused("NoSuchEntity", 404, f"The {kind} policy with name a cannot be found."):
        delete(**who, PolicyName="a")
    with refused("NoSuchEntity", 404, f"The {kind} policy with name a cannot be found."):
        get(**who, PolicyName="a")
    # In aggregate, without white space, and not counting what is replaced.
    put(**who, PolicyName="d", PolicyDocument=json.dumps(padded(limit - 100), indent=4))
    put(**who, PolicyName="D", PolicyDocument=json.dumps(padded(limit - 100), indent=4))
    with refused("LimitExceeded", 409, f"Maximum policy size of {limit} bytes exceeded for {kind} {name}"):
        put(**who, PolicyName="d", PolicyDocument=json.dumps(padded(limit - 99)))
    with refused("MalformedPolicyDocument", 400, "Statement.Principal: has no place in an identity policy"):
        put(**who, PolicyName="e", PolicyDocument=json.dumps(
            {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}))
    with refused("MalformedPolicyDocument", 400, "document: is not JSON"):
        put(**who, PolicyName="e", PolicyDocument="{")
    with refused("ValidationError", 400, "policyDocument"):
        put(**who, PolicyName="e", PolicyDocument='{"Id":"한"}')
    with refused("ValidationError", 400, "policyName"):
        put(**who, PolicyName="a b", PolicyDocument=json.dumps(POLICY))
    for operation, more in (
            (put, {"PolicyName": "p", "PolicyDocument": json.dumps(POLICY)}), (get, {"PolicyName": "p"}),
            (delete, {"PolicyName": "p"}), (getattr(iam, f"list_{kind}_policies"), {})):
        with refused("NoSuchEntity", 404, f"The {kind} with name nobody cannot be found."):
            operation(**{f"{kind.title()}Name": "nobody"}, **more)


def padded(characters):
    """A policy of so many characters, white space not counted."""
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Sid": ""}]}
    policy["Statement"][0]["Sid"] = "x" * (characters - len(json.dumps(policy).replace(" ", "")))
    return policy


# Attached policies


@pytest.mark.parametrize("kind", ["user", "group", "role"])
def test_attached_policies(iam, kind, request, policy):
    who = {f"{kind.title()}Name": request.getfixturevalue(kind)}
    attach, detach = getattr(iam, f"attach_{kind}_policy"), getattr(iam, f"detach_{kind}_policy")
    listing = f"list_attached_{kind}_policies"
    for arn in (READ_ONLY, policy, ADMINISTRATOR, policy):
        attach(**who, PolicyArn=arn)
    expected = sorted([READ_ONLY, policy, ADMINISTRATOR], key=lambda arn: arn.split("/")[-1].lower())
    for size in (1, 2, 3):
        found, count = pages(iam, listing, "AttachedPolicies", size, **who)
        assert [one["PolicyArn"] for one in found] == expected and count == -(-3 // size)
    assert found[0] == {"PolicyName": "AdministratorAccess", "PolicyArn": ADMINISTRATOR}
    assert getattr(iam, listing)(**who, PathPrefix="/none/")["AttachedPolicies"] == []
    assert iam.get_policy(PolicyArn=policy)["Policy"]["AttachmentCount"] == 1
    for _ in range(7):
        attach(**who, PolicyArn=iam.create_policy(
            PolicyName=fresh("Many"), PolicyDocument=json.dumps(POLICY))["Policy"]["Arn"])
    another = iam.create_policy(PolicyName=fresh("Many"), PolicyDocument=json.dumps(POLICY))["Policy"]["Arn"]
    with refused("LimitExceeded", 409, f"Cannot exceed quota for PoliciesPer{kind.title()}: 10"):
        attach(**who, PolicyArn=another)
    detach(**who, PolicyArn=policy)
    with refused("NoSuchEntity", 404, f"Policy {policy} was not found."):
        detach(**who, PolicyArn=policy)
    for missing in ("arn:aws:iam::aws:policy/None", f"arn:aws:iam::{ACCOUNT}:policy/None",
                    policy.replace(ACCOUNT, "999999999999")):
        with refused("NoSuchEntity", 404, f"Policy {missing} does not exist or is not attachable."):
            attach(**who, PolicyArn=missing)
    with refused("InvalidInput", 400, "ARN AdministratorAccessAndMore is not valid."):
        attach(**who, PolicyArn="AdministratorAccessAndMore")
    for operation, more in ((attach, {"PolicyArn": policy}), (detach, {"PolicyArn": policy}),
                            (getattr(iam, listing), {})):
        with refused("NoSuchEntity", 404, f"The {kind} with name nobody cannot be found."):
            operation(**{f"{kind.title()}Name": "nobody"}, **more)


@pytest.mark.parametrize("kind", ["user", "role"])
def test_permissions_boundaries(iam, kind, request, policy):
    who = {f"{kind.title()}Name": request.getfixturevalue(kind)}
    put, delete = getattr(iam, f"put_{kind}_permissions_boundary"), getattr(iam, f"delete_{kind}_permissions_boundary")
    get = lambda: getattr(iam, f"get_{kind}")(**who)[kind.title()].get("PermissionsBoundary")
    for arn in (ADMINISTRATOR, policy):
        put(**who, PermissionsBoundary=arn)
        assert get() == {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}
    assert iam.get_policy(PolicyArn=policy)["Policy"]["PermissionsBoundaryUsageCount"] == 1
    with refused("DeleteConflict", 409, "Cannot delete a policy attached to entities."):
        iam.delete_policy(PolicyArn=policy)
    with refused("NoSuchEntity", 404, "does not exist or is not attachable"):
        put(**who, PermissionsBoundary=f"arn:aws:iam::{ACCOUNT}:policy/None")
    for _ in range(2):
        delete(**who)
        assert get() is None
    nobody = {f"{kind.title()}Name": "nobody"}
    for operation, more in ((put, {"PermissionsBoundary": policy}), (delete, {})):
        with refused("NoSuchEntity", 404, f"The {kind} with name nobody cannot be found."):
            operation(**nobody, **more)


# Groups


def test_groups(iam):
    name, path = "g" * 100 + fresh(), f"/{fresh('groups')}/"
    made = iam.create_group(GroupName=name, Path=path)["Group"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:group{path}{name}" and made["GroupId"].startswith("AGPA")
    got = iam.get_group(GroupName=name.upper())
    assert got["Group"] == made and got["Users"] == []
    with refused("EntityAlreadyExists", 409, "Group with name"):
        iam.create_group(GroupName=name.upper())
    other = fresh("Other")
    iam.create_group(GroupName=other, Path=path)
    for size in (1, 2, 3):
        found, _ = pages(iam, "list_groups", "Groups", size, PathPrefix=path)
        assert [group["GroupName"] for group in found] == [name, other]
    renamed = fresh("Renamed")
    iam.update_group(GroupName=name, NewGroupName=renamed, NewPath="/elsewhere/")
    moved = iam.get_group(GroupName=renamed)["Group"]
    assert moved["GroupId"] == made["GroupId"] and moved["Path"] == "/elsewhere/"
    with refused("EntityAlreadyExists", 409):
        iam.update_group(GroupName=renamed, NewGroupName=other)
    for operation in (iam.get_group, iam.update_group, iam.delete_group):
        with refused("NoSuchEntity", 404, "The group with name nobody cannot be found."):
            operation(GroupName="nobody")
    iam.delete_group(GroupName=renamed)
    with refused("NoSuchEntity", 404):
        iam.get_group(GroupName=renamed)
    with refused("ValidationError", 400, "length less than or equal to 128"):
        iam.create_group(GroupName="g" * 129)


def test_group_members(iam, group):
    users = [fresh(f"Member{letter}") for letter in "cAb"]
    for name in users:
        iam.create_user(UserName=name)
        for _ in range(2):
            iam.add_user_to_group(GroupName=group.upper(), UserName=name.lower())
    in_order = sorted(users, key=str.lower)
    for size in (1, 2, 3):
        found, count = pages(iam, "get_group", "Users", size, GroupName=group)
        assert [user["UserName"] for user in found] == in_order and count == -(-3 // size)
    with refused("DeleteConflict", 409, "must remove users from group first"):
        iam.delete_group(GroupName=group)
    others = [fresh("Of") for _ in range(10)]
    for name in others:
        iam.create_group(GroupName=name)
    for name in others[:9]:
        iam.add_user_to_group(GroupName=name, UserName=users[0])
    with refused("LimitExceeded", 409, "Cannot exceed quota for GroupsPerUser: 10"):
        iam.add_user_to_group(GroupName=others[9], UserName=users[0])
    found, count = pages(iam, "list_groups_for_user", "Groups", 3, UserName=users[0])
    assert [one["GroupName"] for one in found] == sorted([group, *others[:9]], key=str.lower) and count == 4
    for _ in range(2):
        iam.remove_user_from_group(GroupName=group, UserName=users[0])
    assert [user["UserName"] for user in iam.get_group(GroupName=group)["Users"]] == [
        name for name in in_order if name != users[0]]
    for operation in (iam.add_user_to_group, iam.remove_user_from_group):
        with refused("NoSuchEntity", 404, "The group with name nobody cannot be found."):
            operation(GroupName="nobody", UserName=users[0])
        with refused("NoSuchEntity", 404, "The user with name nobody cannot be found."):
            operation(GroupName=group, UserName="nobody")
    with refused("NoSuchEntity", 404):
        iam.list_groups_for_user(UserName="nobody")


def test_delete_group(iam, group):
    iam.put_group_policy(GroupName=group, PolicyName="p", PolicyDocument=json.dumps(POLICY))
    iam.attach_group_policy(GroupName=group, PolicyArn=READ_ONLY)
    with refused("DeleteConflict", 409, "must delete policies first"):
        iam.delete_group(GroupName=group)
    iam.delete_group_policy(GroupName=group, PolicyName="p")
    with refused("DeleteConflict", 409, "must detach all policies first"):
        iam.delete_group(GroupName=group)
    iam.detach_group_policy(GroupName=group, PolicyArn=READ_ONLY)
    iam.delete_group(GroupName=group)


# Managed policies


def test_create_policy(iam):
    name, path = fresh("Managed"), f"/{fresh('managed')}/sub/"
    made = iam.create_policy(
        PolicyName=name, Path=path, Description="what <it> & \"is\"\r\nfor é한",
        PolicyDocument=json.dumps(POLICY, indent=2))["Policy"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:policy{path}{name}"
    assert made["PolicyId"].startswith("ANPA") and len(made["PolicyId"]) == 21
    assert made["DefaultVersionId"] == "v1" and made["AttachmentCount"] == 0 and made["IsAttachable"] is True
    assert iam.get_policy(PolicyArn=made["Arn"])["Policy"] == made
    assert made["Description"] == "what <it> & \"is\"\r\nfor é한"
    iam.get_waiter("policy_exists").wait(PolicyArn=made["Arn"], WaiterConfig={"Delay": 1, "MaxAttempts": 1})
    version = iam.get_policy_version(PolicyArn=made["Arn"], VersionId="v1")["PolicyVersion"]
    assert version["Document"] == POLICY and version["IsDefaultVersion"] is True
    with refused("EntityAlreadyExists", 409, f"A policy called {name.upper()} already exists."):
        iam.create_policy(PolicyName=name.upper(), PolicyDocument=json.dumps(POLICY))
    with refused("MalformedPolicyDocument", 400, "Statement.Effect"):
        iam.create_policy(PolicyName=fresh(), PolicyDocument=json.dumps(
            {"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}))
    with refused("ValidationError", 400, "path"):
        iam.create_policy(PolicyName=fresh(), Path="/a//b/", PolicyDocument=json.dumps(POLICY))
    with refused("ValidationError", 400, "Tags.member.1.Key is not supported"):
        iam.create_policy(
            PolicyName=fresh(), PolicyDocument=json.dumps(POLICY), Tags=[{"Key": "a", "Value": "b"}])
    iam.create_policy(PolicyName=fresh(), PolicyDocument=json.dumps(padded(6144), indent=8))
    with refused("LimitExceeded", 409, "Cannot exceed quota for PolicySize: 6144"):
        iam.create_policy(PolicyName=fresh(), PolicyDocument=json.dumps(padded(6145)))


def test_built_in_policies(iam, user):
    found, _ = pages(iam, "list_policies", "Policies", 2, Scope="AWS")
    names = [policy["PolicyName"] for policy in found]
    assert names == sorted(names) and {"AdministratorAccess", "AmazonGlacierReadOnlyAccess"} <= set(names)
    assert all(policy["Arn"] == f"arn:aws:iam::aws:policy/{policy['PolicyName']}" for policy in found)
    for one in found:
        got = iam.get_policy(PolicyArn=one["Arn"])["Policy"]
        assert got.pop("Description") and got == one
        version = iam.get_policy_version(PolicyArn=one["Arn"], VersionId=one["DefaultVersionId"])["PolicyVersion"]
        assert version["Document"]["Version"] == "2012-10-17"
        assert len(iam.list_policy_versions(PolicyArn=one["Arn"])["Versions"]) == 1
        # It is a policy: it could be an inline one, in a group's room.
        iam.create_group(GroupName=one["PolicyName"])
        iam.put_group_policy(
            GroupName=one["PolicyName"], PolicyName="copy", PolicyDocument=json.dumps(version["Document"]))
    count = lambda: iam.get_policy(PolicyArn=ADMINISTRATOR)["Policy"]["AttachmentCount"]
    before = count()
    iam.attach_user_policy(UserName=user, PolicyArn=ADMINISTRATOR)
    assert count() == before + 1
    document = json.dumps(POLICY)
    for change in (
            lambda: iam.delete_policy(PolicyArn=ADMINISTRATOR),
            lambda: iam.create_policy_version(PolicyArn=ADMINISTRATOR, PolicyDocument=document),
            lambda: iam.delete_policy_version(PolicyArn=ADMINISTRATOR, VersionId="v1"),
            lambda: iam.set_default_policy_version(PolicyArn=ADMINISTRATOR, VersionId="v1")):
        with refused("AccessDenied", 403, "is not authorized to perform: iam:"):
            change()


def test_list_policies(iam, user, role):
    path = f"/{fresh('listed')}/"
    names = [fresh(word) for word in ("pb", "PA", "pc")]
    arns = {
        name: iam.create_policy(PolicyName=name, Path=path, PolicyDocument=json.dumps(POLICY))["Policy"]["Arn"]
        for name in names}
    in_order = sorted(names, key=str.lower)
    for size in (1, 2, 3):
        found, count = pages(iam, "list_policies", "Policies", size, Scope="Local", PathPrefix=path)
        assert [policy["PolicyName"] for policy in found] == in_order and count == -(-3 // size)
    assert "Description" not in found[0]
    everything, _ = pages(iam, "list_policies", "Policies", 3)
    aws = iam.list_policies(Scope="AWS")["Policies"]
    local, _ = pages(iam, "list_policies", "Policies", 100, Scope="Local")
    assert [p["Arn"] for p in everything] == [p["Arn"] for p in aws + local]
    iam.attach_user_policy(UserName=user, PolicyArn=arns[names[0]])
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=arns[names[1]])
    chosen = lambda **more: [p["PolicyName"] for p in iam.list_policies(PathPrefix=path, **more)["Policies"]]
    assert chosen(OnlyAttached=True) == sorted(names[:2], key=str.lower)
    assert chosen(OnlyAttached=True, PolicyUsageFilter="PermissionsPolicy") == names[:1]
    assert chosen(PolicyUsageFilter="PermissionsBoundary") == names[1:2]
    assert chosen(Scope="AWS") == []
    with refused("ValidationError", 400, "[All, AWS, Local]"):
        iam.list_policies(Scope="Other")


def test_delete_policy(iam, policy, group):
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=json.dumps(POLICY))
    iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    with refused("DeleteConflict", 409, "Cannot delete a policy attached to entities."):
        iam.delete_policy(PolicyArn=policy)
    iam.detach_group_policy(GroupName=group, PolicyArn=policy)
    with refused("DeleteConflict", 409, "This policy has more than one version."):
        iam.delete_policy(PolicyArn=policy)
    iam.delete_policy_version(PolicyArn=policy, VersionId="v2")
    iam.delete_policy(PolicyArn=policy)
    for operation in (iam.delete_policy, iam.get_policy):
        with refused("NoSuchEntity", 404, f"Policy {policy} was not found."):
            operation(PolicyArn=policy)


def test_policy_versions(iam, policy):
    first = iam.get_policy(PolicyArn=policy)["Policy"]
    other = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}
    made = iam.create_policy_version(PolicyArn=policy, PolicyDocument=json.dumps(other))["PolicyVersion"]
    assert made["VersionId"] == "v2" and made["IsDefaultVersion"] is False
    made = iam.create_policy_version(PolicyArn=policy, PolicyDocument=json.dumps(other), SetAsDefault=True)
    assert made["PolicyVersion"]["IsDefaultVersion"] is True
    assert iam.get_policy(PolicyArn=policy)["Policy"]["DefaultVersionId"] == "v3"
    assert iam.get_policy(PolicyArn=policy)["Policy"]["UpdateDate"] >= first["UpdateDate"]
    for size in (1, 2, 3):
        found, count = pages(iam, "list_policy_versions", "Versions", size, PolicyArn=policy)
        assert [v["VersionId"] for v in found] == ["v3", "v2", "v1"] and count == -(-3 // size)
    assert [v["IsDefaultVersion"] for v in found] == [True, False, False] and "Document" not in found[0]
    with refused("DeleteConflict", 409, "Cannot delete the default version of a policy."):
        iam.delete_policy_version(PolicyArn=policy, VersionId="v3")
    iam.set_default_policy_version(PolicyArn=policy, VersionId="v2")
    iam.delete_policy_version(PolicyArn=policy, VersionId="v3")
    for number in (4, 5, 6):
        assert iam.create_policy_version(
            PolicyArn=policy, PolicyDocument=json.dumps(POLICY))["PolicyVersion"]["VersionId"] == f"v{number}"
    with refused("LimitExceeded", 409, "A managed policy can have up to 5 versions."):
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=json.dumps(POLICY))
    assert iam.get_policy_version(PolicyArn=policy, VersionId="v2")["PolicyVersion"]["Document"] == other
    for operation in (iam.get_policy_version, iam.delete_policy_version, iam.set_default_policy_version):
        with refused("NoSuchEntity", 404, f"Policy {policy} version v3 does not exist or is not attachable."):
            operation(PolicyArn=policy, VersionId="v3")
        with refused("NoSuchEntity", 404, "was not found."):
            operation(PolicyArn=policy + "x", VersionId="v1")
        with refused("ValidationError", 400, "versionId"):
            operation(PolicyArn=policy, VersionId="3")
    with refused("NoSuchEntity", 404):
        iam.list_policy_versions(PolicyArn=policy + "x")
    with refused("MalformedPolicyDocument", 400):
        iam.create_policy_version(PolicyArn=policy, PolicyDocument="[]")


def test_entities_of_a_policy(iam, policy, user, group, role):
    iam.attach_user_policy(UserName=user, PolicyArn=policy)
    iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    iam.attach_role_policy(RoleName=role, PolicyArn=policy)
    bounded = fresh("Bounded")
    iam.create_user(UserName=bounded, Path="/deep/", PermissionsBoundary=policy)

    def names(size=100, **more):
        found = {"PolicyUsers": [], "PolicyGroups": [], "PolicyRoles": []}
        paginator = iam.get_paginator("list_entities_for_policy")
        for page in paginator.paginate(PolicyArn=policy, PaginationConfig={"PageSize": size}, **more):
            for key in found:
                found[key] += [one[key[6:-1] + "Name"] for one in page[key]]
        return found

    everything = {"PolicyUsers": sorted([user, bounded], key=str.lower), "PolicyGroups": [group], "PolicyRoles": [role]}
    for size in (1, 2, 3, 4):
        assert names(size) == everything
    nothing = {"PolicyUsers": [], "PolicyGroups": [], "PolicyRoles": []}
    assert names(EntityFilter="Role") == {**nothing, "PolicyRoles": [role]}
    assert names(EntityFilter="LocalManagedPolicy") == nothing
    assert names(PolicyUsageFilter="PermissionsBoundary") == {**nothing, "PolicyUsers": [bounded]}
    assert names(PolicyUsageFilter="PermissionsPolicy") == {**everything, "PolicyUsers": [user]}
    assert names(PathPrefix="/deep/") == {**nothing, "PolicyUsers": [bounded]}
    ids = iam.list_entities_for_policy(PolicyArn=policy, EntityFilter="Group")["PolicyGroups"]
    assert ids == [{"GroupName": group, "GroupId": iam.get_group(GroupName=group)["Group"]["GroupId"]}]
    with refused("NoSuchEntity", 404, "was not found"):
        iam.list_entities_for_policy(PolicyArn=policy + "x")


# Roles


def test_roles(iam, unchecked):
    name, path = fresh("Role"), f"/{fresh('roles')}/"
    made = iam.create_role(
        RoleName=name, Path=path, AssumeRolePolicyDocument=json.dumps(TRUST, indent=2), Description="an é & ü",
        MaxSessionDuration=43200, PermissionsBoundary=READ_ONLY, Tags=[{"Key": "k", "Value": "v"}])["Role"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:role{path}{name}" and made["RoleId"].startswith("AROA")
    assert made["AssumeRolePolicyDocument"] == TRUST and made["MaxSessionDuration"] == 43200
    got = iam.get_role(RoleName=name.lower())["Role"]
    assert got.pop("RoleLastUsed") == {} and got == made
    iam.get_waiter("role_exists").wait(RoleName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 1})
    other = fresh("Role")
    plain = iam.create_role(RoleName=other, Path=path, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    assert plain["MaxSessionDuration"] == 3600 and "Description" not in plain
    for size in (1, 2, 3):
        found, _ = pages(iam, "list_roles", "Roles", size, PathPrefix=path)
        assert [role["RoleName"] for role in found] == sorted([name, other], key=str.lower)
    assert found[0]["AssumeRolePolicyDocument"] == TRUST and "Tags" not in found[0]
    with refused("EntityAlreadyExists", 409, f"Role with name {name.upper()} already exists."):
        iam.create_role(RoleName=name.upper(), AssumeRolePolicyDocument=json.dumps(TRUST))
    for seconds in (3599, 43201):
        with refused("ValidationError", 400, "maxSessionDuration"):
            unchecked.create_role(
                RoleName=fresh(), AssumeRolePolicyDocument=json.dumps(TRUST), MaxSessionDuration=seconds)


@pytest.mark.parametrize("change, text", [
    ({"Principal": None}, "has no Principal"),
    ({"Resource": "*"}, "Statement[0].Resource: has no place in a trust policy"),
    ({"NotResource": "*"}, "Statement[0].NotResource: has no place in a trust policy"),
    ({"Action": "glacier:*"}, "Statement[0].Action: is no action of this service"),
    ({"Action": "*"}, "Statement[0].Action: is no action of this service"),
    ({"Action": ["sts:AssumeRole", "sts:Nothing"]}, "Statement[0].Action[1]: matches no action"),
    ({"Principal": {"AWS": "nobody"}}, "Statement[0].Principal.AWS"),
])
def test_trust_policies(iam, role, change, text):
    statement = {key: value for key, value in {**TRUST["Statement"][0], **change}.items() if value is not None}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    with refused("MalformedPolicyDocument", 400, text):
        iam.create_role(RoleName=fresh(), AssumeRolePolicyDocument=document)
    with refused("MalformedPolicyDocument", 400, text):
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)


def test_update_role(iam, role):
    get = lambda: iam.get_role(RoleName=role)["Role"]
    iam.update_role(RoleName=role, Description="one", MaxSessionDuration=7200)
    assert (get()["Description"], get()["MaxSessionDuration"]) == ("one", 7200)
    iam.update_role(RoleName=role, Description="two")
    assert (get()["Description"], get()["MaxSessionDuration"]) == ("two", 7200)
    iam.update_role(RoleName=role, MaxSessionDuration=3600)
    assert (get()["Description"], get()["MaxSessionDuration"]) == ("two", 3600)
    assert iam.update_role_description(RoleName=role, Description="")["Role"]["Description"] == ""
    trust = {"Statement": {"Effect": "Allow", "Action": "sts:*", "Principal": "*"}}
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(trust))
    assert get()["AssumeRolePolicyDocument"] == trust
    trust["Id"] = "x" * 2048
    with refused("LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048"):
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(trust))
    for operation, more in (
            (iam.get_role, {}), (iam.update_role, {}), (iam.update_role_description, {"Description": "x"}),
            (iam.update_assume_role_policy, {"PolicyDocument": json.dumps(TRUST)}), (iam.delete_role, {})):
        with refused("NoSuchEntity", 404, "The role with name nobody cannot be found."):
            operation(RoleName="nobody", **more)


def test_delete_role(iam, role):
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps(POLICY))
    iam.attach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=READ_ONLY)
    iam.tag_role(RoleName=role, Tags=[{"Key": "a", "Value": "b"}])
    with refused("DeleteConflict", 409, "must delete policies first"):
        iam.delete_role(RoleName=role)
    iam.delete_role_policy(RoleName=role, PolicyName="p")
    with refused("DeleteConflict", 409, "must detach all policies first"):
        iam.delete_role(RoleName=role)
    iam.detach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    iam.delete_role(RoleName=role)


# The account


def test_account_summary(iam):
    before = iam.get_account_summary()["SummaryMap"]
    iam.create_user(UserName=fresh())
    iam.create_policy(PolicyName=fresh(), PolicyDocument=json.dumps(POLICY))
    after = iam.get_account_summary()["SummaryMap"]
    changed = {key: after[key] - before[key] for key in after if after[key] != before[key]}
    assert changed == {"Users": 1, "Policies": 1, "PolicyVersionsInUse": 1}
    assert after["UsersQuota"] == 5000 and after["GroupsQuota"] == 300 and after["RolesQuota"] == 1000
    assert after["PoliciesQuota"] == 1500 and after["AccessKeysPerUserQuota"] == 2


def test_account_authorization_details(iam, policy, user, group, role):
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=json.dumps(POLICY))
    for kind, name in (("user", user), ("group", group), ("role", role)):
        who = {f"{kind.title()}Name": name}
        getattr(iam, f"put_{kind}_policy")(**who, PolicyName="in", PolicyDocument=json.dumps(POLICY))
        getattr(iam, f"attach_{kind}_policy")(**who, PolicyArn=policy)
    iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=READ_ONLY)
    iam.tag_role(RoleName=role, Tags=[{"Key": "a", "Value": "b"}])
    lists = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"]

    def details(size=1000, **more):
        found = {name: [] for name in lists}
        paginator = iam.get_paginator("get_account_authorization_details")
        for page in paginator.paginate(PaginationConfig={"PageSize": size}, **more):
            assert sum(len(page[name]) for name in lists) <= size
            for name in lists:
                found[name] += page[name]
        return found

    everything = details()
    assert details(3) == everything
    attached = [{"PolicyName": policy.split("/")[-1], "PolicyArn": policy}]
    inline = [{"PolicyName": "in", "PolicyDocument": POLICY}]
    one = {item["UserName"]: item for item in everything["UserDetailList"]}[user]
    assert one["GroupList"] == [group] and one["UserPolicyList"] == inline
    assert one["AttachedManagedPolicies"] == attached
    assert one["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY
    one = {item["GroupName"]: item for item in everything["GroupDetailList"]}[group]
    assert one["GroupPolicyList"] == inline and one["AttachedManagedPolicies"] == attached
    one = {item["RoleName"]: item for item in everything["RoleDetailList"]}[role]
    assert one["RolePolicyList"] == inline and one["AttachedManagedPolicies"] == attached
    assert one["AssumeRolePolicyDocument"] == TRUST and one["Tags"] == [{"Key": "a", "Value": "b"}]
    assert one["InstanceProfileList"] == []
    one = {item["Arn"]: item for item in everything["Policies"]}[policy]
    assert one["AttachmentCount"] == 3
    assert [(v["VersionId"], v["Document"]) for v in one["PolicyVersionList"]] == [("v2", POLICY), ("v1", POLICY)]
    chosen = details(2, Filter=["Group", "AWSManagedPolicy"])
    assert chosen["GroupDetailList"] == everything["GroupDetailList"]
    assert chosen["UserDetailList"] == [] and chosen["RoleDetailList"] == []
    assert all(item["Arn"].startswith("arn:aws:iam::aws:") for item in chosen["Policies"]) and chosen["Policies"]
    with refused("ValidationError", 400, "filter"):
        iam.get_account_authorization_details(Filter=["Other"])


# The protocol


def post(server, body, service="iam", **keywords):
    return server.request(
        "POST", "/", {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, body.encode(),
        version=False, service=service, **keywords)


@pytest.mark.parametrize("body, status, code", [
    ("Version=2010-05-08", 400, "MissingAction"),
    ("Action=Nothing&Version=2010-05-08", 400, "InvalidAction"),
    ("Action=GetUser&Version=2012-06-01", 400, "InvalidAction"),
    ("Action=GetUser", 400, "InvalidAction"),
    ("Action=CreateUser&Version=2010-05-08", 400, "ValidationError"),
    ("Action=GetUser&Version=2010-05-08&Other=1", 400, "ValidationError"),
    ("Action=GetUser&Version=2010-05-08&UserName=%00", 404, "MalformedQueryString"),
    ("Action=GetUser&Version=2010-05-08&UserName=%zz", 404, "MalformedQueryString"),
    ("Action=GetUser&Action=GetUser&Version=2010-05-08", 404, "MalformedQueryString"),
])
def test_malformed_requests(server, body, status, code):
    answer = post(server, body)
    assert answer.status == status
    assert answer.headers["content-type"] == "text/xml"
    assert f"<Error><Type>Sender</Type><Code>{code}</Code><Message>".encode() in answer.body
    assert f"<RequestId>{answer.headers['x-amzn-requestid']}</RequestId></ErrorResponse>".encode() in answer.body


def test_wrong_credentials(server):
    body = "Action=GetUser&Version=2010-05-08"
    answer = post(server, body, secret="wrong")
    assert answer.status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in answer.body
    answer = post(server, body, key="AKIAUNKNOWNUNKNOWN00")
    assert answer.status == 403 and b"<Code>InvalidClientTokenId</Code>" in answer.body
    answer = post(server, body, region="eu-west-1")
    assert answer.status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in answer.body


# The AWS CLI


@pytest.fixture
def aws(server, tmp_path):
    executable = os.path.join(os.path.dirname(sys.executable), "aws")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_DEFAULT_REGION": REGION, "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "",
    }

    def run(operation, *arguments, fails=False):
        done = subprocess.run(
            [executable, "--endpoint-url", server.endpoint, "iam", operation, *arguments],
            env=environment, capture_output=True, text=True, cwd=tmp_path)
        if fails:
            assert done.returncode != 0
            return done.stderr
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    return run


def test_cli(aws, tmp_path):
    (tmp_path / "policy.json").write_text(json.dumps(POLICY))
    (tmp_path / "trust.json").write_text(json.dumps(TRUST))
    user, group, role, policy = (fresh(word) for word in ("cliu", "clig", "clir", "clip"))
    assert aws("create-user", "--user-name", user, "--tags", "Key=a,Value=b")["User"]["UserName"] == user
    aws("create-group", "--group-name", group)
    aws("add-user-to-group", "--group-name", group, "--user-name", user)
    arn = aws("create-policy", "--policy-name", policy, "--policy-document", "file://policy.json")["Policy"]["Arn"]
    aws("attach-group-policy", "--group-name", group, "--policy-arn", arn)
    aws("create-role", "--role-name", role, "--assume-role-policy-document", "file://trust.json")
    aws("put-role-policy", "--role-name", role, "--policy-name", "p", "--policy-document", "file://policy.json")
    assert aws("get-role-policy", "--role-name", role, "--policy-name", "p")["PolicyDocument"] == POLICY
    assert aws("list-groups-for-user", "--user-name", user, "--page-size", "1")["Groups"][0]["GroupName"] == group
    key = aws("create-access-key", "--user-name", user)["AccessKey"]["AccessKeyId"]
    assert "DeleteConflict" in aws("delete-user", "--user-name", user, fails=True)
    assert "NoSuchEntity" in aws("get-user", "--user-name", "nobody", fails=True)
    aws("delete-access-key", "--user-name", user, "--access-key-id", key)
    aws("remove-user-from-group", "--group-name", group, "--user-name", user)
    aws("delete-user", "--user-name", user)
