"""A running server: the serving copy followed, configuration kept, pages answered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from sqlalchemy import Engine

from gatehouse.audit import Audit
from gatehouse.contracts import Catalogue
from gatehouse.definitions import Products
from gatehouse.lake import Serving
from gatehouse.operations.clock import local_now
from gatehouse.operations.keeping import Keeper
from gatehouse.operations.packing import Packer
from gatehouse.operations.rounds import Rounds
from gatehouse.operations.settings import Settings
from gatehouse.reports.seal import Seals
from gatehouse.state import open_state
from gatehouse.web.app import create_app
from gatehouse.web.services import Services

_FOLLOW_SECONDS = 0.1
_KEEP_SECONDS = 30.0
_ROUND_SECONDS = 20.0


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """Everything a server holds, with the serving copy brought up to the lake's newest position."""
    serving = Serving(settings.serving_copy, settings.lake, Catalogue.load(settings.contracts))
    try:
        serving.follow()
        Keeper(serving, settings).refresh()
        products, state = Products.load(settings.products), open_state(settings.state_url)
        yield Services(
            settings=settings,
            serving=serving,
            products=products,
            state=state,
            clock=local_now,
            rounds=Rounds(local_now, Seals(state), _packer(settings, serving, products, state)),
        )
    finally:
        serving.close()


def serve(settings: Settings) -> None:
    """Serve the pages until the process is asked to stop."""
    stop = threading.Event()
    with open_services(settings) as services:
        services.serving.start(_FOLLOW_SECONDS)
        keeper, rounds = Keeper(services.serving, settings), services.rounds
        threads = [
            threading.Thread(
                target=keeper.run, args=(stop, _KEEP_SECONDS), name="keep", daemon=True
            ),
            threading.Thread(
                target=rounds.run, args=(stop, _ROUND_SECONDS), name="rounds", daemon=True
            ),
        ]
        for thread in threads:
            thread.start()
        try:
            uvicorn.run(
                create_app(services),
                host=settings.host,
                port=settings.port,
                log_level="warning",
                server_header=False,
            )
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def _packer(
    settings: Settings, serving: Serving, products: Products, state: Engine
) -> Packer | None:
    if settings.pack_folder is None:
        return None
    return Packer(serving, products, Audit(state), settings.pack_folder, settings.packs_kept)
