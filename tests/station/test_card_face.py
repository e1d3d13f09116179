"""A card's face: its size, what each kind shows of its holder, and characters that no font has."""

import msgspec
import pytest
from PIL import Image, ImageChops

from citycard_app.paths import ASSETS
from domain.contrast import contrast
from domain.errors import Code, EnvironmentProblem
from domain.programme import CardKind, Programme
from domain.programme_file import parse
from station.faces import glyphs, photo, template
from station.faces.face import FaceContent, draw_face
from station.faces.receipt import Receipt, draw_receipt, height_hmm

PROGRAMMES = sorted(each.name for each in (ASSETS / "programmes").glob("*.toml"))
NAME = "示範王小明"
RARE = "\ue000"
"""Of the private use area: no font of ours has it."""


def programme(name: str = "taoyuan.toml") -> Programme:
    return parse((ASSETS / "programmes" / name).read_text("utf-8"), name)


def kind_of(wanted: str, **changed: object) -> CardKind:
    found = programme().kind(wanted)
    assert found is not None
    return msgspec.structs.replace(found, **changed)


def a_photo() -> bytes:
    picture = Image.new("RGB", (400, 600), "#80A0C0")
    return photo.cut(picture, photo.first_crop(*picture.size))


def differ(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).getbbox()


@pytest.mark.parametrize("name", PROGRAMMES)
def test_every_kind_of_every_city_has_a_face_of_a_cards_size(name: str) -> None:
    city = programme(name)
    for kind in city.kinds:
        face = draw_face(city, kind, FaceContent(name=NAME, photo=a_photo() if kind.photo else b""))
        assert (face.size, face.mode) == ((1011, 638), "RGB")
        assert len(face.getcolors(1_000_000) or []) > 10
    assert (round(85.60 / 25.4 * 300), round(53.98 / 25.4 * 300)) == (1011, 638)


@pytest.mark.parametrize(("changed", "shown"), [({}, True), ({"name_on_face": False}, False), ({"bearer": True}, False)])
def test_a_kind_without_a_name_on_its_face_never_shows_one(changed: dict[str, object], shown: bool) -> None:
    kind = kind_of("senior", **changed)
    named = draw_face(programme(), kind, FaceContent(name=NAME))
    assert (differ(named, draw_face(programme(), kind, FaceContent())) is not None) is shown


def test_the_flower_expos_card_has_no_place_for_a_name_or_photo() -> None:
    expo = msgspec.structs.replace(kind_of("senior"), id="expo", bearer=False)
    plain = draw_face(programme(), expo, FaceContent())
    assert differ(plain, draw_face(programme(), expo, FaceContent(name=NAME, photo=a_photo()))) is None


def test_a_photo_stands_where_the_template_says() -> None:
    kind = kind_of("senior")
    face = draw_face(programme(), kind, FaceContent(name=NAME, photo=a_photo()))
    colour = face.getpixel((180, 370))
    assert isinstance(colour, tuple)
    assert all(abs(one - other) < 6 for one, other in zip(colour, (0x80, 0xA0, 0xC0), strict=True))


def test_a_character_that_the_font_lacks_is_a_box_with_its_code() -> None:
    assert glyphs.has_glyph("示")
    assert glyphs.has_glyph("\U0002f80f")
    assert not glyphs.has_glyph(RARE)
    kind = kind_of("senior")
    with_rare = draw_face(programme(), kind, FaceContent(name=f"王{RARE}明"))
    dropped = differ(with_rare, draw_face(programme(), kind, FaceContent(name="王明")))
    other = differ(with_rare, draw_face(programme(), kind, FaceContent(name="王\ue001明")))
    assert dropped is not None
    assert other is not None
    assert glyphs.text_width(f"王{RARE}明", 60) > glyphs.text_width("王明", 60) + 60


def test_names_that_fold_together_keep_their_characters_on_the_face() -> None:
    kind = kind_of("senior")
    compatible, unified = (draw_face(programme(), kind, FaceContent(name=f"示範{each}")) for each in ("\ufa19", "神"))
    assert compatible.size == unified.size
    assert glyphs.has_glyph("\ufa19")


def test_a_long_name_becomes_smaller_and_none_of_it_is_cut_off() -> None:
    kind = kind_of("senior")
    long = "Siti Nurhaliza Binti Demonstrasi Ahmad"
    face = draw_face(programme(), kind, FaceContent(name=long))
    where = differ(face, draw_face(programme(), kind, FaceContent()))
    assert where is not None
    assert where[2] <= 1011 - 40


def test_every_template_is_legible_and_the_most_exact_one_is_taken() -> None:
    assert template.template_for("taoyuan", "senior") is not template.template_for("taoyuan", "general")
    assert template.template_for("anywhere", "never heard of") is template.template_for("taoyuan", "general")
    for each in template.templates():
        for element in each.elements:
            if element.what == "text" and element.colour.startswith("#"):
                assert contrast(element.colour, "#FFFFFF") >= 4.5
            assert element.x + element.width <= 8560
            assert element.y + element.height <= 5398


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"kinds = []\nelements = []", b'kinds = ["*"]\nelements = []\nlogo = "x.png"', b'kinds = ["*"]'],
)
def test_a_template_that_is_wrong_is_told(content: bytes) -> None:
    with pytest.raises(EnvironmentProblem) as problem:
        template.read("x.toml", content)
    assert problem.value.code is Code.PROGRAMME_INVALID


def test_a_receipt_is_as_long_as_what_it_says() -> None:
    def drawn(value: str) -> Image.Image:
        return draw_receipt(Receipt(head="示範市", title="發卡收據", rows=[("持卡人", value)], code="0123-4567"))

    short, long = drawn("示○民"), drawn("示範" * 60)
    assert short.width == long.width == 945
    assert long.height > short.height
    assert 4_000 < height_hmm(short) < 12_000
