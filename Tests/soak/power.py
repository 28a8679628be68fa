"""A disk whose power can be cut: two file systems in files, one within the other.

The inner one holds the data. The file that holds it lies in the outer one, whose page cache so is the volatile cache of
a disk: what the inner one writes waits there until it asks the disk to flush, which syncs the file. An ioctl shuts a
file system down at once and keeps neither what its page cache has nor what its journal has not committed.
"""

import contextlib
import fcntl
import os
import shutil
import struct
import subprocess

GIB = 1 << 30
# EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN, which are the same number: _IOR('X', 125, __u32).
SHUTDOWN = 0x8004587D
WITHOUT_FLUSHING_THE_LOG = 2
# Nothing is committed because five seconds have passed: what nobody asks for is not done.
OPTIONS = {"ext4": "commit=300", "xfs": "defaults"}


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}"
    return done.stdout.strip()


def why_not(kind):
    """What is missing here for such a disk with a file system of that kind, or None."""
    if os.geteuid() != 0:
        return "only root mounts file systems"
    if not os.path.exists("/dev/loop-control"):
        return "there are no loop devices"
    for program in ("losetup", "mount", "umount", "mkfs.ext4", f"mkfs.{kind}"):
        if not shutil.which(program):
            return f"{program} is not installed"
    with open("/proc/filesystems") as file:
        return None if kind in file.read().split() else f"the kernel has no {kind}"


class FileSystem:
    """A file system in a file, mounted on a folder."""

    def __init__(self, image, folder, kind, options):
        self.image, self.folder, self.kind, self.options = str(image), str(folder), kind, options
        self.device = None
        self.mounted = False

    def attach(self):
        self.device = run("losetup", "--find", "--show", self.image)
        os.makedirs(self.folder, exist_ok=True)
        run("mount", "-t", self.kind, "-o", self.options, self.device, self.folder)
        self.mounted = True

    def shut_down(self):
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING_THE_LOG))
        finally:
            os.close(folder)

    def detach(self):
        try:
            if self.mounted:
                run("umount", self.folder)
        except AssertionError:
            # Something still has a file open; the device goes when that is closed.
            run("umount", "--lazy", self.folder)
            raise
        finally:
            self.mounted = False
            if self.device:
                run("losetup", "--detach", self.device)
                self.device = None


class Disk:
    """The two of them. Within the scope the inner one is mounted on `folder`."""

    def __init__(self, place, kind):
        self.image = f"{place}/disk.img"
        # A flush shall reach this cache, not the real disk below it, which nobody unplugs.
        self.outer = FileSystem(self.image, f"{place}/disk", "ext4", "nobarrier,commit=300")
        self.inner = FileSystem(f"{place}/disk/data.img", f"{place}/data", kind, OPTIONS[kind])

    @property
    def folder(self):
        return self.inner.folder

    def __enter__(self):
        try:
            with open(self.image, "wb") as file:
                file.truncate(4 * GIB)
            run("mkfs.ext4", "-q", "-F", self.image)
            self.outer.attach()
            with open(self.inner.image, "wb") as file:
                os.posix_fallocate(file.fileno(), 0, 3 * GIB)
            run(f"mkfs.{self.inner.kind}", "-q", *(["-F"] if self.inner.kind == "ext4" else []), self.inner.image)
            self.inner.attach()
            self.settle()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        try:
            self.inner.detach()
        finally:
            try:
                self.outer.detach()
            finally:
                os.remove(self.image)

    def settle(self):
        """Makes everything durable that was written so far."""
        for system in (self.inner, self.outer):
            run("sync", "--file-system", system.folder)

    def cut(self, flushed):
        """Loses what the file system has not handed to the disk, and unless `flushed` what the disk has not flushed."""
        if flushed:
            self.inner.shut_down()
            return
        # The disk comes first: ext4 notes in its journal that it was shut down, and flushes the disk for that.
        self.outer.shut_down()
        # A file system that writes at this moment has seen by itself that the disk is gone.
        with contextlib.suppress(OSError):
            self.inner.shut_down()

    def power_up(self):
        """Mounts what is left. Nobody may have files open."""
        self.inner.detach()
        self.outer.detach()
        self.outer.attach()
        self.inner.attach()

    def check(self):
        """Has the file system's own program look for damage, when the disk is in nobody's use."""
        self.inner.detach()
        checker = {"ext4": ["e2fsck", "-fn"], "xfs": ["xfs_repair", "-n"]}[self.inner.kind]
        done = subprocess.run([*checker, self.inner.image], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout
