"""The end of a job is told: to webhooks, and to an SNS topic with a queue behind it."""

import json
import stat
import os

import pytest

from firn_server import ACCOUNT, wait_for
from notification_sinks import SNSSink, WebhookSink

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:jobs"
EVENTS = ["ArchiveRetrievalCompleted", "InventoryRetrievalCompleted"]


def configuration(tmp_path, *destinations):
    path = tmp_path / "notifications.json"
    path.write_text(json.dumps({"destinations": destinations}))
    os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
    return ["--notifications", str(path)]


@pytest.fixture
def webhook():
    with WebhookSink() as sink:
        yield sink


@pytest.fixture
def told(start, tmp_path, webhook):
    """A server whose one topic goes to the webhook, a client, and an archive."""
    def launch(*flags):
        server = start(*configuration(tmp_path, {"topic": TOPIC, "webhook": webhook.url}), *flags)
        glacier = server.client()
        glacier.create_vault(vaultName="v")
        return server, glacier, glacier.upload_archive(vaultName="v", body=b"abc")["archiveId"]

    return launch


def retrieve(glacier, archive=None, **parameters):
    what = {"Type": "archive-retrieval", "ArchiveId": archive} if archive else {"Type": "inventory-retrieval"}
    return glacier.initiate_job(vaultName="v", jobParameters=what | parameters)["jobId"]


def messages(posts):
    return [json.loads(json.loads(body)["Message"]) for _, _, body in posts]


def test_the_message_is_the_job_as_it_is_described_byte_for_byte(told, webhook):
    server, glacier, archive = told()
    job = retrieve(glacier, archive, SNSTopic=TOPIC, Description='put "anything" here')
    path, headers, body = webhook.wait(1)[0]
    envelope = json.loads(body)
    assert list(envelope) == [
        "Type", "MessageId", "TopicArn", "Message", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL",
        "UnsubscribeURL"]
    assert envelope["Message"].encode() == server.request("GET", f"/-/vaults/v/jobs/{job}").body
    assert (envelope["Type"], envelope["TopicArn"]) == ("Notification", TOPIC)
    assert path == "/hooks/glacier" and headers["content-type"] == "text/plain; charset=UTF-8"
    assert headers["x-amz-sns-message-type"] == "Notification"
    assert headers["x-amz-sns-message-id"] == envelope["MessageId"]
    assert headers["x-amz-sns-topic-arn"] == TOPIC
    assert body.startswith(b'{\n  "Type" : "Notification",\n  "MessageId" : "')


def test_an_inventory_is_told_too(told, webhook):
    server, glacier, _ = told()
    job = retrieve(glacier, SNSTopic=TOPIC, Format="CSV", InventoryRetrievalParameters={"Limit": "100"})
    envelope = json.loads(webhook.wait(1)[0][2])
    assert envelope["Message"].encode() == server.request("GET", f"/-/vaults/v/jobs/{job}").body
    message = json.loads(envelope["Message"])
    assert (message["Action"], message["StatusMessage"]) == ("InventoryRetrieval", "Succeeded")


def test_the_configuration_of_the_vault_counts_as_it_is_when_the_job_ends(told, webhook):
    _, glacier, archive = told("--standard-delay", "600ms")
    early = retrieve(glacier, archive)
    glacier.set_vault_notifications(
        vaultName="v", vaultNotificationConfig={"SNSTopic": TOPIC, "Events": ["ArchiveRetrievalCompleted"]})
    assert [message["JobId"] for message in messages(webhook.wait(1))] == [early]
    assert messages(webhook.posts)[0]["SNSTopic"] is None, "the topic of the job, not of the vault"
    retrieve(glacier)
    both = retrieve(glacier, archive, SNSTopic=TOPIC)
    assert [message["JobId"] for message in messages(webhook.wait(3))[1:]] == [both, both]
    glacier.delete_vault_notifications(vaultName="v")
    last = retrieve(glacier, archive, SNSTopic=TOPIC)
    assert [message["JobId"] for message in messages(webhook.wait(4))[3:]] == [last]


def test_a_failed_job_is_told_as_failed(told, webhook):
    _, glacier, archive = told("--standard-delay", "400ms")
    retrieve(glacier, archive, SNSTopic=TOPIC)
    glacier.delete_archive(vaultName="v", archiveId=archive)
    message = messages(webhook.wait(1))[0]
    assert (message["StatusCode"], message["StatusMessage"], message["Completed"]) == ("Failed", "Failed", True)


