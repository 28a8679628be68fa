"""The sealed blob format, version 1, once more: an independent writer and reader.

Made from docs/formats.md alone, with the `cryptography` package. Run it to check the fixture and to print the digests
that the tests expect; run it with `write` to make the fixture anew, which must give the same bytes.
"""

import hashlib
import pathlib
import struct
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"\x89FIRN\r\n\x1a"
CHUNK = 1 << 20
UNKNOWN = (1 << 64) - 1
FIXTURE = pathlib.Path(__file__).with_name("sealed-blob-v1.bin")

MASTER_KEY = bytes(range(100, 132))
MASTER_KEY_ID = hashlib.sha256(b"firn master key 1:" + MASTER_KEY).digest()[:16]
DATA_KEY = bytes(range(32))
WRAP_NONCE = bytes(range(32, 44))
BLOB_KEY = bytes.fromhex("018bcfe5680000010203040506070809")
DESCRIPTOR = b"a fixture of version 1"


def pattern(count):
    return bytes(i % 251 for i in range(count))


def nonce(domain, index=0):
    return struct.pack(">IQ", domain, index)


def seal(plaintext, known_length):
    cipher = AESGCM(DATA_KEY)
    header_length = 140 + len(DESCRIPTOR)
    identity = MAGIC + struct.pack(">HHI", 1, 0, header_length) + BLOB_KEY
    front = identity + MASTER_KEY_ID
    wrapped = AESGCM(MASTER_KEY).encrypt(WRAP_NONCE, DATA_KEY, front)
    fields = struct.pack(">QII", len(plaintext) if known_length else UNKNOWN, CHUNK, len(DESCRIPTOR))
    descriptor = cipher.encrypt(nonce(1), DESCRIPTOR, identity + fields)
    digest = hashlib.sha256(identity + fields + descriptor).digest()
    blob = front + WRAP_NONCE + wrapped + fields + descriptor

    pieces = [plaintext[i : i + CHUNK] for i in range(0, len(plaintext), CHUNK)]
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        blob += cipher.encrypt(nonce(2, index), piece, digest + struct.pack(">Q?", index, last))

    leaves = b"".join(hashlib.sha256(piece).digest() for piece in pieces)
    lengths = struct.pack(">QQ", len(plaintext), len(pieces))
    proved = cipher.encrypt(nonce(3), leaves, digest + lengths) + lengths
    proved += cipher.encrypt(nonce(4), b"", digest + lengths)
    return blob + proved + hashlib.sha256(digest + proved).digest() + MAGIC[::-1]


def open_sealed(blob):
    """The descriptor and the plaintext; an exception if anything is not as it was sealed."""
    magic, version, flags, header_length = struct.unpack_from(">8sHHI", blob)
    assert (magic, version, flags, blob[-8:]) == (MAGIC, 1, 0, MAGIC[::-1])
    assert blob[32:48] == MASTER_KEY_ID
    cipher = AESGCM(AESGCM(MASTER_KEY).decrypt(blob[48:60], blob[60:108], blob[:48]))
    descriptor = cipher.decrypt(nonce(1), blob[124:header_length], blob[:32] + blob[108:124])
    digest = hashlib.sha256(blob[:32] + blob[108:header_length]).digest()
    length, count = struct.unpack_from(">QQ", blob, len(blob) - 72)
    footer = header_length + length + 16 * count
    assert len(blob) == footer + 32 * count + 16 + 72
    assert struct.unpack_from(">Q", blob, 108)[0] in (length, UNKNOWN)
    assert blob[-40:-8] == hashlib.sha256(digest + blob[footer:-40]).digest()
    cipher.decrypt(nonce(4), blob[-56:-40], digest + blob[-72:-56])
    leaves = cipher.decrypt(nonce(3), blob[footer:-72], digest + blob[-72:-56])
    plaintext = b""
    for index in range(count):
        start = header_length + index * (CHUNK + 16)
        end = min(start + CHUNK + 16, footer)
        bound = digest + struct.pack(">Q?", index, index == count - 1)
        piece = cipher.decrypt(nonce(2, index), blob[start:end], bound)
        assert hashlib.sha256(piece).digest() == leaves[32 * index : 32 * index + 32]
        plaintext += piece
    assert len(plaintext) == length
    return descriptor, plaintext


if __name__ == "__main__":
    if sys.argv[1:] == ["write"]:
        FIXTURE.write_bytes(seal(pattern(1000), known_length=True))
    assert open_sealed(FIXTURE.read_bytes()) == (DESCRIPTOR, pattern(1000))
    print("key ring: firn-master-key-1", MASTER_KEY_ID.hex(), MASTER_KEY.hex())
    for count in (0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5):
        for known in (True, False):
            sealed = seal(pattern(count), known)
            assert open_sealed(sealed) == (DESCRIPTOR, pattern(count))
            print(count, "known" if known else "unknown", len(sealed), hashlib.sha256(sealed).hexdigest())
