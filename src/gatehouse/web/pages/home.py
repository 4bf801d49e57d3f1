"""The first page: what do you need?"""

from fastapi import APIRouter
from starlette.responses import Response

from gatehouse.web.front import WithVisit

router = APIRouter()


@router.get("/")
def home(visit: WithVisit) -> Response:
    """The pages this person can use, and the establishments they can see."""
    return visit.page("home.html", "home", prisons=visit.desk.prisons(visit.caller))
