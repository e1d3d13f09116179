"""What nobody reads any more ends a command quietly, as it does any program in a pipe."""

import os
import subprocess
import sys
from contextlib import closing

import pytest

from central import admin
from central.platform import Platform
from citycard_app.cli import EXIT_PIPE
from tests.platform_rig import begun

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a closed pipe is another error")


def into_nothing(*words, **environment):
    """A command whose output goes to a pipe that nobody has open for reading."""
    read, write = os.pipe()
    os.close(read)
    around = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | environment
    command = [sys.executable, "-m", "citycard_app", *map(str, words)]
    try:
        return subprocess.run(command, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False, env=around)
    finally:
        os.close(write)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = begun(tmp_path_factory.mktemp("pipe") / "platform")
    with closing(Platform.open(folder)) as platform:
        admin.create_enrolment_code(platform, "示範站", "示範地點", ["kiosk"])
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("admin", "--data", "DATA", "trail"),
        ("admin", "--data", "DATA", "code", "x", "--site", "y", "--role", "kiosk"),
    ],
)
def test_a_command_whose_reader_is_gone_ends_quietly(words, data):
    words = [data if word == "DATA" else word for word in words]
    for environment in ({}, {"PYTHONUNBUFFERED": "1"}):
        ended = into_nothing(*words, **environment)
        assert (ended.returncode, ended.stderr) == (EXIT_PIPE, b"")


def test_what_is_read_to_its_end_ends_well_and_a_head_takes_what_it_wants(data):
    command = f"{sys.executable} -m citycard_app admin --data {data} trail"
    line = f"{command} | head -n 1; echo $PIPESTATUS"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False)
    assert ended.stderr == b""
    assert ended.stdout.split()[-1] in (b"0", str(EXIT_PIPE).encode())


def test_another_broken_pipe_is_a_fault_like_any(monkeypatch):
    from citycard_app import cli

    def broken(*_):
        raise BrokenPipeError

    monkeypatch.setattr(cli, "_carried_out", broken)
    with pytest.raises(BrokenPipeError):
        cli.main(["doctor"])
