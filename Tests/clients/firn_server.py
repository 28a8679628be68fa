"""Starts and ends the server, and signs requests that no client would send."""

import hashlib
import http.client
import json
import os
import signal
import subprocess
import time
import urllib.parse
import urllib.request

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials

import catalogue_databases

ACCESS_KEY = "AKIAFIRNTESTSROOTKEY"
SECRET_KEY = "firn/tests/root+secret/of/forty/letters0"
REGION = "us-east-1"
ACCOUNT = "123456789012"
MIB = 1 << 20


def binary():
    return os.path.abspath(os.environ.get("FIRN_BINARY", ".build/debug/firn"))


def wait_for(condition, what, seconds=30):
    """Asks until the answer is true. For what another process does in its own time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what}")
        time.sleep(0.02)


class FirnServer:
    def __init__(self, folder, flags=(), environment=None, keys=True, wrapper=()):
        self.folder = str(folder)
        self.flags = list(flags)
        self.wrapper = list(wrapper)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("FIRN_")}
        if keys:
            self.environment["FIRN_ROOT_ACCESS_KEY_ID"] = ACCESS_KEY
            self.environment["FIRN_ROOT_SECRET_ACCESS_KEY"] = SECRET_KEY
        if catalogue_databases.wanted():
            self.environment["FIRN_CATALOGUE"] = catalogue_databases.url_of(self.folder)
        # Tests of wrong signatures come from one address.
        self.environment["FIRN_AUTHENTICATION_FAILURES"] = "0"
        self.environment.update(environment or {})
        self.process = None
        self.addresses = None

    def command(self):
        os.makedirs(self.folder, exist_ok=True)
        ready = f"{self.folder}/ready.json"
        account = [] if "--account-id" in self.flags else ["--account-id", ACCOUNT]
        return ready, [
            *self.wrapper, binary(), "serve", "--data", self.folder, "--listen", "127.0.0.1:0", "--operator", "127.0.0.1:0",
            "--ready-file", ready, *account, *self.flags,
        ]

    def start(self):
        ready, command = self.command()
        if os.path.exists(ready):
            os.remove(ready)
        self.log = open(f"{self.folder}/server.log", "ab")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=self.environment)

        def started():
            assert self.process.poll() is None, f"the server ended at once:\n{self.output()}"
            return os.path.exists(ready)

        wait_for(started, "the server is ready")
        with open(ready) as file:
            self.addresses = json.load(file)
        return self

    @property
    def pid(self):
        """The server's process, also where another one started it and waits for it."""
        if not self.wrapper:
            return self.process.pid
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
            return int(file.read().split()[0])

    def output(self):
        with open(f"{self.folder}/server.log", errors="replace") as file:
            return file.read()

    def stop(self, seconds=60):
        """Ends the server gracefully and returns its exit status."""
        os.kill(self.pid, signal.SIGTERM)
        status = self.process.wait(seconds)
        self.log.close()
        return status

    def kill(self):
        """Ends the server as a crash would."""
        if self.process and self.process.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.process.wait()
            self.log.close()

    def discard(self):
        """Ends the server and removes what it kept outside its folder."""
        self.kill()
        catalogue_databases.drop(self.folder)

    def restart(self):
        self.kill()
        return self.start()

    def __enter__(self):
        return self.start()

    def __exit__(self, *error):
        self.discard()

    @property
    def endpoint(self):
        return self.addresses["endpoint"]

    @property
    def host_and_port(self):
        host, port = self.addresses["listen"].rsplit(":", 1)
        return host, int(port)

    def resident_bytes(self, peak=False):
        with open(f"/proc/{self.pid}/status") as file:
            for line in file:
                if line.startswith("VmHWM:" if peak else "VmRSS:"):
                    return int(line.split()[1]) * 1024
        raise AssertionError("no memory figure")

    def operator(self, path):
        """Status and text of an operator endpoint."""
        try:
            with urllib.request.urlopen(f"http://{self.addresses['operator']}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    # Clients

    def _arguments(self, **keywords):
        arguments = dict(
            endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            config=botocore.config.Config(
                retries={"max_attempts": 0}, max_pool_connections=32, connect_timeout=10, read_timeout=120),
        )
        arguments.update(keywords)
        return arguments

    def client(self, **keywords):
        return boto3.client("glacier", **self._arguments(**keywords))

    def resource(self, **keywords):
        return boto3.resource("glacier", **self._arguments(**keywords))

    def signed(self, method, path, headers=None, body=b"", version=True, secret=SECRET_KEY, key=ACCESS_KEY,
               region=REGION, service="glacier", date=None):
        """The headers of a signed request, in the order in which they are to be sent."""
        host, port = self.host_and_port
        given = {"Host": f"{host}:{port}"}
        if version:
            given["x-amz-glacier-version"] = "2012-06-01"
        given.update(headers or {})
        request = botocore.awsrequest.AWSRequest(
            method=method, url=f"http://{host}:{port}{path}", data=body, headers=given)
        auth = botocore.auth.SigV4Auth(botocore.credentials.Credentials(key, secret), service, region)
        if date is not None:
            import unittest.mock
            with unittest.mock.patch.object(botocore.auth, "get_current_datetime", lambda: date):
                auth.add_auth(request)
        else:
            auth.add_auth(request)
        return dict(request.headers.items())

    def request(self, method, path, headers=None, body=b"", signed=True, length=None, **keywords):
        """Sends one request exactly as given and returns the answer."""
        sent = self.signed(method, path, headers, body, **keywords) if signed else dict(headers or {})
        connection = http.client.HTTPConnection(*self.host_and_port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            if not any(name.lower() == "host" for name in sent):
                connection.putheader("Host", "%s:%d" % self.host_and_port)
            for name, value in sent.items():
                connection.putheader(name, value)
            if length is not None:
                connection.putheader("Content-Length", str(length))
            elif body or method in ("PUT", "POST", "DELETE"):
                if not any(name.lower() in ("content-length", "transfer-encoding") for name in sent):
                    connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            if body:
                connection.send(body)
            return Answer(connection.getresponse())
        finally:
            connection.close()


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        """Status, code and message of an error; the form of every error body is checked on the way."""
        document = self.json
        assert list(document) == ["code", "message", "type"], document
        assert self.headers["content-type"] == "application/json"
        assert len(self.headers["x-amzn-requestid"]) == 47
        assert "x-amzn-errortype" not in self.headers
        return self.status, document["code"], document["message"]


def tree_root(level):
    """The digest above a row of neighbours in a tree, all of them digests."""
    while len(level) > 1:
        level = [
            hashlib.sha256(level[at] + level[at + 1]).digest() if at + 1 < len(level) else level[at]
            for at in range(0, len(level), 2)
        ]
    return level[0]


def tree_hash(data):
    """Straight from the definition."""
    return tree_root([hashlib.sha256(data[at:at + MIB]).digest() for at in range(0, max(len(data), 1), MIB)]).hex()


def hashes(data):
    """The two headers of an upload."""
    return {"x-amz-content-sha256": hashlib.sha256(data).hexdigest(), "x-amz-sha256-tree-hash": tree_hash(data)}


def payload(size, seed=0):
    """Bytes that differ from chunk to chunk and from seed to seed."""
    block = hashlib.sha512(str(seed).encode()).digest()
    out = bytearray()
    counter = 0
    while len(out) < size:
        out += hashlib.shake_128(block + counter.to_bytes(8, "big")).digest(min(MIB, size - len(out)))
        counter += 1
    return bytes(out)


def quote(text):
    return urllib.parse.quote(text, safe="")
