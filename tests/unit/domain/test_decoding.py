"""Once everything is ready, no thread is the first to decode a message."""

import subprocess
import sys

import pytest

_PROGRAM = """
import importlib, pkgutil, sys
import domain, msgspec
from domain import decoding

structs = []
for module in pkgutil.iter_modules(domain.__path__):
    for value in vars(importlib.import_module(f"domain.{module.name}")).values():
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__module__.startswith("domain."):
            structs.append(value)
if READY:
    decoding.make_ready()
looked_at = 0

def watch(frame, what, argument):
    global looked_at
    looked_at += frame.f_code.co_name == "get_class_annotations"

sys.setprofile(watch)
for struct in structs:
    try:
        msgspec.json.decode(b"{}", type=struct)
    except (msgspec.DecodeError, TypeError):
        pass
sys.setprofile(None)
print(len(structs) > 100, looked_at > 0)
"""


@pytest.mark.parametrize(("ready", "said"), [(True, "True False"), (False, "True True")])
def test_what_is_ready_is_not_looked_at_again(ready, said):
    """msgspec asks a class for its annotations when it sees it for the first time: what two threads must not do at once."""
    program = _PROGRAM.replace("READY", str(ready))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == said
