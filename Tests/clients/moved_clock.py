"""A clock that a test moves, for a server in a process of its own: libfaketime reads it from a file."""

import datetime
import os
import shutil


class MovedClock:
    """The machine's time and an offset that grows. Signatures have the real time: the server is told to allow it."""

    def __init__(self, folder):
        self._file = f"{folder}/clock"
        self._offset = 0
        self._write()

    @property
    def wrapper(self):
        """What starts the server. The variable that faketime sets would come before the file."""
        assert shutil.which("faketime"), "faketime is missing: apt-get install faketime"
        return ["faketime", "-m", "-f", "+0s", "env", "-u", "FAKETIME"]

    @property
    def environment(self):
        return {"FAKETIME_TIMESTAMP_FILE": self._file, "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    @property
    def flags(self):
        return ["--signature-skew", "87600h"]

    @property
    def now(self):
        return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self._offset)

    def restart(self, server):
        """Restarts a server. Where its clock is moved already when it starts, libfaketime keeps its timers from firing;
        so it starts with the real time, which only looks back, and gets the moved time at once."""
        offset, self._offset = self._offset, 0
        self._write()
        server.restart()
        self._offset = offset
        self._write()

    def advance(self, **span):
        self._offset += int(datetime.timedelta(**span).total_seconds())
        self._write()

    def _write(self):
        beside = self._file + ".new"
        with open(beside, "w") as file:
            file.write(f"+{self._offset}s\n")
        os.replace(beside, self._file)
