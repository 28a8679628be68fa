"""The built server, driven by the clients that people have."""

import itertools
import tempfile

import pytest

from firn_server import FirnServer

_numbers = itertools.count()


@pytest.fixture(scope="session", autouse=True)
def data_folder():
    """Commands keep what they know in a folder of the tests, not in that of whoever runs them."""
    with tempfile.TemporaryDirectory(prefix="firn-test-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", folder)
        yield


@pytest.fixture(scope="session")
def server():
    """One server for the tests that need nothing special of it."""
    with tempfile.TemporaryDirectory(prefix="firn-test-") as folder:
        with FirnServer(folder) as running:
            yield running


@pytest.fixture
def start():
    """Starts servers of a test's own; all are ended with the test."""
    with tempfile.TemporaryDirectory(prefix="firn-test-") as folder:
        running = []

        def launch(*flags, name="data", **keywords):
            instance = FirnServer(f"{folder}/{name}", flags=flags, **keywords)
            running.append(instance)
            return instance.start()

        yield launch
        for instance in running:
            instance.discard()


@pytest.fixture
def glacier(server):
    return server.client()


@pytest.fixture
def vault(glacier):
    """The name of a fresh vault."""
    name = f"vault-{next(_numbers)}"
    glacier.create_vault(vaultName=name)
    return name
