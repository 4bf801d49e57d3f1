"""No log line quotes a value of a row."""

import io
import logging
import sys

import duckdb
import pytest

from gatehouse.engines.errors import without_values
from gatehouse.operations.logs import log_to_stderr

_NAME = "SMITH"


def _conversion() -> duckdb.Error:
    with pytest.raises(duckdb.Error) as caught:
        duckdb.execute("SELECT CAST($1 AS INTEGER)", [_NAME])
    assert _NAME in str(caught.value)
    return caught.value


def test_an_engines_error_about_a_value_is_named_by_its_kind_alone() -> None:
    assert without_values(_conversion()) == "the engine's ConversionException"


def test_an_error_of_the_surroundings_keeps_its_text() -> None:
    assert without_values(duckdb.IOException("No space left")) == "No space left"
    assert without_values(OSError(28, "No space left on device")).endswith("on device")


def test_a_logged_fault_keeps_its_frames_and_not_the_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stderr = io.StringIO()
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    levels = root.level, logging.getLogger("gatehouse").level
    monkeypatch.setattr(sys, "stderr", stderr)
    try:
        log_to_stderr()
        log_to_stderr()
        _fail()
    finally:
        root.handlers[:] = before
        root.setLevel(levels[0])
        logging.getLogger("gatehouse").setLevel(levels[1])
    text = stderr.getvalue()
    assert "ERROR gatehouse.test: the page failed\n" in text
    assert text.count("the page failed") == 1
    assert "in _fail" in text
    assert "ConversionException: the engine's ConversionException" in text
    assert "RuntimeError: it did not work" in text
    assert _NAME not in text


def _fail() -> None:
    try:
        try:
            raise _conversion()
        except duckdb.Error as error:
            raise RuntimeError("it did not work") from error
    except RuntimeError:
        logging.getLogger("gatehouse.test").exception("the page failed")
