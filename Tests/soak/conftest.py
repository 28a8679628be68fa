"""Long tests of the built server; they share the support of the client tests."""

import os
import sys
import tempfile

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "clients"))

from firn_server import FirnServer  # noqa: E402


@pytest.fixture
def server():
    with tempfile.TemporaryDirectory(prefix="firn-soak-") as folder:
        with FirnServer(folder, flags=["--log-level", "warning"]) as running:
            yield running
