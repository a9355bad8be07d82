"""No part of an archive is unpacked beyond what it is said to be."""

import io
import zipfile

import pytest

from placement.domain.errors import TapeError
from placement.tape.read import read_table
from placement.tape.unpack import unpacked
from tests.hostile.corpus import BOOK


def packed(
    content: bytes, *, packing: int = zipfile.ZIP_DEFLATED, said: int | None = None
) -> bytes:
    """Pack a table; what it is said to have may be something else."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        archive.writestr("book.csv", content)
    size = len(content) if said is None else said
    return target.getvalue().replace(len(content).to_bytes(4, "little"), size.to_bytes(4, "little"))


def out_of(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return unpacked(opened, "book.csv")


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("content", [b"", b"a", BOOK.encode() * 10_000])
def test_what_is_as_long_as_it_says_comes_out(content: bytes, packing: int) -> None:
    assert out_of(packed(content, packing=packing)) == content


@pytest.mark.parametrize("said", [0, 299, 301, 1_000_000])
def test_what_is_longer_or_shorter_than_it_says_is_damaged(said: int) -> None:
    """Also where what comes first is what was promised, down to its checksum."""
    with pytest.raises(zipfile.BadZipFile):
        out_of(packed(bytes(range(1, 151)) * 2, said=said))


def test_a_promise_that_what_comes_first_keeps_is_broken_all_the_same() -> None:
    first, rest = packed(b"1" * 300), packed(b"1" * 300 + b"2" * 300, said=300)
    checksum = zipfile.ZipFile(io.BytesIO(rest)).getinfo("book.csv").CRC.to_bytes(4, "little")
    promised = zipfile.ZipFile(io.BytesIO(first)).getinfo("book.csv").CRC.to_bytes(4, "little")
    with pytest.raises(zipfile.BadZipFile):
        out_of(rest.replace(checksum, promised))


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_bounded_is_refused_with_what_to_do(packing: int) -> None:
    with pytest.raises(TapeError, match="Pack it again as an ordinary ZIP"):
        read_table(packed(BOOK.encode(), packing=packing), filename="a.zip")
