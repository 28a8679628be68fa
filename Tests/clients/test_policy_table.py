"""The decision table of policies, against evaluators that others wrote. No server is needed."""

import pathlib
import subprocess
import sys

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/compare-decisions.py"


@pytest.mark.parametrize("evaluator", ["principalmapper", "moto"])
def test_every_difference_is_explained(evaluator):
    outcome = subprocess.run([sys.executable, SCRIPT, evaluator], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
