"""What `citycard doctor` looks at on the machine itself: software, fonts, speech, printers."""

import os
import platform as machine
import shutil
import subprocess
from importlib.metadata import version

from citycard_app.complaint import ensure_qt
from citycard_app.findings import Finding, State
from citycard_app.paths import FROZEN
from station.enrolment import VERSION
from station.settings import StationSettings
from ui.fonts import find_font

_ANSWER_S = 5.0
_SPEAKERS = ("spd-say", "espeak-ng", "say")


def software(_settings: StationSettings) -> Finding:
    """Which versions these are."""
    qt = version("PySide6-Essentials") if not FROZEN else "bundle"
    found = f"citycard {VERSION}, Python {machine.python_version()}, Qt {qt}, {machine.system()} {machine.release()}"
    return Finding(subject="software", title="軟體 software", state=State.OK, found=found)


def fonts(_settings: StationSettings) -> Finding:
    """Whether some font draws Chinese. Starts Qt without a display when none has been started."""
    ensure_qt()
    report = find_font()
    return Finding(
        subject="fonts",
        title="中文字型 fonts",
        state=State.OK if report.draws_chinese else State.MISSING,
        found=report.family if report.draws_chinese else "沒有中文字型 no Chinese font",
        hint="" if report.draws_chinese else "安裝思源黑體或 Noto Sans CJK (Debian: fonts-noto-cjk) install one",
    )


def speech(_settings: StationSettings) -> Finding:
    """Whether the machine can speak; a station works without."""
    found = "Windows SAPI" if os.name == "nt" else next((name for name in _SPEAKERS if shutil.which(name)), "")
    return Finding(
        subject="speech",
        title="語音 speech",
        state=State.OK if found else State.ATTENTION,
        found=found or "無聲 silent",
        hint="" if found else "需要語音時安裝 espeak-ng install it for speech",
    )


def printers(_settings: StationSettings) -> Finding:
    """Which printers the system knows; a station works without."""
    names = _printers()
    return Finding(
        subject="printers",
        title="印表機 printers",
        state=State.OK if names else State.ATTENTION,
        found=", ".join(names) or "沒有 none",
        hint="" if names else "收據改用 QR 碼；要列印請先加入印表機 receipts are QR codes; add a printer to print",
    )


def _printers() -> list[str]:
    """Names of the print queues, from CUPS or from Windows; none where neither answers."""
    if os.name == "nt":
        words = ["powershell", "-NoProfile", "-Command", "(Get-Printer).Name"]
    elif shutil.which("lpstat"):
        words = ["lpstat", "-e"]
    else:
        return []
    try:
        answer = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_ANSWER_S)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return answer.stdout.split("\n")[:-1] if answer.returncode == 0 else []
