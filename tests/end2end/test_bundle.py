"""The station's bundle runs by itself: without this checkout, without the Python that built it."""

import os
import subprocess
import sys

import pytest

from citycard_app.bundle import PROGRAMS, fresh_bundle
from citycard_app.notices import runtime_distributions

SUFFIX = ".exe" if sys.platform == "win32" else ""


@pytest.fixture(scope="module")
def bundle():
    try:
        return fresh_bundle()
    except subprocess.CalledProcessError as problem:
        pytest.fail(f"PyInstaller failed:\n{problem.output[-4000:]}")


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_bundle_passes_its_self_test(bundle, program, tmp_path):
    outside = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV", "QT_", "CITYCARD_"))
    }
    outside["HOME"] = str(tmp_path)
    answer = subprocess.run(
        [bundle / f"{program}{SUFFIX}", "--self-test"],
        cwd=tmp_path,
        env=outside,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.count("✓") == 5


def test_the_bundle_leaves_the_platform_out(bundle):
    answer = subprocess.run([bundle / f"citycard{SUFFIX}", "--help"], capture_output=True, text=True, check=True, timeout=60)
    assert "kiosk" in answer.stdout
    assert "central" not in answer.stdout
    assert not (bundle / "_internal" / "central").exists()


def test_the_bundle_carries_every_notice(bundle):
    notices = bundle / "_internal" / "NOTICES"
    assert (notices / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    for name, found in runtime_distributions().items():
        folder = notices / f"{name}-{found.version}"
        assert folder.is_dir(), f"no notice for {name}"
        assert any(file.stat().st_size > 400 for file in folder.iterdir()), f"no licence text for {name}"
    qt = next(notices.glob("pyside6-essentials-*"))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (qt / "LGPL-3.0.txt").read_text("utf-8")
