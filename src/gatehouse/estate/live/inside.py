"""What happens inside: cell moves, activities, appointments, visits, alerts, incentives."""

from collections.abc import Sequence
from datetime import timedelta

from gatehouse.estate.live.memory import Row
from gatehouse.estate.live.moving import to_bed
from gatehouse.estate.live.scene import Scene
from gatehouse.estate.london import midnight
from gatehouse.estate.risk import alert_row

_SETTLE = timedelta(minutes=50)
_OUTCOMES = {"ATT": 84.0, "ACCAB": 9.0, "UNACAB": 4.0, "NREQ": 3.0}
_NEW_ALERTS = {"HA": 3, "RCON": 2, "XVL": 2, "CSIP": 2, "VOP": 1, "OFR": 1, "XCU": 0.5}
_APPOINTMENTS = ("KWS", "MEDO", "MEDE", "OMU", "CHAP", "MEOT")
_LEVELS = ("BAS", "STD", "ENH")
_SAVED = (
    ("course_schedules", "SELECT crs_sch_id FROM course_schedules WHERE schedule_date = ?"),
    ("offender_visits", "SELECT offender_visit_id FROM offender_visits WHERE visit_date = ?"),
    (
        "offender_course_attendances",
        "SELECT event_id FROM offender_course_attendances WHERE event_date = ?",
    ),
)
IN_CELL = """
SELECT b.offender_book_id FROM offender_bookings b JOIN agency_internal_locations l
ON l.internal_location_id = b.living_unit_id
WHERE b.active_flag = 'Y' AND b.in_out_status = 'IN' AND l.certified_flag = 'Y'
"""
_FREE_CELLS = """
SELECT l.internal_location_id FROM agency_internal_locations l
LEFT JOIN (SELECT living_unit_id, count(*) AS people FROM offender_bookings
           WHERE active_flag = 'Y' GROUP BY living_unit_id) o
  ON o.living_unit_id = l.internal_location_id
WHERE l.agy_loc_id = ? AND l.internal_location_type IN ('CELL', 'ROOM') AND l.unit_type = 'NA'
  AND l.active_flag = 'Y' AND coalesce(o.people, 0) < l.capacity AND NOT EXISTS (
    SELECT 1 FROM offender_bookings b JOIN offender_non_associations n
    ON n.ns_offender_id = b.root_offender_id
    WHERE b.living_unit_id = l.internal_location_id AND n.offender_id = ?)
"""


def settle(scene: Scene) -> bool:
    """Of those who wait in reception or for another cell for long enough, one is given a cell.

    The first for whom there is one: a full prison, or enemies in it, holds nobody else up.
    """
    waiting = scene.memory.find(
        """SELECT b.* FROM offender_bookings b JOIN agency_internal_locations l
           ON l.internal_location_id = b.living_unit_id
           JOIN bed_assignment_histories h USING (offender_book_id)
           WHERE b.active_flag = 'Y' AND b.in_out_status = 'IN' AND l.certified_flag = 'N'
           AND h.assignment_time < ? ORDER BY h.assignment_time, offender_book_id""",
        scene.now - _SETTLE,
    )
    return any(_to_free_cell(scene, booking, "ADM") for booking in waiting)


def cell_move(scene: Scene) -> bool:
    """Somebody changes cell; a few have to wait without one."""
    booking = scene.any_of("offender_bookings", IN_CELL)
    if booking is None:
        return False
    if scene.chance.happens(0.06):
        to_bed(scene, booking, scene.pseudo(booking["agy_loc_id"], "CSWAP"), "LN")
        return True
    reason = scene.chance.pick(("ADM", "BEH", "CLA", "CON", "VP", "LN"))
    return _to_free_cell(scene, booking, reason)


