"""The morning batch: each new day, a record of attendance for everyone with something to attend."""

from datetime import timedelta

from gatehouse.estate.live.scene import Scene
from gatehouse.estate.regime import DAY_NAMES

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
    if known is not None or scene.now - scene.today < timedelta(hours=0):
        return
    for row in scene.memory.find(
        "SELECT * FROM offender_course_attendances WHERE event_date < ? AND event_status = 'SCH' "
        "ORDER BY event_id",
        scene.today,
    ):
        scene.changes.update("offender_course_attendances", row, event_status="EXP")
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
