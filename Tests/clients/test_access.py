"""Who may do what: users, policies of identities and vaults, vault locks, other accounts."""

import json
import subprocess
import threading

import boto3
import botocore.exceptions
import pytest

from firn_server import ACCOUNT, MIB, REGION, binary, wait_for

DENIED = "AccessDeniedException"
LOST = "x" * 92


def arn(vault="", account=ACCOUNT):
    return f"arn:aws:glacier:{REGION}:{account}:vaults/{vault}"


def document(*statements, version="2012-10-17"):
    return json.dumps({"Version": version, "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource} | more


def deny(action, resource="*", **more):
    return allow(action, resource, **more) | {"Effect": "Deny"}


class Identities:
    """Makes users of an account, and clients that act as them."""

    def __init__(self, server, key=None):
        self.server = server
        self.key = key or {}
        self.iam = boto3.client("iam", **server._arguments(**self.key))

    def user(self, name, *statements):
        self.iam.create_user(UserName=name)
        if statements:
            self.allow(name, *statements)
        return self.credentials(name)

    def allow(self, name, *statements):
        self.iam.put_user_policy(UserName=name, PolicyName="only", PolicyDocument=document(*statements))

    def credentials(self, name):
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        return {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}


def refused(code, call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    assert error["Code"] == code, error
    return error["Message"]


def admin(server, *words, status=0):
    done = subprocess.run(
        [binary(), "admin", *words, "--data", server.folder], env=server.environment, capture_output=True, text=True)
    assert done.returncode == status, (done.stdout, done.stderr)
    return done.stdout


def second_account(server):
    """The id of a new account, and its root's credentials."""
    lines = dict(line.split(None, 1) for line in (
        line.replace("access key id", "id").replace("secret access key", "secret").replace("account ", "account  ")
        for line in admin(server, "accounts", "create", "--name", "other").splitlines()))
    return lines["account"].strip(), {
        "aws_access_key_id": lines["id"].strip(), "aws_secret_access_key": lines["secret"].strip()}


def every_operation(vault):
    """A call of each operation on a vault, that would succeed or at least be looked at."""
    policy = {"Policy": document(allow("glacier:*", arn(vault), Principal="*"))}
    range_, data = "bytes 0-9/*", b"0123456789"
    on_vault = {
        "abort_multipart_upload": {"uploadId": LOST},
        "abort_vault_lock": {},
        "add_tags_to_vault": {"Tags": {"team": "x"}},
        "complete_multipart_upload": {"uploadId": LOST, "archiveSize": "1", "checksum": "00" * 32},
        "complete_vault_lock": {"lockId": "A" * 24},
        "create_vault": {},
        "delete_archive": {"archiveId": "A" * 138},
        "delete_vault": {},
        "delete_vault_access_policy": {},
        "delete_vault_notifications": {},
        "describe_job": {"jobId": LOST},
        "describe_vault": {},
        "get_job_output": {"jobId": LOST},
        "get_vault_access_policy": {},
        "get_vault_lock": {},
        "get_vault_notifications": {},
        "initiate_job": {"jobParameters": {"Type": "inventory-retrieval"}},
        "initiate_multipart_upload": {"partSize": str(MIB)},
        "initiate_vault_lock": {"policy": policy},
        "list_jobs": {},
        "list_multipart_uploads": {},
        "list_parts": {"uploadId": LOST},
        "list_tags_for_vault": {},
        "remove_tags_from_vault": {"TagKeys": ["kept"]},
        "set_vault_access_policy": {"policy": policy},
        "set_vault_notifications": {
            "vaultNotificationConfig": {"SNSTopic": "t", "Events": ["ArchiveRetrievalCompleted"]}},
        "upload_archive": {"body": data},
        "upload_multipart_part": {"uploadId": LOST, "range": range_, "body": data},
    }
    calls = {name: {"vaultName": vault} | arguments for name, arguments in on_vault.items()}
    return calls | {
        "get_data_retrieval_policy": {},
        "list_provisioned_capacity": {},
        "list_vaults": {},
        "purchase_provisioned_capacity": {},
        "set_data_retrieval_policy": {"Policy": {"Rules": [{"Strategy": "FreeTier"}]}},
    }


def everything(glacier, vault):
    """All that an account's root can see of a vault and of the account."""
    def answer(name, **arguments):
        try:
            return {k: v for k, v in getattr(glacier, name)(**arguments).items() if k != "ResponseMetadata"}
        except botocore.exceptions.ClientError as error:
            return error.response["Error"]

    v = {"vaultName": vault}
    return [
        answer("list_vaults"), answer("list_jobs", **v), answer("list_multipart_uploads", **v),
        answer("list_tags_for_vault", **v), answer("get_vault_access_policy", **v), answer("get_vault_lock", **v),
        answer("get_vault_notifications", **v), answer("get_data_retrieval_policy"),
        answer("list_provisioned_capacity"),
    ]


def test_a_user_without_permissions_can_do_nothing(start):
    """By the list of operations of botocore's model, not by hand: a new one without a call here fails."""
    server = start()
    root = server.client()
    root.create_vault(vaultName="v")
    root.add_tags_to_vault(vaultName="v", Tags={"kept": "yes"})
    user = server.client(**Identities(server).user("nobody"))
    before = everything(root, "v")
    methods = root.meta.method_to_api_mapping
    calls, other, absent = every_operation("v"), every_operation("v2"), every_operation("not-there")
    assert set(methods) == set(calls)
    for method, operation in sorted(methods.items()):
        for arguments in (calls[method], other[method], absent[method]):
            message = refused(DENIED, getattr(user, method), **arguments)
            assert message.startswith(
                f"User: arn:aws:iam::{ACCOUNT}:user/nobody is not authorized to perform: glacier:{operation} "
                f"on resource: arn:aws:glacier:{REGION}:{ACCOUNT}:"), message
    assert everything(root, "v") == before
    print(f"\n{len(methods)} operations, {3 * len(methods)} calls refused")


def test_each_operation_is_allowed_by_its_own_action_alone(server, vault):
    """A user with one action gets past access control with that operation, and with no other."""
    identities = Identities(server)
    root = server.client()
    credentials = identities.user(f"one-{vault}")
    user = server.client(**credentials)
    methods = root.meta.method_to_api_mapping
    calls = every_operation(vault)
    harmless = {m for m in methods if m.startswith(("get_", "list_", "describe_"))}
    for method in sorted(harmless):
        identities.allow(f"one-{vault}", allow(f"glacier:{methods[method]}"))
        try:
            getattr(user, method)(**calls[method])
        except botocore.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] == "ResourceNotFoundException", (method, error)
        for other in sorted(harmless - {method}):
            refused(DENIED, getattr(user, other), **calls[other])


def test_the_story_of_a_user(start, tmp_path):
    """Root makes a user, who may do nothing; a policy lets him list parts; the vault's policy denies it again."""
    server = start()
    root, identities = server.client(), Identities(server)
    root.create_vault(vaultName="v")
    upload = root.initiate_multipart_upload(vaultName="v", partSize=str(MIB))["uploadId"]
    user = server.client(**identities.user("ann"))
    refused(DENIED, user.list_parts, vaultName="v", uploadId=upload)

    policy = identities.iam.create_policy(
        PolicyName="parts", PolicyDocument=document(allow("glacier:ListParts", arn("v"))))["Policy"]["Arn"]
    identities.iam.attach_user_policy(UserName="ann", PolicyArn=policy)
    assert user.list_parts(vaultName="v", uploadId=upload)["Parts"] == []
    refused(DENIED, user.list_multipart_uploads, vaultName="v")
    refused(DENIED, user.describe_vault, vaultName="v")
    refused(DENIED, user.list_parts, vaultName="other", uploadId=upload)

    everyone = {"Principal": "*"}
    root.set_vault_access_policy(vaultName="v", policy={
        "Policy": document(deny("glacier:ListParts", arn("v"), Sid="closed", **everyone))})
    refused(DENIED, user.list_parts, vaultName="v", uploadId=upload)
    refused(DENIED, root.list_parts, vaultName="v", uploadId=upload)
    explained = admin(
        server, "explain", "--user", "ann", "--action", "glacier:ListParts", "--resource", arn("v"), status=1)
    assert f"DENIED: denied by statement 1 (closed) of the vault access policy of {arn('v')}" in explained
    root.delete_vault_access_policy(vaultName="v")
    assert user.list_parts(vaultName="v", uploadId=upload)["Parts"] == []

    identities.iam.detach_user_policy(UserName="ann", PolicyArn=policy)
    refused(DENIED, user.list_parts, vaultName="v", uploadId=upload)


def test_groups_boundaries_and_inline_policies_join(server, vault):
    identities = Identities(server)
    iam, name, group = identities.iam, f"u-{vault}", f"g-{vault}"
    user = server.client(**identities.user(name))
    iam.create_group(GroupName=group)
    iam.put_group_policy(
        GroupName=group, PolicyName="read", PolicyDocument=document(allow(["glacier:Describe*", "glacier:List*"])))
    refused(DENIED, user.describe_vault, vaultName=vault)
    iam.add_user_to_group(GroupName=group, UserName=name)
    user.describe_vault(vaultName=vault)
    boundary = iam.create_policy(
        PolicyName=f"b-{vault}", PolicyDocument=document(allow("glacier:ListTagsForVault")))["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=boundary)
    refused(DENIED, user.describe_vault, vaultName=vault)
    user.list_tags_for_vault(vaultName=vault)
    iam.delete_user_permissions_boundary(UserName=name)
    identities.allow(name, deny("glacier:DescribeVault", arn(vault)))
    refused(DENIED, user.describe_vault, vaultName=vault)
    user.list_tags_for_vault(vaultName=vault)
    iam.remove_user_from_group(GroupName=group, UserName=name)
    refused(DENIED, user.list_tags_for_vault, vaultName=vault)


def test_policies_know_tags_addresses_and_who_asks(server, vault):
    identities = Identities(server)
    name = f"c-{vault}"
    user, root = server.client(**identities.user(name)), server.client()

    def may(**condition):
        identities.allow(name, allow("glacier:*", "*", Condition=condition))
        try:
            user.describe_vault(vaultName=vault)
            return True
        except botocore.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] == DENIED
            return False

    assert may(IpAddress={"aws:SourceIp": "127.0.0.0/8"})
    assert not may(IpAddress={"aws:SourceIp": "10.0.0.0/8"})
    assert may(Bool={"aws:SecureTransport": "false"})
    assert not may(Bool={"aws:SecureTransport": "true"})
    assert may(StringEquals={"aws:username": name})
    assert may(ArnLike={"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:user/c-*"})
    assert may(DateGreaterThan={"aws:CurrentTime": "2020-01-01T00:00:00Z"})
    assert not may(DateLessThan={"aws:CurrentTime": "2020-01-01T00:00:00Z"})
    assert may(StringLike={"aws:UserAgent": "Boto3/*"})
    assert not may(StringEquals={"glacier:ResourceTag/team": "a"})
    root.add_tags_to_vault(vaultName=vault, Tags={"team": "a"})
    assert may(StringEquals={"glacier:ResourceTag/team": "a"})
    assert not may(StringEquals={"glacier:ResourceTag/team": "b"})
    root.remove_tags_from_vault(vaultName=vault, TagKeys=["team"])
    assert not may(StringEquals={"glacier:ResourceTag/team": "a"})
    identities.iam.tag_user(UserName=name, Tags=[{"Key": "desk", "Value": "7"}])
    assert may(StringEquals={"aws:PrincipalTag/desk": "7"})
    identities.allow(name, allow("glacier:AddTagsToVault", Condition={
        "ForAllValues:StringEquals": {"aws:TagKeys": ["team", "desk"]}, "StringEquals": {"aws:RequestTag/team": "a"}}))
    user.add_tags_to_vault(vaultName=vault, Tags={"team": "a", "desk": "1"})
    refused(DENIED, user.add_tags_to_vault, vaultName=vault, Tags={"team": "b"})
    refused(DENIED, user.add_tags_to_vault, vaultName=vault, Tags={"team": "a", "other": ""})
    identities.allow(name, allow("glacier:*", arn("${aws:username}")))
    refused(DENIED, user.describe_vault, vaultName=vault)
    user.create_vault(vaultName=name)
    user.describe_vault(vaultName=name)


RETAIN = {"NumericLessThan": {"glacier:ArchiveAgeInDays": "365"}}


def test_a_lock_keeps_archives_from_everyone_also_root(start):
    server = start()
    root, identities = server.client(), Identities(server)
    root.create_vault(vaultName="v")
    user = server.client(**identities.user("ann", allow("glacier:*")))
    archive = root.upload_archive(vaultName="v", body=b"kept")["archiveId"]
    policy = {"Policy": document(deny("glacier:DeleteArchive", arn("v"), Sid="retain", Principal="*", Condition=RETAIN))}

    lock = root.initiate_vault_lock(vaultName="v", policy=policy)["lockId"]
    for client in (root, user):
        refused(DENIED, client.delete_archive, vaultName="v", archiveId=archive)
    root.abort_vault_lock(vaultName="v")
    root.delete_archive(vaultName="v", archiveId=archive)

    archive = root.upload_archive(vaultName="v", body=b"kept for long")["archiveId"]
    lock = root.initiate_vault_lock(vaultName="v", policy=policy)["lockId"]
    root.complete_vault_lock(vaultName="v", lockId=lock)
    for client in (root, user):
        refused(DENIED, client.delete_archive, vaultName="v", archiveId=archive)
    # Nothing that anybody can set allows it again.
    root.set_vault_access_policy(vaultName="v", policy={
        "Policy": document(allow("glacier:*", arn("v"), Principal="*"))})
    refused(DENIED, root.delete_archive, vaultName="v", archiveId=archive)
    refused(DENIED, root.abort_vault_lock, vaultName="v")
    refused("InvalidParameterValueException", root.delete_vault, vaultName="v")
    server.restart()
    refused(DENIED, server.client().delete_archive, vaultName="v", archiveId=archive)
    # An archive that was never there has no age: nothing retains it.
    server.client().delete_archive(vaultName="v", archiveId="A" * 138)


def test_no_archive_is_deleted_once_its_lock_was_answered_for(start):
    """Deletions race with a lock: what is deleted was deleted before the lock was there."""
    server = start()
    root = server.client()
    root.create_vault(vaultName="v")
    archives = [root.upload_archive(vaultName="v", body=b"x%d" % n)["archiveId"] for n in range(60)]
    policy = {"Policy": document(deny("glacier:DeleteArchive", arn("v"), Principal="*", Condition=RETAIN))}
    deleted, locked = [], threading.Event()

    def delete(some):
        client = server.client()
        for archive in some:
            began_after = locked.is_set()
            try:
                client.delete_archive(vaultName="v", archiveId=archive)
                deleted.append((archive, began_after))
            except botocore.exceptions.ClientError as error:
                assert error.response["Error"]["Code"] == DENIED

    threads = [threading.Thread(target=delete, args=(archives[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(deleted) > 3, "some are deleted")
    root.initiate_vault_lock(vaultName="v", policy=policy)
    locked.set()
    count = root.describe_vault(vaultName="v")["NumberOfArchives"]
    for thread in threads:
        thread.join()
    assert not any(began_after for _, began_after in deleted)
    assert root.describe_vault(vaultName="v")["NumberOfArchives"] == count == 60 - len(deleted)


def test_another_account_reads_only_when_both_sides_allow(start):
    server = start()
    root = server.client()
    root.create_vault(vaultName="v")
    account, key = second_account(server)
    theirs = Identities(server, key)
    other_root, other_user = server.client(**key), server.client(**theirs.user("bob"))
    foreign = {"accountId": ACCOUNT, "vaultName": "v"}
    theirs_only = {"accountId": ACCOUNT}
    for client in (other_root, other_user):
        refused(DENIED, client.describe_vault, **foreign)

    def share(principal):
        root.set_vault_access_policy(vaultName="v", policy={
            "Policy": document(allow("glacier:Describe*", arn("v"), Principal={"AWS": principal}))})

    for principal in (account, f"arn:aws:iam::{account}:root"):
        share(principal)
        assert other_root.describe_vault(**foreign)["VaultARN"] == arn("v")
        refused(DENIED, other_user.describe_vault, **foreign)
        refused(DENIED, other_root.list_jobs, **foreign)
    share(f"arn:aws:iam::{account}:user/bob")
    refused(DENIED, other_root.describe_vault, **foreign)
    refused(DENIED, other_user.describe_vault, **foreign)
    theirs.allow("bob", allow("glacier:DescribeVault", arn("v")))
    assert other_user.describe_vault(**foreign)["VaultARN"] == arn("v")
    root.delete_vault_access_policy(vaultName="v")
    refused(DENIED, other_user.describe_vault, **foreign)
    # Accounts are worlds of their own: the same names, and nothing else, in common.
    other_root.create_vault(vaultName="v")
    assert other_root.describe_vault(vaultName="v")["VaultARN"] == arn("v", account)
    assert [v["VaultARN"] for v in root.list_vaults()["VaultList"]] == [arn("v")]
    for method, arguments in every_operation("v").items():
        refused(DENIED, getattr(other_root, method), **arguments | theirs_only)


def test_root_cannot_lock_itself_out_by_an_access_policy(server, vault):
    root = server.client()
    closed = {"Policy": document(deny("glacier:*", arn(vault), Principal="*"))}
    root.set_vault_access_policy(vaultName=vault, policy=closed)
    refused(DENIED, root.describe_vault, vaultName=vault)
    assert root.get_vault_access_policy(vaultName=vault)["policy"]["Policy"] == closed["Policy"]
    root.set_vault_access_policy(vaultName=vault, policy=closed)
    root.delete_vault_access_policy(vaultName=vault)
    root.describe_vault(vaultName=vault)


def test_changes_are_in_force_for_the_next_request(server, vault):
    identities = Identities(server)
    name = f"n-{vault}"
    credentials = identities.user(name)
    user = server.client(**credentials)
    for _ in range(20):
        identities.allow(name, allow("glacier:DescribeVault"))
        user.describe_vault(vaultName=vault)
        identities.iam.delete_user_policy(UserName=name, PolicyName="only")
        refused(DENIED, user.describe_vault, vaultName=vault)
    identities.allow(name, allow("glacier:DescribeVault"))
    key = {"UserName": name, "AccessKeyId": credentials["aws_access_key_id"]}
    unknown = "UnrecognizedClientException"
    identities.iam.update_access_key(**key, Status="Inactive")
    refused(unknown, user.describe_vault, vaultName=vault)
    identities.iam.update_access_key(**key, Status="Active")
    user.describe_vault(vaultName=vault)
    identities.iam.delete_access_key(**key)
    refused(unknown, user.describe_vault, vaultName=vault)
    again = server.client(**identities.credentials(name))
    again.describe_vault(vaultName=vault)
    for listed in identities.iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        identities.iam.delete_access_key(UserName=name, AccessKeyId=listed["AccessKeyId"])
    identities.iam.delete_user_policy(UserName=name, PolicyName="only")
    identities.iam.delete_user(UserName=name)
    refused(unknown, again.describe_vault, vaultName=vault)


def test_users_manage_identities_only_as_far_as_they_may(server, vault):
    identities = Identities(server)
    name, other = f"i-{vault}", f"j-{vault}"
    credentials = identities.user(name)
    identities.iam.create_user(UserName=other, Path="/team/")
    iam = boto3.client("iam", **server._arguments(**credentials))
    message = refused("AccessDenied", iam.create_access_key, UserName=other)
    assert message == (
        f"User: arn:aws:iam::{ACCOUNT}:user/{name} is not authorized to perform: iam:CreateAccessKey "
        f"on resource: arn:aws:iam::{ACCOUNT}:user/{other}")
    assert "denied-by=not allowed: no policy of the caller allows it" in server.output()
    refused("AccessDenied", iam.put_user_policy, UserName=name, PolicyName="p", PolicyDocument=document(allow("*")))
    identities.allow(name, allow(
        ["iam:CreateAccessKey", "iam:ListAccessKeys"], f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}"))
    assert iam.list_access_keys()["AccessKeyMetadata"][0]["UserName"] == name
    iam.create_access_key(UserName=name)
    refused("AccessDenied", iam.create_access_key, UserName=other)
    refused("AccessDenied", iam.list_users)


def test_wrong_credentials_are_slowed_down_by_address(start):
    server = start(environment={"FIRN_AUTHENTICATION_FAILURES": "5"})
    server.client().create_vault(vaultName="v")
    wrong = server.client(aws_secret_access_key="wrong" * 8)
    codes = []
    for _ in range(8):
        with pytest.raises(botocore.exceptions.ClientError) as caught:
            wrong.describe_vault(vaultName="v")
        codes.append(caught.value.response["Error"]["Code"])
    assert codes[:5] == ["InvalidSignatureException"] * 5
    assert "ThrottlingException" in codes[5:]
    # Another key from the same address is served.
    identities_key = second_account(server)[1]
    server.client(**identities_key).list_vaults()


def test_root_keys_are_managed_beside_the_running_server(start):
    server = start(keys=False)
    listed = admin(server, "root-keys", "list").split()
    key = {}
    for line in open(f"{server.folder}/keys/root-credentials"):
        if " = " in line:
            name, value = line.strip().split(" = ")
            key[name] = value
    assert listed[:2] == [key["aws_access_key_id"], "active"]
    client = server.client(**key)
    client.create_vault(vaultName="v")

    def refused_soon(client):
        def is_refused():
            try:
                client.list_vaults()
            except botocore.exceptions.ClientError as error:
                assert error.response["Error"]["Code"] == "UnrecognizedClientException"
                return True
        wait_for(is_refused, "the key is refused")

    admin(server, "root-keys", "disable", key["aws_access_key_id"])
    refused_soon(client)
    admin(server, "root-keys", "enable", key["aws_access_key_id"])
    wait_for(lambda: succeeds(client.list_vaults), "the key is accepted again")
    made = admin(server, "root-keys", "rotate")
    refused_soon(client)
    server.restart()
    refused_soon(server.client(**key))
    # Keys of the environment take the place of the file's, for as long as they are set.
    server.stop()
    server.environment.update(FIRN_ROOT_ACCESS_KEY_ID="AKIAENVIRONMENT00000", FIRN_ROOT_SECRET_ACCESS_KEY="s" * 40)
    server.start()
    rotated = dict(line.strip().split(" = ") for line in open(f"{server.folder}/keys/root-credentials") if " = " in line)
    assert rotated["aws_access_key_id"] in made and rotated["aws_secret_access_key"] in made
    refused("UnrecognizedClientException", server.client(**rotated).list_vaults)
    server.client(aws_access_key_id="AKIAENVIRONMENT00000", aws_secret_access_key="s" * 40).list_vaults()
    server.stop()
    for name in ("FIRN_ROOT_ACCESS_KEY_ID", "FIRN_ROOT_SECRET_ACCESS_KEY"):
        del server.environment[name]
    server.start()
    assert [v["VaultName"] for v in server.client(**rotated).list_vaults()["VaultList"]] == ["v"]
    assert admin(server, "root-keys", "list").split()[0] == rotated["aws_access_key_id"]
    for secret in (key["aws_secret_access_key"], rotated["aws_secret_access_key"]):
        assert secret.encode() not in catalogue_bytes(server)


def succeeds(call):
    try:
        call()
        return True
    except botocore.exceptions.ClientError:
        return False


def catalogue_bytes(server):
    """What lies in the file of the catalogue and its log; nothing where it is in a database server."""
    found = b""
    for suffix in ("", "-wal"):
        try:
            with open(f"{server.folder}/catalogue.sqlite{suffix}", "rb") as file:
                found += file.read()
        except FileNotFoundError:
            pass
    return found


def test_no_secret_is_readable_at_rest_or_in_the_log(start):
    server = start()
    identities = Identities(server)
    credentials = identities.user("ann", allow("glacier:*"))
    server.client(**credentials).list_vaults()
    secret = credentials["aws_secret_access_key"]
    assert secret not in server.output() and secret.encode() not in catalogue_bytes(server)


def test_two_accounts_and_a_list_of_them(start):
    server = start()
    account, _ = second_account(server)
    lines = admin(server, "accounts", "list").splitlines()
    assert [line.split()[0] for line in lines] == [ACCOUNT, account]
    assert lines[1].endswith("  other")
    admin(server, "accounts", "create", "--id", account, status=1)
    admin(server, "accounts", "create", "--id", "12", status=64)
