"""Photos as people bring them: every size and kind of file, upright, cut to a card's ratio."""

import io
from pathlib import Path

import pytest
from PIL import Image

from domain.errors import Code, Refused
from station.faces import photo
from station.faces.photo import Crop


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def two_halves(width: int = 600, height: int = 800) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", (width, height), "#0000FF")
    image.paste("#FF0000", (0, 0, width, height // 2))
    return image


def refusal(content: bytes) -> Code:
    with pytest.raises(Refused) as refused:
        photo.read(content)
    return refused.value.code


WHOLE = encoded(two_halves())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.PHOTO_UNREADABLE),
        (b"\x00" * 1000, Code.PHOTO_UNREADABLE),
        ("這不是照片".encode("big5"), Code.PHOTO_UNREADABLE),
        (b"%PDF-1.4\n", Code.PHOTO_UNREADABLE),
        (WHOLE[:40], Code.PHOTO_UNREADABLE),
        (WHOLE[: len(WHOLE) // 2], Code.PHOTO_UNREADABLE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Code.PHOTO_UNREADABLE),
        (encoded(Image.new("RGB", (1, 1))), Code.PHOTO_TOO_SMALL),
        (encoded(Image.new("RGB", (1, 1)), "PNG"), Code.PHOTO_TOO_SMALL),
        (encoded(Image.new("RGB", (209, 2000))), Code.PHOTO_TOO_SMALL),
        (encoded(Image.new("1", (10_000, 8_000)), "PNG"), Code.PHOTO_TOO_LARGE),
        (encoded(Image.new("1", (14_000, 14_000)), "PNG"), Code.PHOTO_TOO_LARGE),
        (b"\xff\xd8" + b"\x00" * photo.MOST_BYTES, Code.PHOTO_TOO_LARGE),
    ],
    ids=["empty", "zeroes", "text", "pdf", "head", "half", "svg", "1px", "1px png", "narrow", "80 MP", "196 MP", "30 MB"],
)
def test_what_is_no_photo_is_refused_with_its_reason(content: bytes, code: Code) -> None:
    assert refusal(content) is code


def test_a_file_that_cannot_be_read_is_no_photo(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.jpg", tmp_path):
        with pytest.raises(Refused) as refused:
            photo.read_file(path)
        assert refused.value.code is Code.PHOTO_UNREADABLE
    (tmp_path / "good.jpg").write_bytes(WHOLE)
    assert photo.read_file(tmp_path / "good.jpg").size == (600, 800)


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        *(("PNG", mode) for mode in ("1", "L", "P", "RGBA", "I;16")),
        *(("JPEG", mode) for mode in ("L", "CMYK")),
        *(("TIFF", mode) for mode in ("1", "P", "RGBA", "CMYK", "I;16")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
        *(("BMP", mode) for mode in ("1", "P", "RGB")),
    ],
)
def test_every_kind_of_picture_becomes_one_in_colour(form: str, mode: str) -> None:
    found = photo.read(encoded(Image.new(mode, (300, 400)), form))
    assert (found.mode, found.size) == ("RGB", (300, 400))


def test_a_telephones_picture_is_set_upright_and_made_smaller() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: its right side is up
    lying = two_halves(4000, 3000).transpose(Image.Transpose.ROTATE_90)
    found = photo.read(encoded(lying, exif=exif))
    assert (found.size, max(found.size)) == ((1600, 1200), 1600)
    assert found.getpixel((800, 100)) > (200, 0, 0)
    assert not photo.cut(found, photo.first_crop(*found.size)).count(b"Exif")


def test_a_see_through_picture_lies_on_white() -> None:
    found = photo.read(encoded(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "PNG"))
    assert found.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(("width", "height"), [(210, 270), (270, 210), (1600, 1200), (1200, 1600), (413, 531), (1600, 211)])
def test_the_crop_has_the_cards_ratio_and_stays_in_the_picture(width: int, height: int) -> None:
    crop = photo.first_crop(width, height)
    for step in ({}, {"right": 500}, {"down": 500}, {"wider": 300}, {"wider": -300}, {"right": -900}, {"down": -900}):
        crop = photo.moved(crop, width, height, **step)
        assert 0 <= crop.left <= crop.left + crop.width <= width
        assert 0 <= crop.top <= crop.top + crop.height <= height
        assert crop.height == crop.width * 45 // 35


def test_the_photo_is_what_the_frame_shows() -> None:
    picture = two_halves(800, 1600)
    above = photo.cut(picture, Crop(left=100, top=0, width=350))
    below = photo.cut(picture, Crop(left=100, top=900, width=350))
    for content, channel in ((above, 0), (below, 2)):
        with Image.open(io.BytesIO(content)) as cut:
            assert (cut.size, cut.format, cut.info["dpi"]) == ((413, 531), "JPEG", (300, 300))
            colour = cut.getpixel((200, 260))
        assert isinstance(colour, tuple)
        assert colour[channel] > 240
    assert len(above) < 100_000
