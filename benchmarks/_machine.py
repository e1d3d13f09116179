"""What every benchmark tells of the machine that it ran on."""

import os
import platform
from pathlib import Path

import psutil


def machine() -> dict[str, str | int]:
    """Processor, cores, memory in MB, system, Python."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "memory_mb": psutil.virtual_memory().total // 1_000_000,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
