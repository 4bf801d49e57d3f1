"""What can be wrong with one row, as SQL that names the fault and says what to do."""

from gatehouse.capture.footer import OP, SEQUENCE, TIMESTAMP, Footer
from gatehouse.contracts import Contract
from gatehouse.engines.sql import Sql, compose, joined, name, text

# A stream's sequence has 35 digits, a reload's 14, a full load's none: as text, a prefix sorts
# first, so these three compare rightly with each other and with nothing else.
_SEQUENCE_FORM = r"(\d{14}|\d{35})?"


def fault(footer: Footer, contract: Contract) -> Sql:
    """A struct `{code, reason}` for a row that cannot be applied, NULL for a sound one.

    The first fault found names the row; rows are read from the alias `f`.
    """
    op = _column(footer, OP)
    moment = timestamp(footer)
    key_missing = [_empty(footer, column) for column in contract.key]
    others = [c for c in contract.required if c not in contract.key]
    cases = [
        _case(
            joined(key_missing, " OR "),
            "no_key",
            text(f"the key ({', '.join(contract.key)}) is empty; mend the row at the source"),
        ),
        _case(
            compose("{op} IS NULL OR {op} NOT IN ('I', 'U', 'D')", op=op),
            "bad_op",
            compose(
                "'Op is ' || coalesce('''' || {op} || '''', 'empty') || '; it must be I, U or D'",
                op=op,
            ),
        ),
    ]
    if others:
        cases.append(_required(footer, others, op))
    cases += [
        _case(
            compose("{moment} IS NULL", moment=moment),
            "bad_timestamp",
            compose(
                "'_timestamp is ' || coalesce('''' || {raw}::VARCHAR || '''', 'empty') || "
                "'; it must be a UTC time like 2026-11-24 06:30:00.000000'",
                raw=_column(footer, TIMESTAMP),
            ),
        ),
        _case(
            compose("{sequence} IS NULL", sequence=sequence(footer)),
            "bad_sequence",
            compose(
                "'checkpoint_col is ''' || {sequence} || '''; it must have 0, 14 or 35 digits'",
                sequence=_column(footer, SEQUENCE),
            ),
        ),
    ]
    return compose("CASE {cases} END", cases=joined(cases, " "))


def timestamp(footer: Footer) -> Sql:
    """The event's time in UTC, NULL when it is not a time."""
    return compose("TRY_CAST({raw} AS TIMESTAMP)", raw=_column(footer, TIMESTAMP))


def sequence(footer: Footer) -> Sql:
    """The event's sequence, empty for a full load; NULL when it is not one."""
    return compose(
        "CASE WHEN regexp_full_match(coalesce({raw}, ''), {form}) THEN coalesce({raw}, '') END",
        raw=_column(footer, SEQUENCE),
        form=text(_SEQUENCE_FORM),
    )


def _required(footer: Footer, columns: list[str], op: Sql) -> Sql:
    empty = [_empty(footer, column) for column in columns]
    named = [
        compose(
            "CASE WHEN {empty} THEN {label} END", empty=_empty(footer, column), label=text(column)
        )
        for column in columns
    ]
    return _case(
        compose("{op} <> 'D' AND ({any})", op=op, any=joined(empty, " OR ")),
        "required_empty",
        compose(
            "'required but empty: ' || concat_ws(', ', {named}) || "
            "'; fill it at the source, or make it nullable in the contract'",
            named=joined(named),
        ),
    )


def _case(when: Sql, code: str, reason: Sql) -> Sql:
    return compose(
        "WHEN {when} THEN {{'code': {code}, 'reason': {reason}}}",
        when=when,
        code=text(code),
        reason=reason,
    )


def _column(footer: Footer, column: str) -> Sql:
    return name("f", footer.actual[column])


def _empty(footer: Footer, column: str) -> Sql:
    return compose("{column} IS NULL", column=_column(footer, column))
