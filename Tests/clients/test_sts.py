"""Temporary credentials with boto3 and the AWS CLI, unchanged, and the policy simulator."""

import datetime
import itertools
import json
import os
import subprocess
import tempfile
import urllib.error
import urllib.request

import boto3
import botocore.exceptions
import pytest

from firn_server import ACCESS_KEY, ACCOUNT, REGION, SECRET_KEY, binary
from moved_clock import MovedClock

_numbers = itertools.count()


def fresh(word):
    return f"sts-{word}-{next(_numbers)}"


def allow(actions, resources="*", **more):
    """An identity policy that allows this."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(principal, **more):
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def as_arguments(credentials):
    """What a client is made with, of the credentials in an answer."""
    return {
        "aws_access_key_id": credentials["AccessKeyId"], "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials.get("SessionToken"),
    }


def client(server, service, credentials=None):
    return boto3.client(service, **server._arguments(**(as_arguments(credentials) if credentials else {})))


class User:
    """A user with a key."""

    def __init__(self, server, policy=None, owner=None):
        self.iam = client(server, "iam", owner)
        self.name = fresh("user")
        self.arn = self.iam.create_user(UserName=self.name)["User"]["Arn"]
        if policy:
            self.iam.put_user_policy(UserName=self.name, PolicyName="own", PolicyDocument=policy)
        self.key = self.iam.create_access_key(UserName=self.name)["AccessKey"]


def make_role(server, trusted, policy=None, owner=None, **more):
    """The name and the ARN of a fresh role."""
    iam = client(server, "iam", owner)
    name = fresh("role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusted, **more)["Role"]["Arn"]
    if policy:
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy)
    return name, arn


def assume(server, key, arn, **more):
    return client(server, "sts", key).assume_role(RoleArn=arn, RoleSessionName="trip", **more)


class refused:
    """The block ends with an error of this code and status."""

    def __init__(self, code, status):
        self.expected = (code, status)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert isinstance(error, botocore.exceptions.ClientError), error
        self.message = error.response["Error"]["Message"]
        assert (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]) == self.expected
        return True


DENIED = ("AccessDeniedException", 403)
UNKNOWN = ("UnrecognizedClientException", 400)


def test_a_role_is_assumed_and_used(server, vault):
    user = User(server)
    name, arn = make_role(server, trust({"AWS": user.arn}), allow("glacier:DescribeVault"))
    before = datetime.datetime.now(datetime.timezone.utc)
    answer = assume(server, user.key, arn)
    credentials = answer["Credentials"]
    assert len(credentials["AccessKeyId"]) == 20 and credentials["AccessKeyId"].startswith("ASIA")
    assert len(credentials["SecretAccessKey"]) == 40
    hour = credentials["Expiration"] - before
    assert datetime.timedelta(minutes=59) < hour < datetime.timedelta(minutes=61)
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/trip"
    assert answer["AssumedRoleUser"]["Arn"] == session
    identity = client(server, "sts", credentials).get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == (ACCOUNT, session)
    assert identity["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]
    glacier = client(server, "glacier", credentials)
    assert glacier.describe_vault(vaultName=vault)["VaultName"] == vault
    with refused(*DENIED):
        glacier.delete_vault(vaultName=vault)
    with refused("AccessDenied", 403):
        client(server, "iam", credentials).list_users()


def test_boto3_assumes_a_role_by_its_configuration(server, vault, tmp_path, monkeypatch):
    user = User(server)
    _, arn = make_role(server, trust({"AWS": user.arn}), allow("glacier:DescribeVault"))
    config = tmp_path / "config"
    config.write_text(
        f"[profile base]\naws_access_key_id={user.key['AccessKeyId']}\n"
        f"aws_secret_access_key={user.key['SecretAccessKey']}\n"
        f"[profile reader]\nrole_arn={arn}\nsource_profile=base\nregion={REGION}\nendpoint_url={server.endpoint}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", server.endpoint)
    session = boto3.Session(profile_name="reader")
    assert session.client("glacier", endpoint_url=server.endpoint).describe_vault(vaultName=vault)["VaultName"] == vault


def test_the_command_line_assumes_and_asks(server, vault):
    user = User(server)
    _, arn = make_role(server, trust({"AWS": user.arn}), allow("glacier:DescribeVault"))

    def aws(*arguments, key):
        environment = {
            **os.environ, "AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
            "AWS_SESSION_TOKEN": key.get("SessionToken", ""), "AWS_DEFAULT_REGION": REGION, "AWS_PAGER": "",
        }
        done = subprocess.run(
            ["aws", *arguments, "--endpoint-url", server.endpoint, "--output", "json"], env=environment,
            capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    answer = aws("sts", "assume-role", "--role-arn", arn, "--role-session-name", "cli", key=user.key)
    assert aws("sts", "get-caller-identity", key=answer["Credentials"])["Arn"].endswith("/cli")
    described = aws(
        "glacier", "describe-vault", "--account-id", "-", "--vault-name", vault, key=answer["Credentials"])
    assert described["VaultName"] == vault
    root = {"AccessKeyId": ACCESS_KEY, "SecretAccessKey": SECRET_KEY}
    result = aws(
        "iam", "simulate-principal-policy", "--policy-source-arn", arn, "--action-names", "glacier:DescribeVault",
        "glacier:ListParts", "--resource-arns", f"arn:aws:glacier:{REGION}:{ACCOUNT}:vaults/{vault}",
        "--context-entries", "ContextKeyName=aws:SourceIp,ContextKeyType=ip,ContextKeyValues=192.0.2.1", key=root)
    decisions = {one["EvalActionName"]: one["EvalDecision"] for one in result["EvaluationResults"]}
    assert decisions == {"glacier:DescribeVault": "allowed", "glacier:ListParts": "implicitDeny"}


def test_who_may_assume(server):
    root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    _, arn = make_role(server, trust(root))
    stranger = User(server)
    with refused("AccessDenied", 403) as existing:
        assume(server, stranger.key, arn)
    with refused("AccessDenied", 403) as absent:
        assume(server, stranger.key, arn + "x")
    assert absent.message == existing.message + "x", "nobody learns whether there is a role"
    assert assume(server, User(server, allow("sts:AssumeRole", arn)).key, arn)
    # An identity policy alone does not open a role that trusts somebody else.
    _, other = make_role(server, trust({"AWS": stranger.arn}))
    with refused("AccessDenied", 403):
        assume(server, User(server, allow("*")).key, other)
    with refused("AccessDenied", 403) as by_root:
        client(server, "sts").assume_role(RoleArn=arn, RoleSessionName="trip")
    assert by_root.message == "Roles may not be assumed by root accounts."


def test_an_external_id(server):
    user = User(server)
    condition = {"StringEquals": {"sts:ExternalId": "agreed:1"}}
    _, arn = make_role(server, trust({"AWS": user.arn}, Condition=condition))
    assert assume(server, user.key, arn, ExternalId="agreed:1")
    for wrong in ({}, {"ExternalId": "agreed:2"}):
        with refused("AccessDenied", 403):
            assume(server, user.key, arn, **wrong)


def test_a_session_policy_and_a_boundary_only_take_away(server, vault):
    user = User(server)
    _, arn = make_role(server, trust({"AWS": user.arn}), allow("glacier:*"))
    answer = assume(server, user.key, arn, Policy=allow("glacier:DescribeVault"))
    assert 0 < answer["PackedPolicySize"] < 100
    bounded = make_role(
        server, trust({"AWS": user.arn}), allow("glacier:*"),
        PermissionsBoundary="arn:aws:iam::aws:policy/AmazonGlacierReadOnlyAccess")[1]
    for credentials in (answer["Credentials"], assume(server, user.key, bounded)["Credentials"]):
        glacier = client(server, "glacier", credentials)
        assert glacier.describe_vault(vaultName=vault)
        with refused(*DENIED):
            glacier.delete_vault(vaultName=vault)
    with refused("MalformedPolicyDocument", 400):
        assume(server, user.key, arn, Policy="{}")
    with refused("ValidationError", 400):
        assume(server, user.key, arn, PolicyArns=[{"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}])
    with refused("ValidationError", 400):
        assume(server, user.key, arn, Tags=[{"Key": "team", "Value": "a"}])


def test_sessions_chain_for_an_hour(server, vault):
    user = User(server)
    _, first = make_role(server, trust({"AWS": user.arn}))
    _, second = make_role(server, trust({"AWS": first}), allow("glacier:DescribeVault"), MaxSessionDuration=43200)
    credentials = assume(server, user.key, first)["Credentials"]
    with refused("ValidationError", 400):
        assume(server, credentials, second, DurationSeconds=3601)
    chained = assume(server, credentials, second)["Credentials"]
    assert client(server, "glacier", chained).describe_vault(vaultName=vault)
    with refused("ValidationError", 400):
        assume(server, user.key, first, DurationSeconds=3601)


def test_a_role_of_another_account(start):
    server = start()
    server.stop()
    done = subprocess.run(
        [binary(), "admin", "accounts", "create", "--data", server.folder], env=server.environment,
        capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    key = other_root(done.stdout)
    server.start()
    glacier = server.client()
    glacier.create_vault(vaultName="shared")
    other = client(server, "sts", key).get_caller_identity()["Account"]
    assert other != ACCOUNT
    _, arn = make_role(server, trust({"AWS": f"arn:aws:iam::{other}:root"}), allow("glacier:DescribeVault"))
    allowed, silent = (User(server, policy, owner=key) for policy in (allow("sts:AssumeRole", arn), None))
    credentials = assume(server, allowed.key, arn)["Credentials"]
    assert client(server, "sts", credentials).get_caller_identity()["Account"] == ACCOUNT
    assert client(server, "glacier", credentials).describe_vault(vaultName="shared")
    with refused("AccessDenied", 403):
        assume(server, silent.key, arn)
    _, closed = make_role(server, trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    with refused("AccessDenied", 403):
        assume(server, User(server, allow("*"), owner=key).key, closed)


def other_root(text):
    """The key that `firn admin accounts create` shows."""
    words = text.replace(":", " ").replace("=", " ").split()
    identifier = next(word for word in words if word.startswith("AKIA"))
    secret = next(word for word in words if len(word) == 40 and word != identifier)
    return {"AccessKeyId": identifier, "SecretAccessKey": secret}


def test_session_tokens_of_users_and_roots(server, vault):
    user = User(server, allow(["glacier:*", "iam:*"]))
    credentials = client(server, "sts", user.key).get_session_token()["Credentials"]
    half_a_day = credentials["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(hours=11, minutes=59) < half_a_day <= datetime.timedelta(hours=12)
    assert client(server, "glacier", credentials).describe_vault(vaultName=vault)
    assert client(server, "sts", credentials).get_caller_identity()["Arn"] == user.arn
    with refused("InvalidClientTokenId", 403):
        client(server, "iam", credentials).list_users()
    with refused("AccessDenied", 403):
        client(server, "sts", credentials).get_session_token()
    with refused("AccessDenied", 403):
        client(server, "sts", user.key).get_session_token(
            SerialNumber=f"arn:aws:iam::{ACCOUNT}:mfa/ann", TokenCode="123456")
    of_root = client(server, "sts").get_session_token(DurationSeconds=43200)["Credentials"]
    hour = of_root["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(minutes=59) < hour <= datetime.timedelta(hours=1)


def test_wrong_tokens(server, vault):
    user = User(server, allow("glacier:*"))
    sts = client(server, "sts", user.key)
    good, other = (sts.get_session_token()["Credentials"] for _ in range(2))
    token = good["SessionToken"]
    edited = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    for wrong in (
        {**good, "SessionToken": edited}, {**good, "SessionToken": None},
        {**good, "SessionToken": other["SessionToken"]}, {**user.key, "SessionToken": token},
    ):
        with refused(*UNKNOWN):
            client(server, "glacier", wrong).describe_vault(vaultName=vault)
    assert client(server, "glacier", good).describe_vault(vaultName=vault)


def test_whoever_is_deleted_has_no_session(server, vault):
    user = User(server, allow("glacier:*"))
    name, arn = make_role(server, trust({"AWS": user.arn}), allow("glacier:*"))
    sessions = [
        assume(server, user.key, arn)["Credentials"],
        client(server, "sts", user.key).get_session_token()["Credentials"],
    ]
    for session in sessions:
        assert client(server, "glacier", session).describe_vault(vaultName=vault)
    iam = client(server, "iam")
    iam.delete_role_policy(RoleName=name, PolicyName="own")
    with refused(*DENIED):
        client(server, "glacier", sessions[0]).describe_vault(vaultName=vault)
    iam.delete_role(RoleName=name)
    iam.delete_access_key(UserName=user.name, AccessKeyId=user.key["AccessKeyId"])
    iam.delete_user_policy(UserName=user.name, PolicyName="own")
    iam.delete_user(UserName=user.name)
    for session in sessions:
        with refused(*UNKNOWN):
            client(server, "glacier", session).describe_vault(vaultName=vault)


def test_credentials_end(start):
    with tempfile.TemporaryDirectory(prefix="firn-test-") as folder:
        clock = MovedClock(folder)
        server = start(*clock.flags, environment=clock.environment, wrapper=clock.wrapper)
        server.client().create_vault(vaultName="v")
        user = User(server, allow("glacier:*"))
        credentials = client(server, "sts", user.key).get_session_token(DurationSeconds=900)["Credentials"]
        clock.advance(minutes=14)
        assert client(server, "glacier", credentials).describe_vault(vaultName="v")
        clock.advance(minutes=2)
        with refused("ExpiredTokenException", 403):
            client(server, "glacier", credentials).describe_vault(vaultName="v")
        with refused("ExpiredToken", 403):
            client(server, "sts", credentials).get_caller_identity()


def test_a_signed_address_tells_who_one_is(server):
    user = User(server)
    credentials = client(server, "sts", user.key).get_session_token()["Credentials"]
    for key in (user.key, credentials):
        address = client(server, "sts", key).generate_presigned_url("get_caller_identity", HttpMethod="GET")
        with urllib.request.urlopen(address) as answer:
            assert f"<Arn>{user.arn}</Arn>" in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(address.replace("GetCallerIdentity", "GetSessionToken"))
        assert error.value.code == 403


def test_each_service_answers_to_its_own_actions(server):
    for service, other in (("iam", "sts"), ("sts", "iam")):
        arguments = {"iam": ("ListUsers", "2010-05-08"), "sts": ("GetCallerIdentity", "2011-06-15")}[other]
        body = "Action=%s&Version=%s" % arguments
        answer = server.request(
            "POST", "/", {"Content-Type": "application/x-www-form-urlencoded"}, body.encode(), service=service)
        assert answer.status == 400
        assert b"<Code>InvalidAction</Code>" in answer.body


def test_the_simulator(server):
    user = User(server, allow("glacier:ListParts", Condition={"Bool": {"aws:SecureTransport": "true"}}))
    iam = client(server, "iam")
    vault = f"arn:aws:glacier:{REGION}:{ACCOUNT}:vaults/v"
    question = dict(PolicySourceArn=user.arn, ActionNames=["glacier:ListParts"], ResourceArns=[vault])
    result, = iam.simulate_principal_policy(**question)["EvaluationResults"]
    assert (result["EvalDecision"], result["MissingContextValues"]) == ("implicitDeny", ["aws:SecureTransport"])
    secure = {"ContextKeyName": "aws:SecureTransport", "ContextKeyType": "boolean", "ContextKeyValues": ["true"]}
    result, = iam.simulate_principal_policy(**question, ContextEntries=[secure])["EvaluationResults"]
    assert result["EvalDecision"] == "allowed" and result["EvalResourceName"] == vault
    assert result["MatchedStatements"] == [{"SourcePolicyId": f"user_{user.name}_own", "SourcePolicyType": "user"}]
    assert iam.get_context_keys_for_principal_policy(PolicySourceArn=user.arn)["ContextKeyNames"] == [
        "aws:SecureTransport"]
    assert iam.get_context_keys_for_custom_policy(PolicyInputList=[
        allow("*", Condition={"Bool": {"aws:ViaAWSService": "false"}})])["ContextKeyNames"] == ["aws:ViaAWSService"]
    deny = json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "glacier:*", "Resource": "*"}]})
    pages = iam.get_paginator("simulate_custom_policy").paginate(
        PolicyInputList=[allow("*"), deny], ActionNames=["glacier:ListParts", "iam:ListUsers", "sts:AssumeRole"],
        PaginationConfig={"PageSize": 2})
    results = [one for page in pages for one in page["EvaluationResults"]]
    assert [one["EvalDecision"] for one in results] == ["explicitDeny", "allowed", "allowed"]
    assert [one["MatchedStatements"][0]["SourcePolicyId"] for one in results] == [
        "PolicyInputList.2", "PolicyInputList.1", "PolicyInputList.1"]
    group = fresh("group")
    arn = iam.create_group(GroupName=group)["Group"]["Arn"]
    iam.put_group_policy(GroupName=group, PolicyName="own", PolicyDocument=allow("glacier:ListJobs"))
    result, = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["glacier:ListJobs"])["EvaluationResults"]
    assert result["EvalDecision"] == "allowed"
    iam.add_user_to_group(GroupName=group, UserName=user.name)
    question["ActionNames"] = ["glacier:ListJobs"]
    result, = iam.simulate_principal_policy(**question)["EvaluationResults"]
    assert result["MatchedStatements"] == [{"SourcePolicyId": f"group_{group}_own", "SourcePolicyType": "group"}]


def test_the_log_has_no_secrets(start):
    server = start()
    server.client().create_vault(vaultName="v")
    user = User(server, allow("glacier:*"))
    _, arn = make_role(server, trust({"AWS": user.arn}), allow("glacier:*"))
    sessions = [
        assume(server, user.key, arn)["Credentials"],
        client(server, "sts", user.key).get_session_token()["Credentials"],
    ]
    for key in sessions:
        client(server, "glacier", key).describe_vault(vaultName="v")
        address = client(server, "sts", key).generate_presigned_url("get_caller_identity", HttpMethod="GET")
        urllib.request.urlopen(address).close()
    with refused("MalformedPolicyDocument", 400):
        assume(server, user.key, arn, Policy=allow("glacier:*", "secret-resource"))
    log = server.output()
    assert log.count("AssumeRole") >= 2 and "GetSessionToken" in log
    for key in [user.key, *sessions]:
        assert key["SecretAccessKey"] not in log
        assert key.get("SessionToken", "no token") not in log
        assert key.get("SessionToken", "no token")[:40] not in log
    for word in ("X-Amz-", "Signature", "secret-resource", SECRET_KEY):
        assert word not in log
