"""Dates, times and counts as people write them (GOV.UK style)."""

from datetime import date, datetime, time, timedelta


def day(value: date) -> str:
    """Tuesday 24 November 2026."""
    return f"{value:%A} {value.day} {value:%B %Y}"


def clock(value: time | datetime | None) -> str:
    """14:05; empty when there is no time."""
    return f"{value:%H:%M}" if value else ""


def moment(value: datetime) -> str:
    """14:05 on Tuesday 24 November 2026."""
    return f"{clock(value)} on {day(value)}"


def count(number: int, one: str, many: str = "") -> str:
    """1 person, 2,000 people; `many` defaults to `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def people(number: int) -> str:
    """1 person, 2 people."""
    return count(number, "person", "people")


def capitalised(text: str) -> str:
    """The same words with a capital first; other letters keep theirs."""
    return text[:1].upper() + text[1:]


def ago(span: timedelta) -> str:
    """How long, in the largest two units that matter: 2 hours 5 minutes."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 1:
        return "less than a minute"
    days, rest = divmod(minutes, 24 * 60)
    whole_hours, minutes = divmod(rest, 60)
    if days:
        parts = [count(days, "day"), count(whole_hours, "hour") if whole_hours else ""]
    else:
        parts = [count(whole_hours, "hour") if whole_hours else ""]
        parts.append(count(minutes, "minute") if minutes else "")
    return " ".join(part for part in parts if part)
