#!/usr/bin/env python3
"""Writes what botocore makes of environments and shared files, for the tests of the client's own chain.

    scripts/credential-answers.py > Tests/GlacierTests/Fixtures/botocore-chain.json

Nothing is run, asked or read but botocore itself and temporary files: where botocore would go for credentials is
recorded instead. Variables that botocore does not know, and those that are there but empty, have no cases here.
"""

import json
import os
import sys
import tempfile

import botocore
import botocore.compat
import botocore.credentials
import botocore.session
import botocore.utils

STATIC = "aws_access_key_id = {0}\naws_secret_access_key = {0}-secret\n"
ROLE = "arn:aws:iam::123456789012:role/"
KEYS = {"AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "ENV-secret"}


def keys(name):
    return STATIC.format(name)


def case(name, config="", credentials="", environment=None, profile=None):
    return {"name": name, "config": config, "credentials": credentials, "environment": environment or {},
            "profile": profile}


CASES = [
    # Which place counts.
    case("nothing at all"),
    case("environment", environment=KEYS),
    case("environment before both files", f"[default]\n{keys('CONFIG')}", f"[default]\n{keys('FILE')}", KEYS),
    case("environment before a role", f"[default]\nrole_arn={ROLE}r\nsource_profile=default\n{keys('CONFIG')}",
         environment=KEYS),
    case("environment before the profile of a variable", f"[profile p]\n{keys('P')}",
         environment={**KEYS, "AWS_PROFILE": "p"}),
    case("a profile that is asked for before the environment", f"[profile p]\n{keys('P')}", environment=KEYS,
         profile="p"),
    case("a profile without keys falls to the container, not to the environment", "[profile p]\nregion=r\n",
         environment={**KEYS, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c"}, profile="p"),
    case("a token", environment={**KEYS, "AWS_SESSION_TOKEN": "T"}),
    case("the older name of the token comes first",
         environment={**KEYS, "AWS_SESSION_TOKEN": "T", "AWS_SECURITY_TOKEN": "S"}),
    case("a key without its secret", environment={"AWS_ACCESS_KEY_ID": "ENV"}),
    case("a secret without its key", credentials=f"[default]\n{keys('FILE')}",
         environment={"AWS_SECRET_ACCESS_KEY": "x"}),
    case("credentials file before configuration file", f"[default]\n{keys('CONFIG')}", f"[default]\n{keys('FILE')}"),
    case("configuration file alone", f"[default]\n{keys('CONFIG')}"),
    case("credentials file before a program", "[default]\ncredential_process = /bin/p a\n",
         f"[default]\n{keys('FILE')}"),
    case("a program before keys of the configuration file",
         f"[default]\ncredential_process = /bin/p \"a b\" 'c\\d' e\\ f \"g\\\"h\\i\"\n{keys('CONFIG')}"),
    case("files before a container", f"[default]\n{keys('CONFIG')}",
         environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/c"}),
    case("tokens in the credentials file", credentials=f"[default]\n{keys('FILE')}aws_session_token = T\n"),
    case("both names of the token in a file",
         credentials=f"[default]\n{keys('FILE')}aws_session_token = T\naws_security_token = S\n"),
    case("a key without its secret in a file", f"[default]\n{keys('CONFIG')}",
         "[default]\naws_access_key_id = FILE\n"),
    case("a secret without its key in a file", f"[default]\n{keys('CONFIG')}",
         "[default]\naws_secret_access_key = x\n"),
    # Profiles.
    case("a profile of the environment", f"[profile p]\n{keys('P')}\n[default]\n{keys('D')}",
         environment={"AWS_PROFILE": "p"}),
    case("two variables of profiles", f"[profile p]\n{keys('P')}\n[profile q]\n{keys('Q')}",
         environment={"AWS_PROFILE": "p", "AWS_DEFAULT_PROFILE": "q"}),
    case("a profile that no file has", f"[default]\n{keys('D')}", environment={"AWS_PROFILE": "p"}),
    case("a profile that no file has, with keys in the environment", environment={**KEYS, "AWS_PROFILE": "p"}),
    case("a profile of the configuration file without its word", f"[p]\n{keys('P')}", profile="p"),
    case("a profile of the credentials file has no word", credentials=f"[p]\n{keys('P')}", profile="p"),
    case("a profile of the credentials file with the word is another", credentials=f"[profile p]\n{keys('P')}",
         profile="p"),
    case("a profile with quotes and a space", f"[profile \"p q\"]\n{keys('P')}", profile="p q"),
    case("default with and without the word, the later counts",
         f"[default]\n{keys('ONE')}\n[profile default]\n{keys('TWO')}"),
    case("an empty file of credentials and default asked for", profile="default"),
    # The dialect.
    case("comments, spaces, capitals and colons",
         "; c\n# c\n  [default]  \n  AWS_Access_Key_ID :  A = B # c\n# between\n  aws_secret_access_key=x;y\n"),
    case("carriage returns", f"[default]\n{keys('CONFIG')}".replace("\n", "\r\n")),
    case("a continuation line", "[default]\naws_access_key_id = A\n  B\naws_secret_access_key = x\n"),
    case("an indented section is a continuation",
         "[default]\naws_access_key_id = A\naws_secret_access_key = x\n  [profile p]\n"),
    case("a section twice", f"[default]\n{keys('ONE')}\n[default]\n{keys('TWO')}"),
    case("an option twice", f"[default]\n{keys('ONE')}aws_access_key_id = TWO\n"),
    case("an option before the first section", "region = r\n[default]\n"),
    case("a line without a value", "[default]\nregion\n"),
    case("the section of what is true of all", f"[DEFAULT]\n{keys('ALL')}\n[profile p]\nregion = r\n", profile="p"),
    case("an empty name", "[default]\n= x\n"),
    case("a table without an equals sign", "[default]\ns3 =\n  nothing\n"),
    case("a mistake in the credentials file", f"[default]\n{keys('CONFIG')}", "[default\n"),
    # Roles.
    case("a role with the keys of a profile",
         f"[default]\nrole_arn={ROLE}r\nsource_profile=s\n[profile s]\n{keys('S')}"),
    case("a role with all that it may have",
         f"[default]\nrole_arn={ROLE}r\nsource_profile=s\nexternal_id=e\nrole_session_name=n\n"
         f"duration_seconds=1234\n"
         f"[profile s]\n{keys('S')}"),
    case("a role before the profile's own keys",
         f"[default]\nrole_arn={ROLE}r\nsource_profile=s\n{keys('D')}[profile s]\n{keys('S')}"),
    case("a role with the profile's own keys", f"[default]\nrole_arn={ROLE}r\nsource_profile=default\n{keys('D')}"),
    case("a role that names itself without keys", f"[default]\nrole_arn={ROLE}r\nsource_profile=default\n"),
    case("a role with a role",
         f"[default]\nrole_arn={ROLE}a\nsource_profile=b\n[profile b]\nrole_arn={ROLE}b\nsource_profile=c\n"
         f"[profile c]\n{keys('C')}"),
    case("the keys of a source count before its role",
         f"[default]\nrole_arn={ROLE}a\nsource_profile=b\n[profile b]\nrole_arn={ROLE}b\nsource_profile=c\n{keys('B')}"
         f"[profile c]\n{keys('C')}"),
    case("a circle of two",
         f"[default]\nrole_arn={ROLE}a\nsource_profile=b\n[profile b]\nrole_arn={ROLE}b\nsource_profile=default\n"),
    case("a circle behind the first",
         f"[default]\nrole_arn={ROLE}a\nsource_profile=b\n[profile b]\nrole_arn={ROLE}b\nsource_profile=c\n"
         f"[profile c]\nrole_arn={ROLE}c\nsource_profile=b\n"),
    case("a source that is no profile", f"[default]\nrole_arn={ROLE}r\nsource_profile=s\n"),
    case("a source without credentials", f"[default]\nrole_arn={ROLE}r\nsource_profile=s\n[profile s]\nregion=r\n"),
    case("a role without a source", f"[default]\nrole_arn={ROLE}r\n{keys('D')}"),
    case("a role with two sources",
         f"[default]\nrole_arn={ROLE}r\nsource_profile=s\ncredential_source=Environment\n[profile s]\n{keys('S')}"),
    case("a role with the keys of the environment", f"[profile p]\nrole_arn={ROLE}r\ncredential_source=Environment\n",
         environment=KEYS, profile="p"),
    case("the names of sources have their capitals", f"[profile p]\nrole_arn={ROLE}r\ncredential_source=environment\n",
         environment=KEYS, profile="p"),
    case("a role with keys of an environment that has none",
         f"[default]\nrole_arn={ROLE}r\ncredential_source=Environment\n"),
    case("a role with the container's credentials", f"[default]\nrole_arn={ROLE}r\ncredential_source=EcsContainer\n",
         environment={"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c"}),
    case("a role with the instance's credentials",
         f"[default]\nrole_arn={ROLE}r\ncredential_source=Ec2InstanceMetadata\n"),
    case("a role with an unknown source", f"[default]\nrole_arn={ROLE}r\ncredential_source=Moon\n"),
    case("a role with the keys of the credentials file", f"[default]\nrole_arn={ROLE}r\nsource_profile=s\n",
         f"[s]\n{keys('S')}"),
    case("a role in the credentials file",
         credentials=f"[default]\nrole_arn={ROLE}r\nsource_profile=s\n[s]\n{keys('S')}"),
    case("a role with a program",
         f"[default]\nrole_arn={ROLE}r\nsource_profile=s\n[profile s]\ncredential_process=p x\n"),
    case("a role with keys in both files, those of the credentials file",
         f"[default]\nrole_arn={ROLE}r\nsource_profile=s\n[profile s]\n{keys('CONFIG')}", f"[s]\n{keys('FILE')}"),
    # Services of metadata.
    case("a container", environment={"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/c?id=1"}),
    case("a container by a relative address before a whole one",
         environment={"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c",
                      "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://other/"}),
    case("a container with a token", environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.9:81/c",
                                                  "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic x"}),
    case("a container by https", environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://example.com/c"}),
    case("a container by a name", environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/c"}),
    case("a container at an address that begins like one of this machine",
         environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1.example.com/c"}),
    case("a container on six", environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://[fd00:ec2::23]/c"}),
    case("a container on this machine on six", environment={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://[::1]:5/c"}),
    case("an instance that is switched off", environment={"AWS_EC2_METADATA_DISABLED": "True"}),
    case("an instance elsewhere", environment={"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/"}),
    case("an instance on six", environment={"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"}),
    case("an instance by the profile",
         "[default]\nec2_metadata_service_endpoint = http://127.0.0.1:1\nmetadata_service_num_attempts = 4\n"),
    # Regions and endpoints.
    case("a region of the environment", "[default]\nregion = eu-west-1\n",
         environment={"AWS_DEFAULT_REGION": "eu-west-2"}),
    case("a region of the profile", "[profile p]\nregion = eu-west-1\n", profile="p"),
    case("a region of the credentials file", "[default]\nregion = eu-west-1\n", "[default]\nregion = eu-west-3\n"),
    case("an endpoint of the service", environment={"AWS_ENDPOINT_URL_GLACIER": "http://g:1",
                                                    "AWS_ENDPOINT_URL": "http://all:2"}),
    case("an endpoint of all", "[default]\nendpoint_url = http://profile:3\n",
         environment={"AWS_ENDPOINT_URL": "http://all:2"}),
    case("an endpoint of the profile", "[default]\nendpoint_url = http://profile:3\n"),
    case("a section of services",
         "[default]\nservices = s\nendpoint_url = http://profile:3\n"
         "[services s]\nglacier =\n  endpoint_url = http://table:4\n  other = x\n"
         "sts = \n\n  endpoint_url = http://sts:5\n"),
    case("a section of services that does not name the service",
         "[default]\nservices = s\nendpoint_url = http://profile:3\n"
         "[services s]\ns3 =\n  endpoint_url = http://table:4\n"),
    case("a section of services that is not there", "[default]\nservices = s\n"),
    case("variables before the section of services",
         "[default]\nservices = s\n[services s]\nglacier =\n  endpoint_url = http://table:4\n",
         environment={"AWS_ENDPOINT_URL": "http://all:2"}),
    case("endpoints are to be ignored", "[default]\nendpoint_url = http://profile:3\n",
         environment={"AWS_ENDPOINT_URL_GLACIER": "http://g:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True"}),
    case("endpoints are to be ignored by the profile",
         "[default]\nendpoint_url = http://profile:3\nignore_configured_endpoint_urls = true\n"),
    case("a region of China", "[default]\nregion = cn-north-1\n"),
]


class Recorder:
    """Stands where botocore would go outside, and writes down where that was."""

    def __init__(self):
        self.trace = []

    def install(self):
        recorder = self

        def assume(fetcher):
            asked = fetcher._assume_kwargs
            name = "-" if fetcher._using_default_session_name else asked["RoleSessionName"]
            recorder.trace.append(
                f"role {asked['RoleArn']} {name} {asked.get('ExternalId', '-')} {asked.get('DurationSeconds', '-')}")
            recorder.keys(fetcher._source_credentials)
            return {"Credentials": {"AccessKeyId": "ROLE", "SecretAccessKey": "-", "SessionToken": "-",
                                    "Expiration": "2999-01-01T00:00:00Z"}}

        def program(provider, command):
            recorder.trace.append("process " + json.dumps(botocore.compat.compat_shell_split(command)))
            return {"access_key": "PROGRAM", "secret_key": "-", "token": "-"}

        def container(fetcher, url, headers, timeout):
            recorder.trace.append(f"container {url} {headers.get('Authorization', '-')}")
            return {"AccessKeyId": "CONTAINER", "SecretAccessKey": "-", "Token": "-",
                    "Expiration": "2999-01-01T00:00:00Z"}

        def instance(fetcher):
            if fetcher._disabled:
                return {}
            recorder.trace.append(f"instance {fetcher.get_base_url().rstrip('/')} {fetcher._num_attempts}")
            return {"role_name": "r", "access_key": "INSTANCE", "secret_key": "-", "token": "-",
                    "expiry_time": "2999-01-01T00:00:00Z"}

        botocore.credentials.AssumeRoleCredentialFetcher._get_credentials = assume
        botocore.credentials.ProcessProvider._retrieve_credentials_using = program
        botocore.utils.ContainerMetadataFetcher._get_response = container
        botocore.utils.ContainerMetadataFetcher.SLEEP_TIME = 0
        botocore.utils.InstanceMetadataFetcher.retrieve_iam_role_credentials = instance

    def keys(self, credentials):
        """Written keys are part of the trace; those from elsewhere are there already."""
        frozen = credentials.get_frozen_credentials()
        if credentials.method in ("env", "shared-credentials-file", "config-file"):
            self.trace.append(f"keys {frozen.access_key} {frozen.secret_key} {frozen.token or '-'}")


def attempt(action):
    try:
        return action()
    except Exception as error:
        return {"error": type(error).__name__}


def answers(given, folder):
    for name in [name for name in os.environ if name.startswith("AWS_") or name == "BOTO_CONFIG"]:
        del os.environ[name]
    for name in ("config", "credentials"):
        with open(f"{folder}/{name}", "w", newline="") as file:
            file.write(given[name])
    os.environ.update({"HOME": folder, "AWS_CONFIG_FILE": f"{folder}/config",
                       "AWS_SHARED_CREDENTIALS_FILE": f"{folder}/credentials", **given["environment"]})
    recorder = Recorder()
    recorder.install()

    def session():
        return botocore.session.Session(profile=given["profile"])

    def credentials():
        found = session().get_credentials()
        if found is None:
            return {"error": "none"}
        recorder.keys(found)
        # From the outside in: botocore looks for the source of a role before it assumes it, or after.
        return {"trace": sorted(recorder.trace, key=lambda line: not line.startswith("role"))}

    def endpoint(service):
        here = session()
        region = here.get_config_variable("region") or "us-east-1"
        client = here.create_client(service, region_name=region, aws_access_key_id="a", aws_secret_access_key="b")
        return {"url": client.meta.endpoint_url}

    return {**given, "credentials_are": attempt(credentials),
            "region_is": attempt(lambda: {"name": session().get_config_variable("region")}),
            "glacier_is": attempt(lambda: endpoint("glacier")), "sts_is": attempt(lambda: endpoint("sts"))}


def main():
    with tempfile.TemporaryDirectory() as folder:
        found = [answers(given, folder) for given in CASES]
    json.dump({"botocore": botocore.__version__, "cases": found}, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
