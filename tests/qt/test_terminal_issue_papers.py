"""What an issue rests on, at the real window: the signed consent, and whoever acts for the person."""

import io
from datetime import date

import msgspec
import sqlalchemy as sa
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton

from central.schema import journal, journal_sealed
from citycard_app.demo_data import NEWCOMER, DemoPerson
from domain.errors import Code
from domain.events import CardIssued, IssuePapers
from domain.national_id import check_digit
from domain.sealing import unseal
from tests.qt.terminal_rig import Desk
from ui.outcome import OutcomeBanner, OutcomeKind

REPRESENTATIVE = "H100000080"
MINOR = DemoPerson(
    name="示範小民",
    national_id="H20000067" + check_digit("H20000067"),
    birthday=date(2013, 4, 5),
    district="桃園區",
    facts=("resident",),
)


def papers(desk: Desk) -> list[IssuePapers]:
    """What the platform holds sealed of every issue, opened with its key."""
    platform = desk.city.platform.platform
    with platform.store.engine.connect() as connection:
        sealed = connection.execute(sa.select(journal_sealed.c.sealed).order_by(journal_sealed.c.journal)).scalars().all()
    key = platform.authority.keys.sealing_private
    return [msgspec.json.decode(unseal(key, bytes(each)), type=IssuePapers) for each in sealed]


def sign(desk: Desk) -> None:
    """A person draws something like a name."""
    points = [QPointF(20 + 12 * step, 20 + (step % 5) * 15) for step in range(20)]
    for point in points:
        _pen(desk, QEvent.Type.MouseButtonPress if point is points[0] else QEvent.Type.MouseMove, point)
    _pen(desk, QEvent.Type.MouseButtonRelease, points[-1])


def _pen(desk: Desk, kind: QEvent.Type, at: QPointF) -> None:
    left, lifted = Qt.MouseButton.LeftButton, kind is QEvent.Type.MouseButtonRelease
    held = Qt.MouseButton.NoButton if lifted else left
    QCoreApplication.sendEvent(
        desk.find("terminal.issue.signature"), QMouseEvent(kind, at, at, left, held, Qt.KeyboardModifier.NoModifier)
    )


def event_bytes(desk: Desk) -> bytes:
    """Every event as the platform keeps it, without what is sealed."""
    with desk.city.platform.platform.store.engine.connect() as connection:
        return b"".join(connection.execute(sa.select(journal.c.body)).scalars().all())


def result(desk: Desk) -> OutcomeBanner:
    """How the issue ended."""
    desk.until(lambda: desk.shown("terminal.issue.result.banner"))
    return desk.find("terminal.issue.result.banner", OutcomeBanner)


def test_a_minor_with_their_representative_and_a_signature_on_the_screen(counter: Desk) -> None:
    """Whoever acts is taken down, checked and sealed; nothing of it, nor of the signature, stands anywhere in clear."""
    desk = counter
    desk.put("blank1")
    desk.particulars(MINOR, "resident", "representative_consent")
    assert desk.focus() == "terminal.issue.representative.name"
    assert not desk.shown("terminal.issue.proxy.name")
    desk.enter()
    assert desk.error("terminal.issue.representative.name") is Code.NAME_MISSING
    desk.write("示範媽媽")
    desk.enter()
    for typed, wrong in (
        ("", Code.NATIONAL_ID_FORMAT),
        ("A12", Code.NATIONAL_ID_FORMAT),
        ("A123456788", Code.NATIONAL_ID_CHECKSUM),
        (MINOR.national_id, Code.HELPER_IS_APPLICANT),
    ):
        desk.retype("terminal.issue.representative.national_id", typed)
        desk.enter()
        assert desk.error("terminal.issue.representative.national_id") is wrong
    desk.retype("terminal.issue.representative.national_id", REPRESENTATIVE)
    desk.enter()
    assert desk.window._issue.steps[2].summary() == "示○○媽"
    assert desk.find("terminal.issue.kind.general", QAbstractButton).isChecked()
    desk.enter()
    desk.write("12")
    desk.enter()
    desk.write("2")
    desk.enter()
    desk.write("1")
    desk.enter()
    desk.write("2")
    desk.enter()
    assert desk.shown("terminal.issue.signed.missing")
    sign(desk)
    assert not desk.shown("terminal.issue.signed.missing")
    desk.key(Qt.Key.Key_F12)
    assert result(desk).kind() is OutcomeKind.GOOD
    (event,) = desk.events("card.issued")
    issued = event.payload
    assert isinstance(issued, CardIssued)
    assert (issued.signed, issued.represented, issued.proxy_may) == ("screen", True, [])
    assert issued.documents_seen == ["national_id", "representative_consent_form"]
    assert (issued.consents, issued.carrier) == (["issue@1"], "ipass")
    sealed = papers(desk)[-1]
    assert sealed.representative is not None
    assert (sealed.representative.name, sealed.representative.national_id) == ("示範媽媽", REPRESENTATIVE)
    with Image.open(io.BytesIO(sealed.signature)) as signature:
        assert signature.size == (600, 180)
        assert 0 < signature.convert("L").histogram()[0] < 20_000
    assert not any(secret in event_bytes(desk) for secret in (b"\x89PNG", REPRESENTATIVE.encode(), "示範媽媽".encode()))


def test_a_touch_by_mistake_is_no_signature_and_it_can_be_signed_anew(counter: Desk) -> None:
    desk = counter
    desk.put("blank1")
    desk.particulars(NEWCOMER, "resident", "lives_here")
    desk.settle()
    desk.write("2")
    pad = desk.window._issue._kind.consent.pad
    _pen(desk, QEvent.Type.MouseButtonPress, QPointF(20, 20))
    _pen(desk, QEvent.Type.MouseButtonRelease, QPointF(20, 20))
    assert pad.png() == b""
    sign(desk)
    assert pad.png().startswith(b"\x89PNG")
    desk.find("terminal.issue.signature.again", QAbstractButton).click()
    assert pad.png() == b""
    desk.key(Qt.Key.Key_F12)
    assert desk.shown("terminal.issue.signed.missing")
    assert desk.count("card.issued") == 0
    sign(desk)
    desk.key(Qt.Key.Key_F11, times=2)
    assert pad.png() == b""
