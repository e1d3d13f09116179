"""The command line. Each command's handler is imported only when it is called, so that `--help` is quick."""

import argparse
import importlib
import os
import select
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from domain.errors import Bug, CityCardError, Refused

EXIT_FAILED = 1
EXIT_ENVIRONMENT = 2
EXIT_INTERRUPTED = 130
EXIT_PIPE = 141
"""As a shell tells of a program that SIGPIPE ended: whoever read our output wanted no more of it."""

Handler = Callable[[argparse.Namespace], int]
DEFAULT_PORT = 8640


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    """For commands that take none."""


@dataclass(frozen=True)
class Command:
    """One sub-command. `handler` is `module:function`; `bundled` says whether the station's bundle has it too."""

    name: str
    handler: str
    zh: str
    en: str
    arguments: Callable[[argparse.ArgumentParser], None] = _no_arguments
    bundled: bool = False
    windowed: bool = False
    """Whether people start it from an icon, where nobody reads standard error."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Import the handler and call it; its answer is the exit code."""
        module, _, function = self.handler.partition(":")
        return cast(Handler, getattr(importlib.import_module(module), function))(arguments)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tour", action="store_true", help="自動走完六個步驟並截圖 (walk through the six steps and take pictures)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("demo-out"), metavar="DIR", help="截圖與結果的資料夾 (default: demo-out)"
    )
    which = "哪個城市的方案，例如 tainan (whose programme; the tour is Taoyuan's; default: taoyuan)"
    parser.add_argument("--programme", default="taoyuan", metavar="NAME", help=which)


def _central(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="平台資料夾 (the platform's data)")
    parser.add_argument("--programme", type=Path, metavar="FILE", help="方案檔，首次啟動必要 (TOML; needed at the first start)")
    parser.add_argument("--demo", action="store_true", help="示範平台 (a platform for demonstration data only)")
    database = "PostgreSQL 網址，未給時用資料夾內的檔案 (PostgreSQL; default: a file in the folder)"
    parser.add_argument("--database", metavar="URL", help=database)
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="行程數 (server processes, default: 1)")
    parser.add_argument("--host", default="127.0.0.1", help="監聽位址 (address to listen on, default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"連接埠 (default: {DEFAULT_PORT})")
    parser.add_argument("--tls-certificate", type=Path, metavar="FILE", help="憑證 (PEM)")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="私鑰 (PEM)")
    proxy = "前面有做 TLS 的代理 (something in front of this address does TLS)"
    parser.add_argument("--plain-http-behind-proxy", action="store_true", help=proxy)
    trusted = "信任的代理，位址或網段 (proxies whose word is taken; default: this machine)"
    parser.add_argument("--trusted-proxy", nargs="+", metavar="ADDR", help=trusted)


def _admin(parser: argparse.ArgumentParser) -> None:
    importlib.import_module("citycard_app.admin_arguments").add(parser)


def _enrol(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="平台網址 (address of the platform)")
    parser.add_argument("code", metavar="CODE", help="一次性登錄碼 (one-time enrolment code)")
    parser.add_argument("--state", type=Path, required=True, metavar="DIR", help="本機資料夾 (this station's data)")
    parser.add_argument("--demo", action="store_true", help="登錄到示範平台 (the platform is one for demonstration)")
    parser.add_argument(
        "--again",
        action="store_true",
        help="停權後以新身分登錄 (as another station, bringing what is unsent)",
    )


def _settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", type=Path, metavar="FILE", help="設定檔 (settings file, TOML)")


def _kiosk(parser: argparse.ArgumentParser) -> None:
    _settings(parser)
    parser.add_argument("--windowed", action="store_true", help="以視窗顯示，不佔滿螢幕 (in a window instead of full screen)")


def _doctor(parser: argparse.ArgumentParser) -> None:
    _settings(parser)
    parser.add_argument("--json", action="store_true", help="輸出 JSON (print JSON)")


def _vendor(parser: argparse.ArgumentParser) -> None:
    importlib.import_module("citycard_app.commands_vendor").add_arguments(parser)


def _reader(parser: argparse.ArgumentParser) -> None:
    importlib.import_module("citycard_app.commands_reader").add_arguments(parser)


def _journal(parser: argparse.ArgumentParser) -> None:
    importlib.import_module("citycard_app.commands_journal").add_arguments(parser)


def _bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="benchmarks/NAME.py")
    parser.add_argument("--quick", action="store_true", help="40 秒內完成 (end within 40 seconds)")
    parser.add_argument("more", nargs=argparse.REMAINDER, metavar="…", help="該量測自己的選項 (options of its own)")


