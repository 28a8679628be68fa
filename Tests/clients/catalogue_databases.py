"""PostgreSQL databases for the catalogues of the servers under test, where the tests are run on such.

With FIRN_TEST_CATALOGUE=postgres each data folder has a database of its own on the server of FIRN_TEST_POSTGRES, so that a
restart on the same folder finds the same catalogue.
"""

import os
import subprocess
import uuid

_urls = {}


def wanted():
    return os.environ.get("FIRN_TEST_CATALOGUE") == "postgres"


def url_of(folder):
    """The URL of the folder's database, which is made when it is first asked for."""
    folder = os.path.realpath(folder)
    if folder not in _urls:
        name = f"firn_{uuid.uuid4().hex}"
        run(f"CREATE DATABASE {name}")
        server = os.environ["FIRN_TEST_POSTGRES"]
        _urls[folder] = name, server + ("&" if "?" in server else "?") + f"dbname={name}"
    return _urls[folder][1]


def drop(folder):
    """Removes the folder's database, if it has one."""
    name, _ = _urls.pop(os.path.realpath(folder), (None, None))
    if name:
        run(f"DROP DATABASE {name} WITH (FORCE)")


def run(statement, url=None):
    """Rows of a statement, their columns parted by `|`."""
    done = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--dbname",
         url or os.environ["FIRN_TEST_POSTGRES"], "--command", statement],
        capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
