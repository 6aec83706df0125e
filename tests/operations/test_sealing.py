"""What is sealed opens whole, under its key, or not at all."""

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvehub.operations import sealing

SEAL_KEY = "a key of the tests, as long as a key has to be at the least"


def _sealed(content: bytes, piece: int = 700_000) -> bytes:
    target = io.BytesIO()
    sealed = sealing.Sealed(target, SEAL_KEY)
    for start in range(0, len(content), piece):
        sealed.write(content[start : start + piece])
    sealed.close()
    return target.getvalue()


def _opened(content: bytes, key: str = SEAL_KEY) -> bytes:
    opened, found = sealing.Opened(io.BytesIO(content), key), b""
    while data := opened.read(300_000):
        found += data
    return found


@pytest.mark.parametrize("size", [0, 1, sealing.BLOCK - 1, sealing.BLOCK, sealing.BLOCK + 1, 2 * sealing.BLOCK])
def test_what_was_sealed_comes_back(size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert _opened(_sealed(content)) == content


BLOCKS = [bytes([number]) * sealing.BLOCK for number in range(3)]
SEALED = _sealed(b"".join(BLOCKS))
LONG = sealing.BLOCK + sealing.TAG


@settings(deadline=None)  # how long a machine takes says nothing about what it refuses
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_one_byte_altered_anywhere_is_refused(place, change):
    altered = SEALED[:place] + bytes([SEALED[place] ^ change]) + SEALED[place + 1 :]
    with pytest.raises(sealing.Unsealable):
        _opened(altered)


@settings(deadline=None)
@given(st.integers(0, len(SEALED) - 1))
def test_cut_anywhere_is_refused(place):
    with pytest.raises(sealing.Unsealable):
        _opened(SEALED[:place])


@pytest.mark.parametrize(
    "altered",
    [
        SEALED[: sealing.HEAD + LONG],  # cut at the edge of a block
        SEALED[: sealing.HEAD + 2 * LONG],
        SEALED + SEALED[-LONG:],  # a block after the end
        SEALED[: sealing.HEAD] + SEALED[sealing.HEAD + LONG :],  # one left out
        SEALED[: sealing.HEAD] + SEALED[sealing.HEAD + LONG :][:LONG] + SEALED[sealing.HEAD :][:LONG] + SEALED[-LONG:],
    ],
    ids=["one block", "two blocks", "one after the end", "one left out", "two exchanged"],  # the same in every worker
)
def test_blocks_left_out_moved_or_added_are_refused(altered):
    with pytest.raises(sealing.Unsealable, match=r"^The backup was cut off or altered: it does not open\.$"):
        _opened(altered)


def test_another_key_is_named_as_that_and_no_two_files_look_alike():
    with pytest.raises(sealing.Unsealable, match="another key"):
        _opened(SEALED, SEAL_KEY + "x")
    assert _sealed(b"the same") != _sealed(b"the same")


class _Nowhere(io.RawIOBase):
    def write(self, data):
        return len(data)


def test_any_length_takes_the_same_memory():
    peaks = []
    for blocks in (4, 40):
        tracemalloc.start()
        sealed = sealing.Sealed(_Nowhere(), SEAL_KEY)
        for _ in range(blocks):
            sealed.write(BLOCKS[0])
        sealed.close()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2