def _card(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    text = "將空白 DESFire 卡設為本方案的電子錢包 (make a blank DESFire card the programme's purse)"
    action = actions.add_parser("personalise", help=text, description=text)
    _settings(action)
    action.add_argument("--purse", default="", metavar="ID", help="方案中的錢包 (default: the programme's DESFire purse)")
    action.add_argument("--wait", type=float, default=60.0, metavar="S", help="等候卡片的秒數 (seconds to wait, default: 60)")


COMMANDS = (
    Command("demo", "citycard_app.demo:run", "示範：平台、櫃台、自助機、卡片匣", "the whole system with demo data", _demo),
    Command("central", "citycard_app.commands_central:run", "啟動中央平台", "serve the central platform", _central),
    Command("admin", "citycard_app.commands_admin:run", "管理中央平台", "manage the central platform", _admin),
    Command(
        "enrol",
        "citycard_app.commands_station:enrol",
        "將本機登錄到平台",
        "introduce this station to the platform",
        _enrol,
        bundled=True,
    ),
    Command(
        "terminal",
        "citycard_app.commands_station:terminal",
        "啟動櫃台、活動與圖書館畫面",
        "counter, event and library desk",
        _settings,
        bundled=True,
        windowed=True,
    ),
    Command(
        "kiosk",
        "citycard_app.commands_station:kiosk",
        "啟動自助機",
        "the self-service kiosk",
        _kiosk,
        bundled=True,
        windowed=True,
    ),
    Command("card", "citycard_app.commands_card:run", "將空白卡設為電子錢包", "make a blank card a purse", _card, bundled=True),
    Command(
        "vendor",
        "citycard_app.commands_vendor:run",
        "票證公司程式的檢驗與模擬",
        "check or simulate a card company's program",
        _vendor,
        bundled=True,
    ),
    Command(
        "reader",
        "citycard_app.commands_reader:run",
        "讀卡機工具",
        "watch the readers of this machine, learn a new one",
        _reader,
        bundled=True,
    ),
    Command(
        "journal",
        "citycard_app.commands_journal:run",
        "本機紀錄的查核與備份",
        "prove what this station has written down, carry it, restore it",
        _journal,
        bundled=True,
    ),
    Command("doctor", "citycard_app.doctor:run", "檢查本機", "what this machine has, lacks and needs", _doctor, bundled=True),
    Command("test", "citycard_app.commands_test:run", "執行所有檢查與測試", "linters, types, imports and all tests"),
    Command("bench", "citycard_app.bench:run", "量測效能", "measure, with the result as JSON", _bench),
    Command("self-test", "citycard_app.selftest:run", "自我測試", "open both windows, read a card, use a store", bundled=True),
)


def _available() -> tuple[Command, ...]:
    """All commands, or in the station's bundle those that belong on a station."""
    if getattr(sys, "frozen", False):
        return tuple(command for command in COMMANDS if command.bundled)
    return COMMANDS


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line; `only` names the one command whose own arguments are needed."""
    parser = argparse.ArgumentParser(
        prog="citycard",
        description="市民卡工作站 City-card station",
        epilog="各指令的說明 Help on a command: citycard COMMAND --help",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="指令 commands", required=True)
    for command in _available():
        text = f"{command.zh} ({command.en})"
        child = commands.add_parser(command.name, help=text, description=text)
        if only in {None, command.name}:
            command.arguments(child)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 fine, 1 a check failed or a fault of ours, 2 something here needs an operator."""
    try:
        try:
            return _carried_out(argv)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        if not _nobody_reads():
            raise
        return EXIT_PIPE


def _nobody_reads() -> bool:
    """Whether what we print goes to nobody any more; then Python need not try again, and complain, when it ends.

    See the note on SIGPIPE at the end of Python's documentation of `signal`.
    """
    gone = [stream for stream in (sys.stdout, sys.stderr) if stream is not None and _has_no_reader(stream)]
    for stream in gone:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    return bool(gone)


def _has_no_reader(stream: TextIO) -> bool:
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return False
    if sys.platform == "win32":
        return True
    asked = select.poll()
    asked.register(descriptor, 0)
    return any(said & (select.POLLERR | select.POLLHUP) for _, said in asked.poll(0))


def _carried_out(argv: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    names = {command.name: command for command in _available()}
    chosen = next((word for word in words if word in names), "")
    arguments = build_parser(chosen).parse_args(words)
    _log_to_standard_error()
    try:
        return names[arguments.command].run(arguments)
    except CityCardError as problem:
        from citycard_app.complaint import complain

        complain(problem, windowed=names[arguments.command].windowed)
        return EXIT_FAILED if isinstance(problem, Bug | Refused) else EXIT_ENVIRONMENT
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _log_to_standard_error() -> None:
    """What a command prints is its answer; what it notes on the way goes elsewhere. A windowed program may have neither."""
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S"),
            # Never the richer renderer, which prints the values of local variables.
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr) if sys.stderr else structlog.ReturnLogger(),
    )
    importlib.import_module("reader_drivers.card_apps.traffic").switch()
