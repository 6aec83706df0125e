"""Pictures of every make are drawn anew: upright, whole, and with nothing that came along."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pvehub import files
from pvehub.files import place

pytestmark = pytest.mark.django_db


def drawn(mode: str, kind: str, **options: Any) -> bytes:
    colours = {"CMYK": (0, 255, 255, 0), "P": 3, "1": 1, "L": 90, "LA": (90, 10), "I;16": 9000}
    out = io.BytesIO()
    Image.new(mode, (30, 20), colours.get(mode, (200, 10, 10, 99)[: len(mode)])).save(out, kind, **options)
    return out.getvalue()


def kept(stored: Any) -> Any:
    with Image.open(place.path_of(stored.sha256)) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize(
    ("name", "mode", "media_type"),
    [
        ("a.png", "RGB", "image/png"),
        ("a.png", "RGBA", "image/png"),
        ("a.png", "P", "image/png"),
        ("a.png", "1", "image/png"),
        ("a.png", "LA", "image/png"),
        ("a.png", "I;16", "image/png"),
        ("a.JPG", "RGB", "image/jpeg"),
        ("a.jpeg", "L", "image/jpeg"),
        ("a.jpeg", "CMYK", "image/jpeg"),
        ("a.webp", "RGB", "image/webp"),
        ("a.webp", "RGBA", "image/webp"),
    ],
)
def test_a_picture_keeps_its_size_and_kind(upload: Any, name: str, mode: str, media_type: str) -> None:
    kind = media_type.removeprefix("image/")

    stored = files.store(upload(name, drawn(mode, kind)), by=None)

    assert (stored.media_type, stored.extension) == (media_type, kind)
    assert (kept(stored).size, kept(stored).format) == ((30, 20), kind.upper())


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_photograph_stands_upright_and_tells_neither_place_nor_maker(upload: Any, kind: str, root: Path) -> None:
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "Maker of the camera"  # to be turned by a quarter
    told.get_ifd(0x8825)[1] = "N"

    stored = files.store(upload(f"a.{kind}", drawn("RGB", kind, exif=told, xmp=b"<x:xmpmeta/>")), by=None)

    assert kept(stored).size == (20, 30)
    assert dict(kept(stored).getexif()) == {}
    assert not any(word in place.path_of(stored.sha256).read_bytes() for word in (b"Maker", b"xmpmeta", b"Exif"))


def test_what_is_see_through_stays_so(upload: Any) -> None:
    out = io.BytesIO()
    Image.new("P", (30, 20), 0).save(out, "png", transparency=0)

    stored = files.store(upload("a.png", out.getvalue()), by=None)

    assert kept(stored).convert("RGBA").getpixel((5, 5))[3] == 0


def test_of_a_moving_picture_the_first_frame_is_kept(upload: Any) -> None:
    frames = [Image.new("RGB", (9, 9), (shade, 0, 0)) for shade in (0, 120, 240)]
    out = io.BytesIO()
    frames[0].save(out, "webp", save_all=True, append_images=frames[1:])

    stored = files.store(upload("a.webp", out.getvalue()), by=None)

    assert getattr(kept(stored), "n_frames", 1) == 1


@pytest.mark.parametrize(("kind", "size"), [("png", (6000, 4000)), ("jpeg", (6000, 4000)), ("webp", (4000, 3000))])
def test_a_picture_of_a_good_camera_fits_into_the_childs_memory(upload: Any, kind: str, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 60, 30)).save(out, kind)

    stored = files.store(upload(f"a.{kind}", out.getvalue()), by=None)

    assert kept(stored).size == size
