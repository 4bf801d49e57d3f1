"""A running server: the serving copy followed, configuration kept, pages answered."""

import logging
import threading
from importlib.metadata import version

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

_LOG = logging.getLogger(__name__)
_FOLLOW_SECONDS = 0.1
_KEEP_SECONDS = 30.0
_ROUND_SECONDS = 20.0


def serve(settings: Settings, stop: threading.Event) -> None:
    """Serve the pages until the process is asked to stop, which sets `stop`.

    The serving copy is first brought up to the lake's newest position.
    """
    catalogue = Catalogue.load(settings.contracts)
    _LOG.info(
        "server %s starts at http://%s:%d: data in %s; %d tables known, from %s; products from %s",
        version("gatehouse"),
        settings.host,
        settings.port,
        settings.data,
        len(list(catalogue)),
        settings.contracts,
        settings.products,
    )
    serving = Serving(settings.serving_copy, settings.lake, catalogue)
    try:
        moment = serving.follow()
        _LOG.info(
            "the serving copy is at position %d, data as at %s", moment.position, moment.data_as_at
        )
        keeper = Keeper(serving, settings)
        keeper.refresh()
        _answer(_services(settings, serving), keeper, stop)
    finally:
        serving.close()
        _LOG.info("server stopped")


def _services(settings: Settings, serving: Serving) -> Services:
    products, state = Products.load(settings.products), open_state(settings.state_url)
    return Services(
        settings=settings,
        serving=serving,
        products=products,
        state=state,
        clock=local_now,
        rounds=Rounds(local_now, Seals(state), _packer(settings, serving, products, state)),
    )


def _answer(services: Services, keeper: Keeper, stop: threading.Event) -> None:
    """Answer pages, with the copy followed, configuration kept and rounds made beside.

    The server of pages ends by the same signals, and then passes them on to who listened before.
    """
    services.serving.start(_FOLLOW_SECONDS)
    threads = [
        threading.Thread(target=keeper.run, args=(stop, _KEEP_SECONDS), name="keep", daemon=True),
        threading.Thread(
            target=services.rounds.run, args=(stop, _ROUND_SECONDS), name="rounds", daemon=True
        ),
    ]
    for thread in threads:
        thread.start()
    try:
        uvicorn.run(
            create_app(services),
            host=services.settings.host,
            port=services.settings.port,
            # Addresses hold what people search for, so requests are in the audit trail alone.
            access_log=False,
            log_config=None,
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
