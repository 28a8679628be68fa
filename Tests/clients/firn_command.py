"""Runs `firn` as people and scripts do: with pipes, or at a terminal."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time

from firn_server import ACCESS_KEY, REGION, SECRET_KEY, binary


def peak_memory(command, **keywords):
    """Runs a command to its end and tells the most memory that it had, in bytes.

    A small process stands between, since a process begins with the figure of the one that starts it.
    """
    script = ("import resource, subprocess, sys; status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL); "
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(status)")
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, command)], capture_output=True, timeout=300, **keywords)
    assert done.returncode == 0, done.stderr.decode()
    return int(done.stdout) << 10


class FirnCommand:
    """The command line with a home of its own, and keys and endpoint of a server in its environment."""

    def __init__(self, home, endpoint=None, key=ACCESS_KEY, secret=SECRET_KEY, region=REGION):
        self.home = str(home)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.home, "AWS_EC2_METADATA_DISABLED": "true"}
        given = {"AWS_ENDPOINT_URL_GLACIER": endpoint, "AWS_REGION": region, "AWS_ACCESS_KEY_ID": key,
                 "AWS_SECRET_ACCESS_KEY": secret}
        self.environment.update({name: value for name, value in given.items() if value})

    def run(self, *arguments, status=0, wrapper=(), environment=None, input="", **keywords):
        """Runs a command to its end and returns what `subprocess.run` does, with texts."""
        done = subprocess.run(
            [*wrapper, binary(), *map(str, arguments)], capture_output=True, text=True, timeout=60, input=input,
            env={**self.environment, **(environment or {})}, cwd=self.home, **keywords)
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        assert SECRET_KEY not in done.stdout + done.stderr
        return done

    def text(self, *arguments, **keywords):
        return self.run(*arguments, **keywords).stdout

    def json(self, *arguments, **keywords):
        return json.loads(self.text(*arguments, "--json", **keywords))

    def fails(self, status, *arguments, **keywords):
        """Runs a command that has to fail and returns its message."""
        done = self.run(*arguments, status=status, **keywords)
        assert not done.stdout and done.stderr
        return done.stderr

    def at_terminal(self, *arguments, **keywords):
        return AtTerminal([binary(), *map(str, arguments)], self.home, {"TERM": "xterm", **self.environment}, **keywords)


class AtTerminal:
    """A process whose three streams are a terminal of 80 columns."""

    def __init__(self, command, folder, environment, columns=80):
        self.shown = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(command[0], command, environment)
        import fcntl
        import struct
        import termios
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def _read(self, seconds):
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.shown += data.decode(errors="replace")
        return bool(data)

    def expect(self, text, seconds=30):
        """Waits until the text has been shown."""
        deadline = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < deadline and self._read(1), f"{text!r} is not in {self.shown!r}"
        return self

    def type(self, text):
        os.write(self.terminal, text.encode())
        return self

    def echoes(self):
        import termios
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def ends(self, status=0, seconds=30):
        """Waits for the end and returns all that was shown."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._read(1):
            pass
        if time.monotonic() >= deadline:
            os.kill(self.pid, signal.SIGKILL)
        _, code = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        assert os.waitstatus_to_exitcode(code) == status, (os.waitstatus_to_exitcode(code), self.shown)
        return self.shown.replace("\r\n", "\n")
