"""The two ways a person moves: through the gate, and from bed to bed."""

from gatehouse.estate.custody import Move, bed_row, movement_row, standing_after
from gatehouse.estate.live.memory import Row
from gatehouse.estate.live.scene import Scene
from gatehouse.estate.london import midnight


def through_gate(scene: Scene, booking: Row, move: Move) -> Row:
    """Add a movement as the only active one and let the booking say what it folds to."""
    book = booking["offender_book_id"]
    last = scene.memory.first(
        "SELECT * FROM offender_external_movements WHERE offender_book_id = ?", book
    )
    if last is not None:
        scene.changes.update("offender_external_movements", last, active_flag="N")
    seq = last["movement_seq"] + 1 if last else 1
    scene.changes.add("offender_external_movements", **movement_row(book, seq, move, active=True))
    standing = standing_after(move)
    return scene.changes.update(
        "offender_bookings",
        booking,
        agy_loc_id=standing.agency,
        active_flag=standing.active,
        in_out_status=standing.in_out,
        status_reason=standing.reason,
    )


def leave_bed(scene: Scene, booking: Row) -> Row | None:
    """Close the open bed assignment; gives the last one, open or not."""
    last = scene.memory.first(
        "SELECT * FROM bed_assignment_histories WHERE offender_book_id = ?",
        booking["offender_book_id"],
    )
    if last is not None and last["assignment_end_time"] is None:
        return scene.changes.update(
            "bed_assignment_histories",
            last,
            assignment_end_date=midnight(scene.now.date()),
            assignment_end_time=scene.now,
        )
    return last


def to_bed(scene: Scene, booking: Row, place: int, reason: str) -> Row:
    """Move to a living unit (R-CELL-1)."""
    last = leave_bed(scene, booking)
    seq = last["bed_assign_seq"] + 1 if last else 1
    row = bed_row(booking["offender_book_id"], seq, place, scene.now, reason)
    scene.changes.add("bed_assignment_histories", **row)
    return scene.changes.update("offender_bookings", booking, living_unit_id=place)


def end_allocations(scene: Scene, booking: Row, reason: str) -> None:
    """End every allocation of somebody who leaves the prison."""
    for row in scene.memory.find(
        "SELECT * FROM offender_program_profiles WHERE offender_book_id = ? "
        "AND offender_program_status = 'ALLOC' ORDER BY off_prgref_id",
        booking["offender_book_id"],
    ):
        scene.changes.update(
            "offender_program_profiles",
            row,
            offender_program_status="END",
            offender_end_date=scene.today,
            offender_end_reason=reason,
        )
