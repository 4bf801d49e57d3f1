"""What happens at the gate: court, temporary absence, arrivals, releases and transfers.

Each happening makes its changes and says whether there was anything to do.
"""

from datetime import timedelta

from gatehouse.estate.biography import HOSPITAL
from gatehouse.estate.bookings import Bookings
from gatehouse.estate.custody import Move
from gatehouse.estate.lists import courts
from gatehouse.estate.live.inside import IN_CELL
from gatehouse.estate.live.memory import Row
from gatehouse.estate.live.moving import end_allocations, leave_bed, through_gate, to_bed
from gatehouse.estate.live.roll import to_spare, with_room
from gatehouse.estate.live.scene import Scene
from gatehouse.estate.people import Newcomers, Whereabouts
from gatehouse.estate.risk import Risk, choose_alerts
from gatehouse.estate.sentences import Sentences

_DRIVE = timedelta(minutes=75)
_JOURNEY = timedelta(minutes=150)
_STALE = timedelta(days=2)
_OPENED = timedelta(hours=8, minutes=30)
_NO_RELEASE_PLANNED = """
AND b.agy_loc_id = ? AND NOT EXISTS (
    SELECT 1 FROM offender_release_details r WHERE r.offender_book_id = b.offender_book_id
)
"""
# Both parts are constants of this package; the prison is bound.
_UNPLANNED = f"""{IN_CELL} AND b.agy_loc_id = ? AND NOT EXISTS (
    SELECT 1 FROM offender_release_details r WHERE r.offender_book_id = b.offender_book_id)
"""  # noqa: S608 - our own constants; values are bound
_ADMISSION = {"RX": "N", "TRL": "N", "JR": "V", "LR_ORA": "L", "FTR_ORA": "L"}
_LET_GO = ("BL", "NCS", "CR")
_TABLES = {"CRT": "court_events", "TAP": "offender_ind_schedules"}
_DUE_OUT = """
SELECT e.* FROM {0} e JOIN offender_bookings b USING (offender_book_id)
WHERE e.event_status = 'SCH' AND e.direction_code = 'OUT' AND e.{1} AND e.start_time <= ?
  AND e.event_date = ? AND b.active_flag = 'Y' AND b.in_out_status = 'IN'
ORDER BY e.start_time, e.event_id LIMIT 1
"""
_DUE_IN = """
SELECT e.* FROM {0} e JOIN offender_bookings b USING (offender_book_id)
JOIN offender_external_movements m USING (offender_book_id)
WHERE e.event_status = 'SCH' AND e.direction_code = 'IN' AND e.start_time <= ?
  AND b.active_flag = 'Y' AND b.in_out_status = 'OUT' AND m.event_id = e.parent_event_id
ORDER BY e.start_time, e.event_id LIMIT 1
"""
_COURT_OUT = _DUE_OUT.format("court_events", "court_event_type <> 'VL'")
_TAP_OUT = _DUE_OUT.format("offender_ind_schedules", "event_type = 'TAP'")
_TRN_OUT = _DUE_OUT.format("offender_ind_schedules", "event_type = 'TRN'")
_COURT_IN = _DUE_IN.format("court_events")
_TAP_IN = _DUE_IN.format("offender_ind_schedules")


def court_out(scene: Scene) -> bool:
    """Somebody leaves for a hearing."""
    event = scene.memory.first(_COURT_OUT, scene.now + _DRIVE, scene.today)
    return _out(scene, event, "CRT", ("court_event_type", "agy_loc_id"))


def court_in(scene: Scene) -> bool:
    """Somebody comes back from court."""
    event = scene.memory.first(_COURT_IN, scene.now)
    return _back(scene, event, "CRT", "court_event_type")


def absence_out(scene: Scene) -> bool:
    """A planned temporary absence begins."""
    event = scene.memory.first(_TAP_OUT, scene.now, scene.today)
    return _out(scene, event, "TAP", ("event_sub_type", "to_agy_loc_id"))


def absence_in(scene: Scene) -> bool:
    """A planned temporary absence ends."""
    event = scene.memory.first(_TAP_IN, scene.now)
    return _back(scene, event, "TAP", "event_sub_type")


def _out(scene: Scene, event: Row | None, kind: str, columns: tuple[str, str]) -> bool:
    """Go out as the event says; `columns` hold the reason and the place."""
    booking = scene.booking(event["offender_book_id"]) if event else None
    if event is None or booking is None:
        return False
    reason, place = (event[column] for column in columns)
    key = event["event_id"]
    move = Move(scene.now, kind, reason, "OUT", booking["agy_loc_id"], place, "PECS", key)
    through_gate(scene, booking, move)
    scene.changes.update(_TABLES[kind], event, event_status="COMP")
    return True


def _back(scene: Scene, event: Row | None, kind: str, reason: str) -> bool:
    """Come back as the event says; `reason` is the column that holds why."""
    booking = scene.booking(event["offender_book_id"]) if event else None
    if event is None or booking is None:
        return False
    move = Move(
        scene.now,
        kind,
        event[reason],
        "IN",
        event["agy_loc_id"],
        booking["agy_loc_id"],
        event=event["event_id"],
        parent_event=event["parent_event_id"],
    )
    through_gate(scene, booking, move)
    scene.changes.update(_TABLES[kind], event, event_status="COMP")
    return True


def emergency(scene: Scene) -> bool:
    """Somebody is taken to hospital, unplanned."""
    booking = _anyone_in(scene)
    if booking is None:
        return False
    move = Move(scene.now, "TAP", "C6", "OUT", booking["agy_loc_id"], HOSPITAL, "L")
    through_gate(scene, booking, move)
    return True


