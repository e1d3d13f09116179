"""A station that is enrolled for practice, with no platform behind it: for the self-test and for measuring.

It is enrolled the real way, over HTTP, by a stand-in of the platform that knows this one answer and is gone afterwards.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from citycard_app.paths import ASSETS
from domain.wire import MEDIA_TYPE, EnrolResponse, StationIdentity
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import ReaderSettings, ScreenSettings, StationSettings, StoreSettings, load

_PROGRAMME = ASSETS / "programmes" / "taoyuan.toml"
_POLL_S = 0.02


def practice_settings(directory: Path) -> StationSettings:
    """Enrol a practice station in `directory`, once, and give the settings to open it with: no network, an imitated reader."""
    made = StationSettings(
        state=str(directory),
        reader=ReaderSettings(driver="virtual"),
        store=StoreSettings(secrets="file"),
        screen=ScreenSettings(full_screen=False),
    )
    if not directory.exists():
        with _stand_in() as url:
            enrol(made, url, "PRACTICE", SystemClock(), demo=True)
    # Enrolment has noted the address, at which nobody answers any more.
    noted = load(None, {"CITYCARD_STATE": str(directory)})
    return msgspec.structs.replace(made, platform=noted.platform)


@contextmanager
def _stand_in() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Enrolment)
    thread = Thread(target=server.serve_forever, args=(_POLL_S,), name="practice-platform")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Enrolment(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = msgspec.json.encode(_answer())
        self.send_response(200)
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Nothing worth a line."""


def _answer() -> EnrolResponse:
    return EnrolResponse(
        server_ms=SystemClock().now_ms(),
        generation=secrets.token_hex(8),
        identity=StationIdentity(
            station="practice",
            name="示範工作站",
            site="示範",
            roles=["counter", "event", "library", "kiosk"],
            epoch=1,
            demo=True,
        ),
        token=secrets.token_urlsafe(),
        sealing_key=X25519PrivateKey.generate().public_key().public_bytes_raw(),
        digest_key_id="practice",
        digest_key=secrets.token_bytes(32),
        programme=_PROGRAMME.read_text("utf-8"),
    )
