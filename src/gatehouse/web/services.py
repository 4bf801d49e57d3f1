"""What the pages are given to work with; the command line makes it."""

from dataclasses import dataclass

from sqlalchemy import Engine

from gatehouse.definitions import Products
from gatehouse.lake.serving import Serving
from gatehouse.operations.clock import Clock
from gatehouse.operations.rounds import Rounds
from gatehouse.operations.settings import Settings
from gatehouse.web.personas import DEMO_PERSONAS, Persona


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a running server holds.

    `state` is an engine from `open_state`. `personas` count only in demo mode. `rounds` is what
    the server does by the clock.
    """

    settings: Settings
    serving: Serving
    products: Products
    state: Engine
    clock: Clock
    rounds: Rounds
    personas: tuple[Persona, ...] = DEMO_PERSONAS
