"""Looking a service over before it starts: settings, sources, contracts and data products."""

from dataclasses import dataclass, field
from pathlib import Path

from gatehouse.contracts import Catalogue, ContractError, TableName
from gatehouse.definitions import Products, check_product
from gatehouse.operations.reference import limited_access_tables, regime_table
from gatehouse.operations.settings import Settings, SettingsError


@dataclass
class CheckReport:
    """What was found, in lines to read; `faults` must be mended before the service is right."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def check_service(settings: Settings) -> CheckReport:
    """Look at everything the settings name, and start nothing."""
    report = CheckReport()
    catalogue = _check_contracts(settings.contracts, report)
    for source, folder in settings.sources.items():
        _check_source(source, folder, catalogue, report)
    _check_products(settings.products, report)
    try:
        regime_table(settings.regimes)
        limited_access_tables(settings.limited_access)
    except (SettingsError, OSError) as error:
        report.faults.append(str(error))
    return report


def _check_contracts(folder: Path, report: CheckReport) -> Catalogue | None:
    try:
        catalogue = Catalogue.load(folder)
    except ContractError as error:
        report.faults.append(str(error))
        return None
    report.lines.append(f"{len(catalogue)} contracts in {folder}")
    return catalogue


def _check_source(
    source: str, folder: Path, catalogue: Catalogue | None, report: CheckReport
) -> None:
    if not folder.is_dir():
        report.faults.append(f"sources.{source}: {folder} is not a folder that can be read")
        return
    tables = sorted(path.name for path in folder.iterdir() if path.is_dir())
    report.lines.append(f"source {source}: {len(tables)} tables in {folder}")
    unknown = [t for t in tables if catalogue and TableName(source, t.lower()) not in catalogue]
    if unknown:
        report.lines.append(
            f"source {source}: no contract for {', '.join(unknown)}; their files wait"
        )


def _check_products(folder: Path, report: CheckReport) -> None:
    products = Products.load(folder)
    report.lines.append(f"{len(products)} data products in {folder}")
    report.faults += [str(fault) for fault in products.faults]
    for product in products.values():
        report.faults += [f"{product.name}: {problem}" for problem in check_product(product)]
    if not len(products):
        report.faults.append(f"{folder}: no data products found (looked for *.json)")
