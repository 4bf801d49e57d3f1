"""Whether the service is well, in the shapes that platforms probe."""

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from gatehouse.lake.moment import Moment
from gatehouse.web.front import Front, WithFront

router = APIRouter()

_UP, _DOWN = "UP", "DOWN"
_UNAVAILABLE = 503


@router.get("/ping")
@router.get("/health/ping")
@router.get("/health/liveness")
def ping() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": _UP})


@router.get("/health")
def health(front: WithFront) -> JSONResponse:
    """The state database and the serving copy answer; late data is told, and is not down.

    Pages do not need the continuity pack, and say themselves what faults of data make incomplete,
    so these components may be down while the service is up.
    """
    components = {"state": _state(front), "servingCopy": _serving_copy(front)}
    well = all(component["status"] == _UP for component in components.values())
    components |= _continuity_pack(front) | _quarantine(front)
    return JSONResponse(
        {"status": _UP if well else _DOWN, "components": components},
        200 if well else _UNAVAILABLE,
    )


@router.get("/health/readiness")
def readiness(front: WithFront) -> JSONResponse:
    """Whether a list can be shown: the serving copy holds a moment."""
    ready = _serving_copy(front)["status"] == _UP
    return JSONResponse({"status": _UP if ready else _DOWN}, 200 if ready else _UNAVAILABLE)


def _state(front: Front) -> dict[str, object]:
    try:
        front.sessions.check()
    except SQLAlchemyError as error:
        return {"status": _DOWN, "details": {"error": type(error).__name__}}
    return {"status": _UP}


def _serving_copy(front: Front) -> dict[str, object]:
    try:
        moment = front.desk.moment()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the probe must answer
        return {"status": _DOWN, "details": {"error": type(error).__name__}}
    if not moment.position:
        return {"status": _DOWN, "details": {"error": "no data has arrived yet"}}
    return {"status": _UP, "details": _details(moment, front)}


def _continuity_pack(front: Front) -> dict[str, dict[str, object]]:
    """Down when the last try failed or was not complete, or the newest is overdue.

    Counts alone: this page is open to all, and problems name prisons. The log has the words.
    """
    pack = front.rounds.pack_health if front.rounds else None
    if pack is None:
        return {}
    last = pack.last_success
    details: dict[str, object] = {
        "lastSuccess": last.isoformat(timespec="seconds") if last else None,
        "problems": len(pack.problems),
    }
    status = _UP if pack.is_well(front.clock()) else _DOWN
    return {"continuityPack": {"status": status, "details": details}}


def _quarantine(front: Front) -> dict[str, dict[str, object]]:
    """Down while a row or file that could not be applied is open; counts and tables alone."""
    if front.open_faults is None:
        return {}
    faults = front.open_faults()
    details: dict[str, object] = {"openFaults": sum(faults.values()), "tables": sorted(faults)}
    return {"quarantine": {"status": _DOWN if faults else _UP, "details": details}}


def _details(moment: Moment, front: Front) -> dict[str, object]:
    return {
        "position": moment.position,
        "dataAsAt": moment.data_as_at.isoformat(timespec="seconds"),
        "late": moment.is_late(front.clock()),
    }
