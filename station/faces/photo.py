"""The holder's photo: read from whatever file or camera it came from, upright, cut to the ratio of a card's photo.

Source of the ratio and of the guide's head: 國民身分證相片規格 (內政部): 45 mm high, 35 mm wide, head from crown to chin
32 to 36 mm.
"""

import io
from pathlib import Path

import msgspec
from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import Code, Refused

RATIO_WIDTH, RATIO_HEIGHT = 35, 45
HEAD_LEAST, HEAD_MOST = 32, 36
"""Of `RATIO_HEIGHT`: how much of the photo's height the head takes."""
WIDTH, HEIGHT = 413, 531
"""35 × 45 mm at 300 dpi."""
MOST_BYTES = 30 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""As the platform takes them (`central/applications/documents.py`)."""
LEAST_WIDTH, LEAST_HEIGHT = 210, 270
"""Smaller ones show no face on a card: half of `WIDTH` and `HEIGHT`."""
_SHOWN = 1600
"""Nobody sees more on the screen, and nothing more is printed; a picture of a telephone is made smaller at once."""
_QUALITY = 88
_FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF")
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
)
"""What Pillow raises for a file that is not whole, or is no picture."""


class Crop(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a picture becomes the photo: its left upper corner and its width, in pixels; its height follows."""

    left: int
    top: int
    width: int

    @property
    def height(self) -> int:
        """By the photo's ratio."""
        return self.width * RATIO_HEIGHT // RATIO_WIDTH


def read(content: bytes) -> Image.Image:
    """The picture of a file: upright (EXIF), RGB, at most `_SHOWN` pixels a side. Takes a second for a large one.

    Raises `Refused` with PHOTO_UNREADABLE for what is no picture, PHOTO_TOO_LARGE (`most` megabytes or megapixels), or
    PHOTO_TOO_SMALL (`width`, `height`: what is needed).
    """
    if len(content) > MOST_BYTES:
        raise Refused(Code.PHOTO_TOO_LARGE, most_mb=MOST_BYTES // (1024 * 1024))
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as found:
            return _upright(found)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Refused(Code.PHOTO_TOO_LARGE, most_mp=MOST_PIXELS // 1_000_000) from problem
    except _UNREADABLE as problem:
        raise Refused(Code.PHOTO_UNREADABLE) from problem


def read_file(path: Path) -> Image.Image:
    """As `read`, of a file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(Code.PHOTO_TOO_LARGE, most_mb=MOST_BYTES // (1024 * 1024))
        content = path.read_bytes()
    except OSError as problem:
        raise Refused(Code.PHOTO_UNREADABLE) from problem
    return read(content)


def _upright(found: Image.Image) -> Image.Image:
    width, height = found.size
    if width * height > MOST_PIXELS:
        raise Refused(Code.PHOTO_TOO_LARGE, most_mp=MOST_PIXELS // 1_000_000)
    found.draft("RGB", (_SHOWN, _SHOWN))
    upright = ImageOps.exif_transpose(found)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    return fit(upright)


def fit(picture: Image.Image) -> Image.Image:
    """A picture that is upright already, such as a camera's, as `read` gives one. Raises `Refused(PHOTO_TOO_SMALL)`."""
    if min(picture.size) < LEAST_WIDTH or max(picture.size) < LEAST_HEIGHT:
        raise Refused(Code.PHOTO_TOO_SMALL, width=LEAST_WIDTH, height=LEAST_HEIGHT)
    fitted = picture.convert("RGB")
    fitted.thumbnail((_SHOWN, _SHOWN))
    return fitted


def first_crop(width: int, height: int) -> Crop:
    """The largest part in the middle; of a picture taller than needed the upper part, where the face is."""
    whole = min(width, height * RATIO_WIDTH // RATIO_HEIGHT)
    crop = Crop(left=(width - whole) // 2, top=0, width=whole)
    return msgspec.structs.replace(crop, top=max(0, (height - crop.height) // 3))


def moved(crop: Crop, width: int, height: int, *, right: int = 0, down: int = 0, wider: int = 0) -> Crop:
    """The crop after a step, in hundredths of its width; never beyond the picture, never too small to be printed."""
    widest = min(width, height * RATIO_WIDTH // RATIO_HEIGHT)
    new_width = max(min(LEAST_WIDTH, widest), min(widest, crop.width + crop.width * wider // 100))
    sized = msgspec.structs.replace(crop, width=new_width)
    left = crop.left + (crop.width - new_width) // 2 + new_width * right // 100
    top = crop.top + (crop.height - sized.height) // 2 + new_width * down // 100
    return msgspec.structs.replace(
        sized, left=max(0, min(left, width - new_width)), top=max(0, min(top, height - sized.height))
    )


def cut(picture: Image.Image, crop: Crop) -> bytes:
    """The photo as it is printed and kept: a JPEG of `WIDTH` × `HEIGHT` without any other data of the file."""
    box = (crop.left, crop.top, crop.left + crop.width, crop.top + crop.height)
    photo = picture.crop(box).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=_QUALITY, dpi=(300, 300))
    return out.getvalue()
