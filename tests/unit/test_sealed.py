"""Sealing with age: what goes in comes out, for each key alone, and nothing that was changed is taken for whole."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest

from tryggve.domain.row_error import FileError
from tryggve.store.sealed import identities_of, key_lines, new_key, recipients_of, seal, unseal

PLAIN = bytes(range(256)) * 1_000


def sealed(*keys: str) -> bytes:
    out = io.BytesIO()
    pieces = (PLAIN[i : i + 777] for i in range(0, len(PLAIN), 777))
    seal(itertools.chain([b""], pieces), out, recipients_of(keys))
    return out.getvalue()


def opened(data: bytes, key: Path) -> bytes:
    out = io.BytesIO()
    unseal(io.BytesIO(data), out, identities_of(key))
    return out.getvalue()


@pytest.fixture
def keys(tmp_path: Path) -> list[tuple[Path, str]]:
    """Three files with secret keys, and their public halves."""
    found = []
    for number in range(3):
        secret, public = new_key()
        file = tmp_path / f"{number}.key"
        file.write_text(f"# a comment\n\n  {secret}\n")
        found.append((file, public))
    return found


def test_each_of_several_keys_opens_it(keys: list[tuple[Path, str]]) -> None:
    data = sealed(keys[0][1], keys[1][1])
    assert PLAIN[:200] not in data
    assert opened(data, keys[0][0]) == opened(data, keys[1][0]) == PLAIN
    with pytest.raises(FileError, match=r"nyckel|key does not fit"):
        opened(data, keys[2][0])


def test_every_part_that_is_changed_or_cut_is_refused(keys: list[tuple[Path, str]]) -> None:
    data = sealed(keys[0][1])
    for place in (*range(0, 250, 7), *range(250, len(data), 9_973), len(data) - 17, len(data) - 1):
        for bad in (data[:place], data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]):
            with pytest.raises(FileError):
                opened(bad, keys[0][0])
    with pytest.raises(FileError):
        opened(data + b"\n", keys[0][0])


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"SQLite format 3\0", b"age-encryption.org/v1\n"])
def test_what_is_not_sealed_is_told_of(data: bytes, keys: list[tuple[Path, str]]) -> None:
    with pytest.raises(FileError):
        opened(data, keys[0][0])


def test_an_error_of_whoever_reads_or_writes_comes_out_as_itself(keys: list[tuple[Path, str]]) -> None:
    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(28, "no space left on device")

    def broken() -> object:
        yield b"x"
        raise FileError("the store is busy", "")

    with pytest.raises(FileError, match="busy"):
        seal(broken(), io.BytesIO(), recipients_of([keys[0][1]]))  # type: ignore[arg-type]
    with pytest.raises(OSError, match="no space"):
        unseal(io.BytesIO(sealed(keys[0][1])), Full(), identities_of(keys[0][0]))


def test_memory_holds_a_piece_at_a_time(keys: list[tuple[Path, str]]) -> None:
    """Pieces are fetched as they are needed: what was read and not yet written never grows."""
    read = 0

    class Watching(io.BytesIO):
        ahead = 0

        def write(self, data: object, /) -> int:
            self.ahead = max(self.ahead, read - self.tell())
            return super().write(data)  # type: ignore[arg-type]

    def pieces() -> object:
        nonlocal read
        for _number in range(200):
            read += 50_000
            yield b"x" * 50_000

    out = Watching()
    seal(pieces(), out, recipients_of([keys[0][1]]))  # type: ignore[arg-type]
    assert out.ahead < 1_000_000


@pytest.mark.parametrize("key", ["", "age1xyz", "ssh-ed25519 AAAA", "x" * 10_000])
def test_what_is_no_public_key_is_refused(key: str) -> None:
    with pytest.raises(FileError):
        recipients_of([key])


def test_the_secret_key_is_not_taken_for_the_public_one(keys: list[tuple[Path, str]]) -> None:
    (secret,) = key_lines(keys[0][0])
    with pytest.raises(FileError, match=r"hemliga|secret") as caught:
        recipients_of([secret])
    assert secret not in str(caught.value)
    with pytest.raises(FileError):
        recipients_of([])


@pytest.mark.parametrize("content", [b"", b"# only a comment", b"AGE-SECRET-KEY-1XYZ", b"\xff\xfe\0", b"age1abc"])
def test_a_file_without_a_secret_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "k").write_bytes(content)
    with pytest.raises(FileError):
        identities_of(tmp_path / "k")
