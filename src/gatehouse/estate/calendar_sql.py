"""The queries of the calendar. Every value is bound; tables are those the calendar registers."""

# A 32-bit integer hash that never overflows 64 bits, and a fraction from three numbers.
MACROS = """
CREATE MACRO scramble(x) AS
    xor(xor(x, x >> 16) * 73244475 % 4294967296, 2654435769);
CREATE MACRO spread(x) AS
    xor(scramble(scramble(x)), scramble(scramble(x)) >> 16) % 1000003 / 1000003.0;
CREATE MACRO fraction(seed, a, b, salt) AS
    spread((a::BIGINT * 31 + b::BIGINT * 7907 + salt::BIGINT * 104729
            + seed::BIGINT * 15485863) % 4294967296);
CREATE MACRO cancelled(seed, session) AS fraction(seed, session, 0, 11) < 0.04;
"""

_DAYS = """
WITH days AS (
    SELECT day::TIMESTAMP AS day, date_diff('day', $day_zero::DATE, day::DATE) AS number,
           isodow(day) - 1 AS weekday
    FROM range($first::TIMESTAMP, $last::TIMESTAMP + INTERVAL 1 DAY, INTERVAL 1 DAY) r(day)
)
"""


def _daily(*parts: str) -> str:
    """A query that starts from the days asked for."""
    return "".join((_DAYS, *parts))


SESSIONS = _daily(
    """
SELECT $session_base + number * $sessions + ordinal AS crs_sch_id,
       activity AS crs_acty_id,
       w.name AS weekday,
       day AS schedule_date,
       day::DATE + start_time::TIME AS start_time,
       day::DATE + end_time::TIME AS end_time,
       s.slot AS slot_category_code,
       CASE WHEN cancelled($seed, $session_base + number * $sessions + ordinal)
            THEN 'CANC' ELSE 'SCH' END AS schedule_status,
       day - INTERVAL 14 DAY AS create_datetime
FROM days JOIN sessions_ s ON (s.days >> weekday) & 1 = 1
JOIN slots_ ON slots_.slot = s.slot
JOIN weekdays_ w ON w.position = weekday
ORDER BY crs_sch_id
"""
)

ATTENDANCE = _daily(
    """
, seated AS (
    SELECT $base + number * $stride + seat AS event_id,
           $session_base + number * $sessions + ordinal AS session,
           day, day::DATE + start_time::TIME AS starts, day::DATE + end_time::TIME AS ends,
           s.*,
           fraction($seed, $base + number * $stride + seat, number, 13) AS luck
    FROM days JOIN seats_ s ON (s.days >> weekday) & 1 = 1
    JOIN slots_ ON slots_.slot = s.slot
    WHERE day >= s.start_day AND (s.end_day IS NULL OR day < s.end_day)
      AND day <= $now::TIMESTAMP
), decided AS (
    SELECT *, CASE
        WHEN cancelled($seed, session) THEN 'CANC'
        WHEN suspended AND ends <= $now::TIMESTAMP THEN 'ACCAB'
        WHEN ends > $now::TIMESTAMP THEN NULL
        WHEN luck < 0.82 THEN 'ATT'
        WHEN luck < 0.915 THEN 'ACCAB'
        WHEN luck < 0.95 THEN 'UNACAB'
        WHEN luck < 0.97 THEN 'NREQ'
    END AS outcome
    FROM seated
    -- A few of today's have no record: the morning batch missed them.
    WHERE NOT (day + INTERVAL 1 DAY > $now::TIMESTAMP AND luck > 0.994)
)
SELECT event_id, book AS offender_book_id, day AS event_date, starts AS start_time,
       ends AS end_time, reason AS event_sub_type, 'PRISON_ACT' AS event_type,
       'INT_MOV' AS event_class,
       CASE WHEN outcome = 'CANC' THEN 'CANC' WHEN outcome IS NOT NULL THEN 'COMP'
            WHEN day + INTERVAL 1 DAY <= $now::TIMESTAMP THEN 'EXP' ELSE 'SCH' END AS event_status,
       outcome AS event_outcome,
       place AS to_internal_location_id, session AS crs_sch_id, profile AS off_prgref_id,
       activity AS crs_acty_id, programme AS program_id, prison AS agy_loc_id,
       CASE WHEN outcome IN ('ATT', 'CANC') THEN 'Y' WHEN outcome IS NOT NULL THEN 'N'
            END AS pay_flag,
       CASE WHEN outcome IN ('ACCAB', 'NREQ') THEN 'Y' WHEN outcome IS NOT NULL THEN 'N'
            END AS authorised_absence_flag,
       CASE WHEN outcome = 'UNACAB' THEN 'Y' WHEN outcome IS NOT NULL THEN 'N'
            END AS unexcused_absence_flag,
       day + INTERVAL '4 hours 30 minutes' AS create_datetime
FROM decided
ORDER BY event_id
"""
)