def discharged(scene: Scene) -> bool:
    """Somebody without a planned return comes back, after some hours at least."""
    booking = scene.any_of(
        "offender_bookings",
        """SELECT offender_book_id FROM offender_bookings b JOIN offender_external_movements m
           USING (offender_book_id) WHERE b.active_flag = 'Y' AND b.in_out_status = 'OUT'
           AND m.event_id IS NULL AND m.movement_time < ?""",
        scene.now - timedelta(hours=5),
    )
    if booking is None:
        return False
    kind, _, reason = booking["status_reason"].partition("-")
    place = HOSPITAL if kind == "TAP" else scene.chance.pick(courts())
    move = Move(scene.now, kind, reason, "IN", place, booking["agy_loc_id"], "L")
    through_gate(scene, booking, move)
    return True


def _anyone_in(scene: Scene) -> Row | None:
    """Anyone inside who sleeps in a cell."""
    return scene.any_of("offender_bookings", IN_CELL)


# For good -----------------------------------------------------------------------------------


def arrival(scene: Scene) -> bool:
    """A new person comes from court into the reception of a prison that has room."""
    chance = scene.chance
    closed = {p: size for p, size in with_room(scene).items() if p.kind != "open"}
    if not closed:
        return False
    prison = chance.weigh(closed)
    person = Newcomers(prison, scene.counters, chance, scene.now).person(
        Whereabouts.RECEPTION, scene.now
    )
    choose_alerts(person, chance)
    reason = _ADMISSION.get(person.sentence.status, "I")
    person.custody.admit(scene.now, chance.pick(courts()), prison.id, reason)
    person.custody.sleep(scene.pseudo(prison.id, "RECP"), scene.now)
    Bookings(prison, scene.counters, scene.changes, chance, scene.now).write(person)
    Risk(scene.changes, chance, scene.now).write(person)
    Sentences(scene.counters, scene.changes, chance, scene.now).write(person)
    return True


def release(scene: Scene) -> bool:
    """Somebody whose day it is goes home."""
    details = scene.memory.first(
        """SELECT r.* FROM offender_release_details r JOIN offender_bookings b
           USING (offender_book_id) WHERE r.event_status = 'SCH' AND r.release_date <= ?
           AND b.active_flag = 'Y' AND b.in_out_status = 'IN' ORDER BY offender_book_id LIMIT 1""",
        scene.today,
    )
    if details is None or scene.now < scene.today + _OPENED:
        return False
    booking = scene.booking(details["offender_book_id"])
    if booking is None:
        return False
    _home(scene, booking, details["movement_reason_code"] or "CR")
    scene.changes.update("offender_release_details", details, event_status="COMP")
    return True


def let_go(scene: Scene) -> bool:
    """Somebody whose release nobody had planned goes home, from a prison that can spare one."""
    prisons = to_spare(scene)
    if not prisons or scene.now < scene.today + _OPENED:
        return False
    booking = scene.any_of("offender_bookings", _UNPLANNED, scene.chance.weigh(prisons).id)
    if booking is None:
        return False
    _home(scene, booking, scene.chance.pick(_LET_GO))
    return True


def _home(scene: Scene, booking: Row, reason: str) -> None:
    move = Move(scene.now, "REL", reason, "OUT", booking["agy_loc_id"], "OUT")
    leave_bed(scene, booking)
    gone = through_gate(scene, booking, move)
    scene.changes.update(
        "offender_bookings",
        gone,
        living_unit_id=None,
        booking_end_date=scene.now,
        booking_status="C",
    )
    end_allocations(scene, booking, "REL")


def transfer_planned(scene: Scene) -> bool:
    """A planned transfer leaves."""
    event = scene.memory.first(_TRN_OUT, scene.now, scene.today)
    if event is None:
        return False
    booking = scene.booking(event["offender_book_id"])
    if booking is None:
        return False
    _send(scene, booking, event["to_agy_loc_id"], event["event_id"])
    scene.changes.update("offender_ind_schedules", event, event_status="COMP")
    return True


def transfer_sudden(scene: Scene) -> bool:
    """Somebody is moved to another prison of the estate that has room, without notice."""
    booking = _anyone_in(scene)
    here = next((p for p in to_spare(scene) if booking and p.id == booking["agy_loc_id"]), None)
    if booking is None or here is None:
        return False
    there = [p for p in with_room(scene) if p.sex == here.sex and p is not here]
    if not there:
        return False
    _send(scene, booking, scene.chance.pick(there).id, None)
    return True


def _send(scene: Scene, booking: Row, target: str, event: int | None) -> None:
    move = Move(scene.now, "TRN", "NOTR", "OUT", booking["agy_loc_id"], target, "PECS", event)
    leave_bed(scene, booking)
    gone = through_gate(scene, booking, move)
    scene.changes.update("offender_bookings", gone, living_unit_id=None)
    end_allocations(scene, booking, "TRF")


def transfer_in(scene: Scene) -> bool:
    """Somebody on the way for long enough arrives in reception."""
    movement = scene.memory.first(
        """SELECT m.* FROM offender_external_movements m JOIN offender_bookings b
           USING (offender_book_id) WHERE b.agy_loc_id = 'TRN' AND m.movement_type = 'TRN'
           AND m.movement_time BETWEEN ? AND ? ORDER BY m.movement_time, offender_book_id""",
        scene.now - _STALE,
        scene.now - _JOURNEY,
    )
    target = movement["to_agy_loc_id"] if movement else None
    booking = scene.booking(movement["offender_book_id"]) if movement else None
    if movement is None or booking is None or target not in {p.id for p in scene.prisons}:
        return False
    move = Move(scene.now, "ADM", "INT", "IN", movement["from_agy_loc_id"], target, "PECS")
    here = through_gate(scene, booking, move)
    to_bed(scene, here, scene.pseudo(target, "RECP"), "ADM")
    return True
