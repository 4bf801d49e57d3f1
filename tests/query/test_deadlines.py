"""What takes too long is stopped, and what is done is left alone."""

import threading
from datetime import timedelta

from gatehouse.query.deadlines import Deadlines


def test_what_takes_too_long_is_stopped_while_others_go_on() -> None:
    deadlines = Deadlines()
    late, patient = threading.Event(), threading.Event()
    with deadlines.within(timedelta(minutes=5), patient.set):
        with deadlines.within(timedelta(milliseconds=20), late.set):
            assert late.wait(10)
        assert not patient.is_set()


def test_what_was_done_in_time_is_not_stopped_later() -> None:
    deadlines = Deadlines()
    done, after = threading.Event(), threading.Event()
    with deadlines.within(timedelta(milliseconds=30), done.set):
        pass
    with deadlines.within(timedelta(milliseconds=90), after.set):
        assert after.wait(10)
    assert not done.is_set()
