"""The kernels of CTreeHash alone, each built for its processor and compared with hashlib.

The Swift tests prove the kernel of the machine that they run on. Here that of ARMv8 runs on any machine, in qemu's
emulation of such a processor, built by the compiler that SwiftPM uses and by GCC; that of this machine runs beside it,
by which the driver is proved.
"""

import hashlib
import os
import platform
import random
import re
import shutil
import subprocess

import pytest

PROJECT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
KERNELS = os.path.join(PROJECT, "Sources", "CTreeHash")
MIB = 1 << 20
NONE, X86, ARMV8 = 0, 1, 2

pytestmark = pytest.mark.skipif(
    platform.system() != "Linux", reason="only Linux has qemu's emulation of processors for programs")


def swift_clang():
    """The compiler to which SwiftPM gives C sources: that beside the Swift compiler."""
    clang = os.path.join(os.path.dirname(os.path.realpath(shutil.which("swift"))), "clang")
    return clang if os.path.exists(clang) else shutil.which("clang")


def compile_with(compiler, target, folder):
    """Compiles kernels and driver and gives the names of the objects."""
    sources = [os.path.join(KERNELS, name) for name in sorted(os.listdir(KERNELS)) if name.endswith(".c")]
    assert sources
    sources.append(os.path.join(PROJECT, "Tests", "kernels", "driver.c"))
    # Only clang knows the hint by which it unrolls the loop over the rounds.
    subprocess.run(
        [*compiler, "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas", *target,
         "-I", os.path.join(KERNELS, "include"), "-c", *sources],
        cwd=folder, check=True)
    return [os.path.basename(source)[:-2] + ".o" for source in sources]


class Driver:
    """The driver with one kernel, and which instructions that must find."""

    def __init__(self, folder, expected, compiler, linker, target=(), flags=(), runner=()):
        objects = compile_with(compiler, target, folder)
        subprocess.run([*linker, *flags, "-o", "driver", *objects], cwd=folder, check=True)
        self.command = [*runner, os.path.join(folder, "driver")]
        self.expected = expected
        self.available = int(self.ask([("available", b"")])[0][0])

    def ask(self, questions):
        """The words of every answer."""
        text = b"".join(f"{line}\n".encode() + data for line, data in questions)
        done = subprocess.run(self.command, input=text, capture_output=True, timeout=300)
        assert done.returncode == 0, (done.returncode, done.stderr)
        answers = [line.split() for line in done.stdout.decode().splitlines()]
        assert len(answers) == len(questions)
        return answers


def emulated(folder, expected, compiler, target=(), flags=()):
    return Driver(
        folder, expected, compiler, ["aarch64-linux-gnu-gcc"], target, ["-static", *flags],
        ["qemu-aarch64", "-cpu", "max"])


def emulated_gcc(folder):
    return emulated(folder, ARMV8, ["aarch64-linux-gnu-gcc"])


def emulated_clang(folder):
    # Where the machine is of that kind itself, the headers are where every compiler looks.
    headers = "/usr/aarch64-linux-gnu/include"
    where = ["-isystem", headers] if os.path.isdir(headers) else []
    return emulated(folder, ARMV8, [swift_clang(), "--target=aarch64-unknown-linux-gnu"], where)


def emulated_without_sha2(folder):
    # None of the processors that qemu emulates lacks the instructions, so the driver hides them.
    return emulated(
        folder, NONE, ["aarch64-linux-gnu-gcc"], ["-DFIRN_WITHOUT_SHA2"], ["-Wl,--wrap=getauxval"])


def native_gcc(folder):
    return Driver(folder, instructions_here(), ["gcc"], ["gcc"])


def native_clang(folder):
    return Driver(folder, instructions_here(), [swift_clang()], ["gcc"])


def instructions_here():
    """What the kernel of the operating system says about the processor."""
    with open("/proc/cpuinfo") as file:
        words = set(re.search(r"^(?:flags|Features)\s*:(.*)$", file.read(), re.MULTILINE).group(1).split())
    if platform.machine() == "x86_64":
        return X86 if words >= {"sha_ni", "ssse3", "sse4_1"} else NONE
    return ARMV8 if platform.machine() == "aarch64" and "sha2" in words else NONE


