"""The blobs of a data folder, files and volumes, read by the formats page and without any code of the server."""

import os
import re

BLOCK = 4096
RECORD = 32


def _checksum(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def _is_record(data):
    return any(data) and _checksum(data[:24]) == int.from_bytes(data[24:], "big")


def _volume(path, window):
    """Keys and bytes of the blobs in a volume."""
    with open(path, "rb") as file:
        header = file.read(BLOCK)[:RECORD]
        if not any(header):
            return
        assert _is_record(header) and header[:10] == b"\x89FRNV\x0d\x0a\x1a\x00\x01"
        number = header[10:12]
        assert header[12:16].hex() == window and f"volume-{number.hex()}" == os.path.basename(path)
        table = file.read(RECORD * int.from_bytes(header[16:20], "big"))
        for index in range(len(table) // RECORD):
            entry = table[index * RECORD:(index + 1) * RECORD]
            place = b"\xf5" + number + index.to_bytes(2, "big")
            if _is_record(entry) and entry[:4].hex() == window and entry[6:11] == place:
                file.seek(int.from_bytes(entry[16:20], "big") * BLOCK)
                yield entry[:16].hex(), file.read(int.from_bytes(entry[20:24], "big"))


def blobs(folder):
    """A dictionary from keys to the sealed bytes."""
    found = {}
    for place, _, names in os.walk(f"{folder}/blobs"):
        window = "".join(place.split("/")[-2:])
        for name in names:
            try:
                if re.fullmatch("volume-[0-9a-f]{4}", name):
                    found.update(_volume(f"{place}/{name}", window))
                else:
                    with open(f"{place}/{name}", "rb") as file:
                        found[name] = file.read()
            except FileNotFoundError:
                pass  # Removed meanwhile.
    return found


def unpublished(folder):
    """Names in incoming/ but for those that say that a volume is in use."""
    return [name for name in os.listdir(f"{folder}/incoming") if not name.startswith("volume-")]
