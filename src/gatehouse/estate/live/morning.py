"""The morning batch: each new day, a record of attendance for all who have something to attend.

It plans the sessions of a week ahead too, so that an estate can live as long as it likes.
"""

from datetime import timedelta

from gatehouse.estate.live.scene import Scene
from gatehouse.estate.sessions import DAY_NAMES

_SEATS = """
SELECT s.crs_sch_id, s.schedule_date, s.start_time, s.end_time, s.schedule_status,
       p.offender_book_id, p.off_prgref_id, p.program_id, a.crs_acty_id, a.agy_loc_id,
       a.internal_location_id, a.course_activity_type
FROM course_schedules s JOIN course_activities a USING (crs_acty_id)
JOIN offender_program_profiles p ON p.crs_acty_id = a.crs_acty_id
JOIN offender_bookings b ON b.offender_book_id = p.offender_book_id
WHERE s.schedule_date = ? AND p.offender_program_status = 'ALLOC' AND b.active_flag = 'Y'
  AND p.offender_start_date <= s.schedule_date AND b.agy_loc_id = a.agy_loc_id
  AND NOT EXISTS (SELECT 1 FROM offender_exclude_acts_schds x
                  WHERE x.off_prgref_id = p.off_prgref_id AND x.exclude_day = ?
                  AND coalesce(x.slot_category_code, s.slot_category_code) = s.slot_category_code)
ORDER BY s.crs_sch_id, p.off_prgref_id
"""


def begin_day(scene: Scene) -> None:
    """On the first step of a day that has no attendance yet, make it; yesterday's expires."""
    known = scene.memory.first(
        "SELECT 1 FROM offender_course_attendances WHERE event_date = ? LIMIT 1", scene.today
    )
    if known is not None:
        return
    _expire(scene)
    _record(scene)
    _plan_ahead(scene)


def _expire(scene: Scene) -> None:
    for row in scene.memory.find(
        "SELECT * FROM offender_course_attendances WHERE event_date < ? AND event_status = 'SCH' "
        "ORDER BY event_id",
        scene.today,
    ):
        scene.changes.update("offender_course_attendances", row, event_status="EXP")


def _record(scene: Scene) -> None:
    for seat in scene.memory.find(_SEATS, scene.today, DAY_NAMES[scene.today.weekday()]):
        cancelled = seat["schedule_status"] == "CANC"
        scene.changes.add(
            "offender_course_attendances",
            event_id=scene.counters.next("event"),
            offender_book_id=seat["offender_book_id"],
            event_date=seat["schedule_date"],
            start_time=seat["start_time"],
            end_time=seat["end_time"],
            event_sub_type=seat["course_activity_type"],
            event_type="PRISON_ACT",
            event_class="INT_MOV",
            event_status="CANC" if cancelled else "SCH",
            event_outcome="CANC" if cancelled else None,
            to_internal_location_id=seat["internal_location_id"],
            crs_sch_id=seat["crs_sch_id"],
            off_prgref_id=seat["off_prgref_id"],
            crs_acty_id=seat["crs_acty_id"],
            program_id=seat["program_id"],
            agy_loc_id=seat["agy_loc_id"],
        )


def _plan_ahead(scene: Scene) -> None:
    week = timedelta(days=7)
    for session in scene.memory.find(
        "SELECT * FROM course_schedules WHERE schedule_date = ? ORDER BY crs_sch_id", scene.today
    ):
        scene.changes.add(
            "course_schedules",
            crs_sch_id=scene.counters.next("session"),
            crs_acty_id=session["crs_acty_id"],
            weekday=session["weekday"],
            schedule_date=session["schedule_date"] + week,
            start_time=session["start_time"] + week,
            end_time=session["end_time"] + week,
            slot_category_code=session["slot_category_code"],
            schedule_status="SCH",
        )