def test_a_receiver_that_fails_is_tried_again_under_the_same_id(told, webhook):
    _, glacier, archive = told()
    webhook.fail(2, 503)
    retrieve(glacier, archive, SNSTopic=TOPIC)
    posts = webhook.wait(3)
    assert len({headers["x-amz-sns-message-id"] for _, headers, _ in posts}) == 1
    assert len({body for _, _, body in posts}) == 1


def test_what_a_client_names_decides_nothing(start, tmp_path, webhook):
    """A topic that is a URL, or that no destination is configured for, leads nowhere; the job is none the worse."""
    server = start(*configuration(tmp_path, {"topic": TOPIC, "webhook": webhook.url}))
    glacier = server.client()
    glacier.create_vault(vaultName="v")
    archive = glacier.upload_archive(vaultName="v", body=b"abc")["archiveId"]
    with WebhookSink() as stranger:
        for topic in (stranger.url, "arn:aws:sns:us-east-1:1:other", f"{TOPIC}?x={stranger.url}"):
            job = retrieve(glacier, archive, SNSTopic=topic)
            assert glacier.describe_job(vaultName="v", jobId=job)["StatusCode"] == "Succeeded"
        known = retrieve(glacier, archive, SNSTopic=TOPIC)
        assert [message["JobId"] for message in messages(webhook.wait(1))] == [known]
        wait_for(lambda: server.output().count("no destination") >= 3, "the others are dropped")
        assert stranger.posts == []


def test_jobs_in_progress_across_a_crash_end_once_and_are_told(told, webhook):
    server, glacier, archive = told("--standard-delay", "1500ms", "--inventory-delay", "1500ms", "--job-lease", "1s")
    glacier.set_vault_notifications(vaultName="v", vaultNotificationConfig={"SNSTopic": TOPIC, "Events": EVENTS})
    jobs = {retrieve(glacier, archive), retrieve(glacier), retrieve(glacier, Format="CSV")}
    assert all(glacier.describe_job(vaultName="v", jobId=job)["StatusCode"] == "InProgress" for job in jobs)
    server.restart()
    glacier = server.client()
    wait_for(lambda: len(list(server.resource().Vault("-", "v").succeeded_jobs.all())) == 3, "the jobs have ended")
    told_jobs = wait_for(
        lambda: (seen := {message["JobId"] for message in messages(webhook.posts)}) >= jobs and seen, "all are told")
    assert told_jobs == jobs
    dates = {job["JobId"]: job["CompletionDate"] for job in glacier.list_jobs(vaultName="v")["JobList"]}
    # A job that had ended twice would have been told of with two dates.
    assert all(message["CompletionDate"] == dates[message["JobId"]] for message in messages(webhook.posts))
    assert glacier.get_job_output(vaultName="v", jobId=max(jobs))["status"] == 200


def test_a_notification_that_waits_survives_a_crash(told, webhook):
    server, glacier, archive = told()
    webhook.fail(1)
    job = retrieve(glacier, archive, SNSTopic=TOPIC)
    webhook.wait(1)
    server.restart()
    # Where the crash came before the failure was noted, a lease has to run out first.
    assert [message["JobId"] for message in messages(webhook.wait(2, seconds=60))] == [job, job]


def test_sns_passes_the_message_on_to_a_queue(start, tmp_path):
    with SNSSink() as sns:
        server = start(*configuration(tmp_path, {"topic": "arn:aws:sns:*", "sns": sns.destination}))
        glacier = server.client()
        glacier.create_vault(vaultName="v")
        archive = glacier.upload_archive(vaultName="v", body=b"abc")["archiveId"]
        glacier.set_vault_notifications(
            vaultName="v", vaultNotificationConfig={"SNSTopic": sns.topic, "Events": EVENTS})
        jobs = {retrieve(glacier, archive), retrieve(glacier)}
        received = {json.loads(envelope["Message"])["JobId"]: envelope for envelope in sns.receive(2)}
        assert set(received) == jobs
        for job, envelope in received.items():
            assert envelope["Message"].encode() == server.request("GET", f"/-/vaults/v/jobs/{job}").body
            assert envelope["TopicArn"] == sns.topic
        assert sns.destination["secret-access-key"] not in server.output()