def _to_free_cell(scene: Scene, booking: Row, reason: str) -> bool:
    cell = scene.memory.pick(
        "agency_internal_locations",
        _FREE_CELLS,
        scene.chance.fraction(),
        booking["agy_loc_id"],
        booking["root_offender_id"],
    )
    if cell is None:
        return False
    to_bed(scene, booking, cell["internal_location_id"], reason)
    return True


# Activities ---------------------------------------------------------------------------------


def attendance(scene: Scene) -> bool:
    """Attendance of somebody at a session that has begun is recorded."""
    row = scene.any_of(
        "offender_course_attendances",
        """SELECT event_id FROM offender_course_attendances WHERE event_date = ?
           AND event_status = 'SCH' AND start_time <= ?""",
        scene.today,
        scene.now,
    )
    if row is None:
        return False
    outcome = scene.chance.weigh(_OUTCOMES)
    scene.changes.update(
        "offender_course_attendances",
        row,
        event_status="COMP",
        event_outcome=outcome,
        pay_flag="Y" if outcome == "ATT" else "N",
        authorised_absence_flag="Y" if outcome in {"ACCAB", "NREQ"} else "N",
        unexcused_absence_flag="Y" if outcome == "UNACAB" else "N",
    )
    return True


def session_cancelled(scene: Scene) -> bool:
    """A session later today is cancelled, for everyone in it."""
    session = scene.any_of(
        "course_schedules",
        """SELECT crs_sch_id FROM course_schedules WHERE schedule_date = ? AND start_time > ?
           AND schedule_status = 'SCH'""",
        scene.today,
        scene.now,
    )
    if session is None:
        return False
    scene.changes.update("course_schedules", session, schedule_status="CANC")
    for row in scene.memory.find(
        "SELECT * FROM offender_course_attendances WHERE crs_sch_id = ? ORDER BY event_id",
        session["crs_sch_id"],
    ):
        scene.changes.update(
            "offender_course_attendances", row, event_status="CANC", event_outcome="CANC"
        )
    return True


# Diary --------------------------------------------------------------------------------------


