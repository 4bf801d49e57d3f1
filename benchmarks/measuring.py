"""Seconds and peak memory of a job, each in a process of its own."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from pathlib import Path


def measured(job: Callable[[Path], float], root: Path) -> tuple[float, float]:
    """Seconds a job says it took, and its process's peak MB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (job, root))


def timed(job: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def _run(job: Callable[[Path], float], root: Path) -> tuple[float, float]:
    seconds = job(root)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
