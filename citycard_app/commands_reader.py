"""`citycard reader`: for the technician at a machine with readers."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `citycard reader`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _watch_arguments(actions.add_parser("watch", help="即時顯示讀卡機看到的 (print what each reader sees, live)"))
    from citycard_app import reader_learn

    learn = "學會新讀卡機送出卡號的格式 (learn how a reader that types or a serial one sends card numbers)"
    reader_learn.add_arguments(actions.add_parser("learn", help=learn, description=learn))


def run(arguments: argparse.Namespace) -> int:
    """The command: 0 when all is well."""
    from citycard_app import reader_learn

    actions = {"watch": _watch, "learn": reader_learn.run}
    return actions[arguments.action](arguments)


# --- watch -----------------------------------------------------------------------------------------------------------


def _watch_arguments(parser: argparse.ArgumentParser) -> None:
    drivers = "pcsc, nfc, serial, virtual"
    parser.add_argument(
        "--driver",
        action="append",
        default=[],
        metavar="DRIVER[:NAME]",
        help=f"只看這種讀卡機，可重複 ({drivers}; repeatable; default: PC/SC, or NFC where PC/SC has no reader)",
    )
    parser.add_argument("--seconds", type=float, metavar="N", help="看 N 秒後結束 (end after N seconds; default: Ctrl-C)")
    parser.add_argument(
        "--show-identifiers",
        action="store_true",
        help="顯示完整卡號，預設只顯示末兩碼 (whole identifiers, not their last two bytes)",
    )


def _watch(arguments: argparse.Namespace) -> int:
    from citycard_app import reader_watch
    from domain.errors import Code, EnvironmentProblem
    from station.clock import SystemClock

    wished = reader_watch.wanted(arguments.driver)
    names = reader_watch.watchable()
    if any(each.driver.name not in names for each in wished):
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="--driver", where="--driver", expected=", ".join(names))
    watch = reader_watch.ReaderWatch(
        wished, SystemClock(), lambda line: print(line, flush=True), show_identifiers=arguments.show_identifiers
    )
    try:
        watch.run(arguments.seconds)
    except KeyboardInterrupt:
        # The only way to end it that most people use, so it is no failure.
        print()
    finally:
        watch.close()
    return 0