def appointment_made(scene: Scene) -> bool:
    """Somebody is given an appointment, today or tomorrow."""
    booking = scene.any_of("offender_bookings", IN_CELL)
    room = booking and scene.any_of(
        "agency_internal_locations",
        """SELECT internal_location_id FROM agency_internal_locations WHERE agy_loc_id = ?
           AND internal_location_type IN ('MEDI', 'INTE')""",
        booking["agy_loc_id"],
    )
    if booking is None or room is None:
        return False
    soon = scene.now + timedelta(minutes=scene.chance.whole(30, 1_200))
    start = soon.replace(minute=soon.minute // 15 * 15, second=0, microsecond=0)
    if not scene.today + timedelta(hours=8) < start:
        return False
    scene.changes.add(
        "offender_ind_schedules",
        event_id=scene.counters.next("event"),
        offender_book_id=booking["offender_book_id"],
        event_date=midnight(start.date()),
        start_time=start,
        end_time=start + timedelta(minutes=30),
        event_class="INT_MOV",
        event_type="APP",
        event_sub_type=scene.chance.pick(_APPOINTMENTS),
        event_status="SCH",
        agy_loc_id=booking["agy_loc_id"],
        to_internal_location_id=room["internal_location_id"],
    )
    return True


def appointment_cancelled(scene: Scene) -> bool:
    """An appointment to come is cancelled, or was a mistake and is deleted."""
    row = scene.any_of(
        "offender_ind_schedules",
        """SELECT event_id FROM offender_ind_schedules WHERE event_type = 'APP'
           AND event_status = 'SCH' AND start_time > ?""",
        scene.now,
    )
    if row is None:
        return False
    if scene.chance.happens(0.2):
        scene.changes.delete("offender_ind_schedules", row)
    else:
        scene.changes.update("offender_ind_schedules", row, event_status="CANC")
    return True


def visit_cancelled(scene: Scene) -> bool:
    """A visit to come is cancelled."""
    row = scene.any_of(
        "offender_visits",
        """SELECT offender_visit_id FROM offender_visits WHERE visit_status = 'SCH'
           AND start_time > ?""",
        scene.now,
    )
    if row is None:
        return False
    scene.changes.update("offender_visits", row, visit_status="CANC", outcome_reason_code="VISCANC")
    return True


def diary_completed(scene: Scene) -> bool:
    """An appointment or video hearing that is over is marked as such."""
    over = scene.now - timedelta(hours=1)
    for table, query in (
        (
            "offender_ind_schedules",
            """SELECT * FROM offender_ind_schedules WHERE event_type = 'APP'
               AND event_status = 'SCH' AND start_time <= ? ORDER BY start_time LIMIT 1""",
        ),
        (
            "court_events",
            """SELECT * FROM court_events WHERE court_event_type = 'VL'
               AND event_status = 'SCH' AND start_time <= ? ORDER BY start_time LIMIT 1""",
        ),
    ):
        row = scene.memory.first(query, over)
        if row is not None:
            scene.changes.update(table, row, event_status="COMP")
            return True
    return False


# Risk ---------------------------------------------------------------------------------------


def alert_opened(scene: Scene) -> bool:
    """An alert is opened."""
    booking = scene.any_of("offender_bookings", IN_CELL)
    if booking is None:
        return False
    book, code = booking["offender_book_id"], scene.chance.weigh(_NEW_ALERTS)
    alerts = scene.memory.find("SELECT * FROM offender_alerts WHERE offender_book_id = ?", book)
    if any(a["alert_code"] == code and a["alert_status"] == "ACTIVE" for a in alerts):
        return False
    seq = max((a["alert_seq"] for a in alerts), default=0) + 1
    scene.changes.add(
        "offender_alerts",
        **alert_row(book, booking["root_offender_id"], seq, code, scene.today),
        alert_status="ACTIVE",
    )
    return True


def alert_closed(scene: Scene) -> bool:
    """An open alert is closed."""
    row = scene.any_of(
        "offender_alerts",
        """SELECT offender_book_id, alert_seq FROM offender_alerts WHERE alert_status = 'ACTIVE'
           AND alert_code IN ('HA', 'RCON', 'XVL', 'CSIP', 'VOP', 'OFR', 'XCU')""",
    )
    if row is None:
        return False
    scene.changes.update("offender_alerts", row, alert_status="INACTIVE", expiry_date=scene.today)
    return True


def incentive_changed(scene: Scene) -> bool:
    """Somebody's incentive level goes up or down."""
    booking = scene.any_of("offender_bookings", IN_CELL)
    last = booking and scene.memory.first(
        "SELECT * FROM offender_iep_levels WHERE offender_book_id = ?", booking["offender_book_id"]
    )
    if booking is None or last is None:
        return False
    others: Sequence[str] = [level for level in _LEVELS if level != last["iep_level"]]
    scene.changes.add(
        "offender_iep_levels",
        offender_book_id=booking["offender_book_id"],
        iep_level_seq=last["iep_level_seq"] + 1,
        iep_date=scene.today,
        iep_time=scene.now,
        agy_loc_id=booking["agy_loc_id"],
        iep_level=scene.chance.pick(others),
        user_id="LIVE",
    )
    return True


# What changes nothing that anybody reads ----------------------------------------------------


def saved_again(scene: Scene) -> bool:
    """Somebody opens a session, a visit or a record of attendance and saves it as it was."""
    table, keys = scene.chance.pick(_SAVED)
    row = scene.any_of(table, keys, scene.today)
    if row is None:
        return heartbeat(scene)
    scene.changes.update(table, row)
    return True


def heartbeat(scene: Scene) -> bool:
    """Some member of staff signs in: the least that ever happens, so that data stay fresh."""
    row = scene.any_of("staff_user_accounts", "SELECT username FROM staff_user_accounts")
    if row is None:
        return False
    scene.changes.update("staff_user_accounts", row)
    return True
