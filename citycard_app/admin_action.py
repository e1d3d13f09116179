"""One thing that an operator does at the platform, as the command line knows it."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """`arguments` gives a parser what the action takes. What carries it out is found by its name."""

    name: str
    zh: str
    en: str
    arguments: Callable[[argparse.ArgumentParser], None]
