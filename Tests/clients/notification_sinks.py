"""Where notifications arrive: a receiver of webhooks, and an SNS topic with a queue behind it."""

import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time

import boto3

ACCESS_KEY = "AKIAMOTO000000000000"
SECRET_KEY = "moto-takes-any-secret"
REGION = "us-east-1"


class WebhookSink:
    """Records what is posted to it, each post as (path, headers with lower-case names, body)."""

    def __init__(self):
        self._lock = threading.Condition()
        self._posts = []
        self._failures = []
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                status = sink._record(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def _record(self, path, headers, body):
        with self._lock:
            self._posts.append((path, headers, body))
            self._lock.notify_all()
            return self._failures.pop(0) if self._failures else 200

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}/hooks/glacier"

    @property
    def posts(self):
        with self._lock:
            return list(self._posts)

    def fail(self, times, status=500):
        """Answers the next posts with a status; they are recorded all the same."""
        with self._lock:
            self._failures = [status] * times

    def wait(self, count, seconds=30):
        """The posts, once there are so many."""
        with self._lock:
            arrived = self._lock.wait_for(lambda: len(self._posts) >= count, seconds)
            assert arrived, f"after {seconds} s only {len(self._posts)} of {count} posts"
            return list(self._posts)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class SNSSink:
    """A moto server with a topic and a queue that is subscribed to it."""

    def __init__(self, topic="jobs"):
        self._name = topic
        self._process = None

    def __enter__(self):
        self._log = tempfile.TemporaryFile()
        command = [os.path.join(os.path.dirname(sys.executable), "moto_server"), "-H", "127.0.0.1", "-p", "0"]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        try:
            self.endpoint = self._wait_for_endpoint()
            self._prepare()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(30)
        self._log.close()

    def _wait_for_endpoint(self, seconds=60):
        """Moto picks a free port and tells it once it listens."""
        deadline = time.monotonic() + seconds
        while True:
            self._log.seek(0)
            output = self._log.read().decode(errors="replace")
            found = re.search(r"Running on (http://127\.0\.0\.1:\d+)", output)
            if found:
                return found.group(1)
            assert self._process.poll() is None, f"moto ended at once:\n{output}"
            assert time.monotonic() < deadline, f"after {seconds} s moto does not listen:\n{output}"
            time.sleep(0.05)

    def _prepare(self):
        self.topic = self.client("sns").create_topic(Name=self._name)["TopicArn"]
        self.queue = self.client("sqs").create_queue(QueueName=self._name)["QueueUrl"]
        attributes = self.client("sqs").get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])
        self.client("sns").subscribe(
            TopicArn=self.topic, Protocol="sqs", Endpoint=attributes["Attributes"]["QueueArn"])

    def client(self, service):
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY)

    @property
    def destination(self):
        """How a notifications file names it."""
        return {"endpoint": self.endpoint, "region": REGION, "access-key-id": ACCESS_KEY,
                "secret-access-key": SECRET_KEY}

    def receive(self, count=1, seconds=30):
        """The envelopes in the queue, once there are so many; each is taken off it."""
        sqs = self.client("sqs")
        envelopes = []
        deadline = time.monotonic() + seconds
        while len(envelopes) < count:
            assert time.monotonic() < deadline, f"after {seconds} s only {len(envelopes)} of {count} messages"
            answer = sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            for message in answer.get("Messages", []):
                envelopes.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return envelopes
