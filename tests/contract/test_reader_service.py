"""The private pcscd itself: what it says when it cannot be had, and that it never outlives whoever started it."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from domain.errors import Code, EnvironmentProblem
from reader_drivers import virtual_service
from reader_drivers.virtual_service import VirtualReaderService
from reader_drivers.vpcd_card import VirtualCard

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from reader_drivers.virtual_service import VirtualReaderService
service = VirtualReaderService(1, Path(sys.argv[1]))
service.start()
print(flush=True)
sys.stdin.read()
"""


@pytest.fixture
def directory(tmp_path_factory):
    # Socket paths are short (107 bytes); pytest's own folders are long.
    return tmp_path_factory.mktemp("s")


@pytest.mark.reader_stack
def test_it_ends_with_a_parent_that_is_killed(directory):
    command = [sys.executable, "-c", HOLDER, str(directory)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        while holder.stdout.readline().strip():
            pass
        started = psutil.Process(holder.pid).children(recursive=True)
        assert "pcscd" in [child.name() for child in started]
        holder.send_signal(signal.SIGKILL)
        _, alive = psutil.wait_procs(started, timeout=5.0)
    assert [child for child in alive if child.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.reader_stack
def test_pcscd_ends_with_its_keeper(reader_service):
    process = psutil.Process()
    keepers = [child for child in process.children() if child.name() in ("unshare", "bash")]
    served = [child for keeper in keepers for child in keeper.children(recursive=True)]
    keepers[0].kill()
    _, alive = psutil.wait_procs(served, timeout=5.0)
    assert [child for child in alive if child.status() != psutil.STATUS_ZOMBIE] == []
    assert not reader_service.running
    reader_service.start()
    assert reader_service.running


def test_without_pcscd_it_says_so(monkeypatch, directory):
    monkeypatch.setattr(virtual_service.shutil, "which", lambda *_args, **_options: None)
    with pytest.raises(EnvironmentProblem) as raised, VirtualReaderService(1, directory):
        pass
    assert raised.value.code is Code.READER_SERVICE_MISSING
    assert raised.value.details == {"missing": "pcscd"}


def test_without_vsmartcard_it_says_so(monkeypatch, directory):
    monkeypatch.setattr(virtual_service, "_DRIVER_PATTERN", "/nowhere/*.so")
    with pytest.raises(EnvironmentProblem) as raised, VirtualReaderService(1, directory):
        pass
    assert raised.value.details == {"missing": "vsmartcard-vpcd"}


def test_a_card_without_a_reader_says_so(directory):
    service = VirtualReaderService(1, directory)
    with pytest.raises(EnvironmentProblem) as raised:
        VirtualCard(b"1234", port=service.slots[0].port).insert()
    assert raised.value.code is Code.READER_MISSING
    service.close()


@pytest.mark.parametrize("slots", [0, 17])
def test_a_number_of_readers_that_pcscd_cannot_have(slots):
    with pytest.raises(ValueError, match="slots"):
        VirtualReaderService(slots)