@pytest.fixture(
    scope="module", params=[native_gcc, native_clang, emulated_gcc, emulated_clang], ids=lambda make: make.__name__)
def built(request, tmp_path_factory):
    return request.param(tmp_path_factory.mktemp(request.param.__name__))


@pytest.fixture
def driver(built):
    if built.available == NONE:
        pytest.skip("a processor without instructions for SHA-256")
    return built


def tree(leaves):
    level = [bytes.fromhex(leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = [level[at:at + 2] for at in range(0, len(level), 2)]
        level = [hashlib.sha256(b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def leaves_and_whole(data):
    return [sha256(data[at:at + MIB]) for at in range(0, max(len(data), 1), MIB)] + [sha256(data)]


def payload(data, offset=0, piece=1 << 40):
    return f"payload {offset} {piece} {len(data)}", data


def agree(driver, cases):
    for (line, data), answer in zip(cases, driver.ask(cases)):
        assert answer == leaves_and_whole(data), line


def test_the_instructions_that_the_processor_has_are_found_and_no_others(built):
    assert built.available == built.expected


def test_the_kernel_of_armv8_is_not_used_on_a_processor_that_lacks_its_instructions(tmp_path):
    assert emulated_without_sha2(tmp_path).available == NONE


def test_the_examples_of_the_standard(driver):
    """https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values"""
    examples = {
        b"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq":
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        b"a" * 1_000_000: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    }
    assert driver.ask([payload(data) for data in examples]) == [[digest, digest] for digest in examples.values()]


def test_the_payloads_whose_hashes_the_swift_tests_know(driver):
    with open(os.path.join(PROJECT, "Tests", "TreeHashTests", "PayloadVectors.swift")) as file:
        vectors = re.findall(r'count: ([\d_]+),\s+tree: "(\w{64})",\s+linear: "(\w{64})"', file.read())
    # An emulated processor takes a second for some 30 MB.
    vectors = [vector for vector in vectors if int(vector[0]) <= 3 * MIB]
    assert len(vectors) > 10
    period = bytes(range(251))
    answers = driver.ask([payload((period * (int(count) // 251 + 1))[:int(count)]) for count, _, _ in vectors])
    assert [(tree(leaves), whole) for *leaves, whole in answers] == [vector[1:] for vector in vectors]


def test_every_length_up_to_some_blocks_at_every_offset(driver):
    chance = random.Random(180)
    agree(driver, [payload(chance.randbytes(length), offset=length % 67) for length in range(4 * 64 + 2)])
    agree(driver, [payload(chance.randbytes(3 * 64 + 5), offset=offset) for offset in range(64)])


def test_lengths_around_the_end_of_a_leaf(driver):
    chance = random.Random(181)
    sizes = [MIB - 1, MIB, MIB + 1, MIB + 63, MIB + 64, 2 * MIB - 1, 2 * MIB + 65]
    agree(driver, [payload(chance.randbytes(size), offset=number) for number, size in enumerate(sizes)])


def test_leaves_and_the_whole_however_they_are_cut(driver):
    chance = random.Random(182)
    pieces = [1, 63, 64, 65, 4_097, 300_001, MIB - 1, MIB, MIB + 1]
    agree(driver, [payload(chance.randbytes(MIB + 65 + piece), offset=piece % 61, piece=piece) for piece in pieces])


def test_two_leaves_side_by_side(driver):
    chance = random.Random(2)
    cases, expected = [], []
    for offset, other, size in [(0, 0, 0), (0, 0, 64), (1, 62, 128), (33, 7, 4_096), (0, 0, MIB), (3, 5, MIB)]:
        data = chance.randbytes(2 * size)
        cases.append((f"pair {offset} {other} {size}", data))
        expected.append([sha256(data[:size]), sha256(data[size:])])
    assert driver.ask(cases) == expected
