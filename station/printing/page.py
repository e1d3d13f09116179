"""A picture as a PDF page of exact size: PDF 1.4 (ISO 32000-1) with one image that fills the page."""

import io
import zlib

from PIL import Image

from station.printing.ipp import Media

MEDIA_TYPE = "application/pdf"


def pdf_page(image: Image.Image, media: Media) -> bytes:
    """One page of `media`'s size, to its edges. The picture is kept without loss: small type stays sharp on a card."""
    width, height = _points(media.width), _points(media.height)
    pixels = image.convert("RGB")
    data = zlib.compress(pixels.tobytes(), 6)
    drawing = f"q {width} 0 0 {height} 0 0 cm /Face Do Q".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]".encode()
        + b"/Contents 4 0 R/Resources<</XObject<</Face 5 0 R>>>>>>",
        _stream(b"", drawing),
        _stream(
            f"/Type/XObject/Subtype/Image/Width {pixels.width}/Height {pixels.height}"
            "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode".encode(),
            data,
        ),
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n%\xe5\x8d\xa1\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def _points(hundredths_mm: int) -> str:
    """Hundredths of a millimetre in points of 1/72 inch, to a thousandth."""
    thousandths = (hundredths_mm * 72_000 * 2 + 2_540) // (2 * 2_540)
    return f"{thousandths // 1000}.{thousandths % 1000:03}"
