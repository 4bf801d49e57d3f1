"""Looking a service over before it starts: settings, sources, contracts and data products."""

from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from gatehouse.contracts import Catalogue, ContractError, TableName
from gatehouse.definitions import Products, check_product
from gatehouse.operations.provider import (
    SECONDS,
    Provider,
    ProviderWrongError,
    description_of,
)
from gatehouse.operations.reference import limited_access_tables, regime_table
from gatehouse.operations.settings import Settings, SettingsError
from gatehouse.operations.sign_in import SecretError, SignInSettings


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
    _check_who_signs_in(settings, report)
    return report


def _check_who_signs_in(settings: Settings, report: CheckReport) -> None:
    if settings.sign_in is not None:
        _check_sign_in(settings.sign_in, report)
    elif settings.demo:
        report.lines.append("sign-in: the people of the demonstration, and nobody else")
    else:
        report.lines.append(
            "warning: nobody can sign in, because there is no [sign_in]; "
            "the starter that `gatehouse init` writes says how to connect a provider"
        )


def _check_sign_in(sign_in: SignInSettings, report: CheckReport) -> None:
    """A provider that does not answer is a warning: it may be up when people sign in."""
    try:
        sign_in.secret.read()
    except SecretError as error:
        report.faults.append(f"sign_in: {error}")
    try:
        answer = httpx2.get(description_of(sign_in.issuer), timeout=SECONDS)
        answer.raise_for_status()
        provider = Provider.described(answer.json(), sign_in.issuer)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        why = str(error) or type(error).__name__
        report.lines.append(
            f"warning: sign_in.issuer {sign_in.issuer} cannot be reached now ({why}); "
            "the server starts all the same, and people can sign in once it answers"
        )
        return
    except ProviderWrongError as error:
        report.faults.append(f"sign_in.issuer {sign_in.issuer}: {error}")
        return
    except ValueError:
        report.faults.append(
            f"sign_in.issuer {sign_in.issuer}: {description_of(sign_in.issuer)} is not JSON"
        )
        return
    report.lines.append(
        f"sign-in: accounts at {sign_in.issuer}; it must know {sign_in.callback} "
        f"and, for after signing out, {sign_in.signed_out}"
    )
    if not (provider.sign_out or sign_in.sign_out_url):
        report.lines.append(
            "warning: the provider names no place to sign out, so people stay signed in there "
            "after they sign out here; set sign_in.sign_out_url if it has one"
        )


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
