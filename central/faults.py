"""Telling the log where our own code failed, without telling it about whom."""

import traceback


def where(error: BaseException) -> dict[str, str]:
    """The error's type and the lines that led to it, for a log entry.

    Neither its text nor any variable: those may hold personal data.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    return {"error": type(error).__qualname__, "trace": " > ".join(lines)}
