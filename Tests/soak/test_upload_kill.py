"""A large upload that is killed again and again, and finished by the same command."""

import os
import random

from firn_server import MIB
from test_upload_command import Firn, fetch, only_upload, received_bytes, tree, wait_for_parts

SIZE = int(os.environ.get("FIRN_UPLOAD_MIB", "1536")) * MIB
PART = 8 * MIB
PARALLEL = 4


def write_file(path):
    chance = random.Random(1)
    with open(path, "wb") as file:
        for _ in range(SIZE // MIB):
            file.write(chance.randbytes(MIB))
        file.write(b"end")


def test_a_large_file_is_finished_after_three_kills(server, tmp_path):
    glacier, firn = server.client(), Firn(server, tmp_path)
    glacier.create_vault(vaultName="v")
    write_file(tmp_path / "f")
    arguments = ("upload", "v", tmp_path / "f", "--part-size", PART, "--parallel", PARALLEL)
    total = SIZE // PART + 1
    for share in (0.2, 0.45, 0.7):
        process = firn.start(*arguments)
        wait_for_parts(glacier, "v", int(total * share), process)
        process.kill()
        process.communicate()
    told = firn.json(*arguments)
    data = (tmp_path / "f").read_bytes()
    assert told["SHA256TreeHash"] == tree(data)
    assert told["ReusedBytes"] >= int(total * 0.7) * PART
    moved = received_bytes(server)
    assert moved <= len(data) + 3 * PARALLEL * PART
    assert fetch(glacier, "v", told["ArchiveId"]) == data and only_upload(glacier, "v") is None
    print(f"\n{len(data)} bytes uploaded with three kills -9: {moved} bytes sent, {moved - len(data)} of them twice")
