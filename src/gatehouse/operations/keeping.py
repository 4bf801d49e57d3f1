"""Keeping the configuration tables of the serving copy in step with the settings and the estate.

Cells open and close while the service runs, and the limited-access feed is rewritten, so the
tables are laid again every so often; a fault keeps what was there and is told.
"""

import logging
import threading

from gatehouse.lake import Serving
from gatehouse.operations.reference import (
    alert_table,
    limited_access_tables,
    regime_table,
)
from gatehouse.operations.settings import Settings
from gatehouse.operations.wing_groups import Location, lay_groups

_log = logging.getLogger(__name__)

_LOCATIONS = """
    SELECT internal_location_id, agy_loc_id, description, internal_location_type IN ('CELL', 'ROOM')
    FROM nomis.agency_internal_locations
    WHERE active_flag = 'Y' AND unit_type IS NOT NULL AND description IS NOT NULL
"""


class Keeper:
    """Lays the configuration of one service over its serving copy."""

    def __init__(self, serving: Serving, settings: Settings) -> None:
        self._serving = serving
        self._settings = settings
        self._told: set[str] = set()

    def refresh(self) -> None:
        """Replace every configuration table; raises what is wrong with the settings or the feed."""
        self._serving.put("config.regime", regime_table(self._settings.regimes))
        self._serving.put("config.alert_shown", alert_table(self._settings.alerts))
        people, feed = limited_access_tables(self._settings.limited_access)
        self._serving.put("config.limited_access", people)
        self._serving.put("config.limited_access_feed", feed)
        self._lay_groups()

    def run(self, stop: threading.Event, every: float) -> None:
        """Refresh every so many seconds until told to stop; a fault is told and tried again."""
        while not stop.wait(every):
            try:
                self.refresh()
            except Exception as error:  # noqa: BLE001 - what was laid before stays in use
                self._tell(f"configuration was not refreshed: {error}")

    def _lay_groups(self) -> None:
        if not self._settings.wing_groups:
            return
        with self._serving.read() as reading:
            rows = reading.cursor.execute(_LOCATIONS).fetchall()
        if not rows:
            return  # nothing captured yet
        table, faults = lay_groups(
            self._settings.wing_groups,
            [
                Location(location_id, prison_id, path, is_cell=is_cell)
                for location_id, prison_id, path, is_cell in rows
            ],
        )
        for fault in faults:
            self._tell(f"wing groups of {fault.prison_id} are not used: {fault.problem}")
        self._serving.put("config.wing_group", table)

    def _tell(self, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            _log.warning(message)