_RESIDENTS = """
, here AS (
    SELECT day, number, weekday, r.*,
           fraction($seed, book, number, {salt}) AS luck,
           fraction($seed, book, number, {salt} + 1) AS when_,
           fraction($seed, book, number, {salt} + 2) AS what
    FROM days JOIN (SELECT *, row_number() OVER (ORDER BY book) - 1 AS resident
                    FROM residents_) r
      ON day >= start_day AND (end_day IS NULL OR day < end_day)
)
"""

APPOINTMENTS = _daily(
    _RESIDENTS.format(salt=21),
    """
, timed AS (
    SELECT *, day + to_minutes([540, 555, 570, 600, 615, 630, 660, 735, 840, 855, 870, 900, 930,
                                960, 1050][1 + floor(when_ * 15)::INTEGER]) AS starts
    FROM here
    WHERE luck < CASE WHEN weekday < 5 THEN 0.065 ELSE 0.01 END
)
SELECT $base + number * $stride + resident AS event_id,
       book AS offender_book_id, day AS event_date, starts AS start_time,
       starts + to_minutes(20 + 10 * floor(what * 5)::INTEGER) AS end_time,
       'INT_MOV' AS event_class, 'APP' AS event_type, k.kind AS event_sub_type,
       CASE WHEN fraction($seed, book, number, 29) < 0.06 THEN 'CANC'
            WHEN starts <= $now::TIMESTAMP THEN 'COMP' ELSE 'SCH' END AS event_status,
       t.prison AS agy_loc_id, m.room AS to_internal_location_id,
       day - INTERVAL 3 DAY AS create_datetime
FROM timed t
JOIN kinds_ k ON k.position = floor(what * $kinds)::INTEGER
JOIN rooms_ m ON m.prison = t.prison AND m.class = 'APP' AND m.kind = k.kind
ORDER BY event_id
""",
)

VISITS = _daily(
    _RESIDENTS.format(salt=31),
    """
, timed AS (
    SELECT *, CASE WHEN what < 0.12 AND weekday < 5 THEN 'OFFI' ELSE 'SCON' END AS kind,
           day + to_minutes(CASE WHEN what < 0.12 AND weekday < 5 THEN 570 + 30 * floor(when_ * 5)
                                 WHEN when_ < 0.75 THEN 840 ELSE 570 END::INTEGER) AS starts
    FROM here
    WHERE luck < CASE WHEN remand THEN 0.06 ELSE 0.04 END AND weekday <> 0
)
SELECT $base + number * $stride + resident AS offender_visit_id,
       book AS offender_book_id, day AS visit_date, starts AS start_time,
       starts + to_minutes(CASE t.kind WHEN 'OFFI' THEN 60 ELSE 120 END) AS end_time,
       t.kind AS visit_type,
       CASE WHEN fraction($seed, book, number, 39) < 0.07 THEN 'CANC'
            WHEN starts <= $now::TIMESTAMP THEN 'COMP' ELSE 'SCH' END AS visit_status,
       t.prison AS agy_loc_id, m.room AS visit_internal_location_id,
       'ESTATE' AS record_user_id, day - INTERVAL 5 DAY AS create_datetime
FROM timed t
JOIN rooms_ m ON m.prison = t.prison AND m.class = 'VIS' AND m.kind = t.kind
ORDER BY offender_visit_id
""",
)
