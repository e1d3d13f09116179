"""The launcher `./citycard`, with the system's own tools played by stand-ins."""

import shutil
import subprocess
import sys

import pytest

from tests.unit.product_sources import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell script; Windows has citycard.cmd")


class Checkout:
    """A copy of the launcher in an empty tree; `tool` puts a stand-in before the system's own program of that name."""

    def __init__(self, folder):
        self.folder = folder
        self.tools = folder / "tools"
        self.tools.mkdir()
        for name in ("citycard", "requirements.lock", "packaging/debian-packages.txt"):
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, target)

    def tool(self, name, script):
        file = self.tools / name
        file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        file.chmod(0o755)

    def run(self, *words):
        path = f"{self.tools}:/usr/local/bin:/usr/bin:/bin"
        command = [self.folder / "citycard", *words]
        return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "a folder"
    folder.mkdir()
    return Checkout(folder)


@pytest.fixture
def bare_machine(checkout):
    """A Debian where everything is installed but a few packages."""
    checkout.tool("dpkg-query", 'for name; do case $name in swig|libglib*|xvfb|-*) ;; *) echo "installed $name";; esac; done')
    checkout.tool("apt-cache", '[ "$2" != libglib2.0-0t64 ]')
    return checkout


def test_without_root_the_one_line_is_told(bare_machine):
    bare_machine.tool("id", "echo 1000")
    bare_machine.tool("sudo", "exit 1")
    answer = bare_machine.run("terminal")
    assert answer.returncode == 1
    line = answer.stderr.splitlines()[-1].strip()
    assert line == "sudo apt-get update && sudo apt-get install -y --no-install-recommends swig libglib2.0-0"
    assert answer.stdout == ""


def test_checking_needs_more_than_a_station(bare_machine):
    bare_machine.tool("id", "echo 1000")
    bare_machine.tool("sudo", "exit 1")
    assert bare_machine.run("test").stderr.splitlines()[-1].split()[-3:] == ["swig", "libglib2.0-0", "xvfb"]


def test_as_root_the_packages_are_installed(bare_machine):
    bare_machine.tool("id", "echo 0")
    called = bare_machine.folder / "called"
    bare_machine.tool("apt-get", f'echo "$@" >>"{called}"; case "$*" in *install*) echo no room; exit 1;; esac')
    answer = bare_machine.run("kiosk")
    update, install = called.read_text("utf-8").splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends swig libglib2.0-0")
    assert answer.returncode == 1
    assert "no room" in answer.stderr


def test_with_sudo_that_asks_nothing_it_is_used(bare_machine):
    bare_machine.tool("id", "echo 1000")
    bare_machine.tool("sudo", f'shift; [ "$1" = true ] || {{ echo "$@" >>"{bare_machine.folder}/called"; exit 1; }}')
    assert bare_machine.run("kiosk").returncode == 1
    assert "apt-get" in (bare_machine.folder / "called").read_text("utf-8")


def test_what_is_ready_starts_at_once(checkout):
    checkout.tool("dpkg-query", 'for name; do echo "installed $name"; done')
    checkout.tool("apt-get", "echo unexpected >&2; exit 1")
    for package in ("citycard_app", "domain", "assets"):
        (checkout.folder / package).symlink_to(ROOT / package)
    venv = checkout.folder / ".venv"
    (venv / "bin").mkdir(parents=True)
    python = venv / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    script = f"import sys; print(sys.version, sys.base_prefix)' && cksum <{ROOT / 'requirements.lock'}"
    made = subprocess.run(["sh", "-c", f"'{sys.executable}' -c '{script}"], capture_output=True, text=True, check=True)
    (venv / ".citycard-stamp").write_text(made.stdout, "utf-8")
    answer = checkout.run("--help")
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    assert "kiosk" in answer.stdout
    assert not (checkout.folder / ".setup").exists()


def test_the_launcher_runs_the_tests_for_ci():
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == 'exec "$(dirname -- "$0")/../citycard" test'
