"""`gatehouse check` finds what is wrong before anybody relies on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gatehouse.operations.checking import CheckReport, check_service
from gatehouse.operations.settings import Settings, load_settings
from tests.support.providing import TestProvider, provider_running


def _service(folder: Path, more: str = "") -> Settings:
    path = folder / "gatehouse.toml"
    path.write_text(f'{more}\n[sources]\nnomis = "dms"\n', encoding="utf-8")
    (folder / "dms" / "offenders").mkdir(parents=True, exist_ok=True)
    return load_settings(path)


def test_a_service_as_it_ships_has_no_faults(tmp_path: Path) -> None:
    report = check_service(_service(tmp_path))
    assert report.faults == []
    assert any("source nomis: 1 tables" in line for line in report.lines)


def test_a_table_without_a_contract_is_said_and_waits(tmp_path: Path) -> None:
    settings = _service(tmp_path)
    (tmp_path / "dms" / "canteen").mkdir()
    report = check_service(settings)
    assert report.faults == []
    assert any("no contract for canteen; their files wait" in line for line in report.lines)


def test_a_missing_source_folder_is_a_fault(tmp_path: Path) -> None:
    settings = _service(tmp_path)
    (tmp_path / "dms" / "offenders").rmdir()
    (tmp_path / "dms").rmdir()
    assert any("is not a folder" in fault for fault in check_service(settings).faults)


def test_broken_contracts_and_products_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "broken.json").write_text("{", encoding="utf-8")
    service = '[service]\ncontracts = "contracts"\nproducts = "products"'
    faults = "\n".join(check_service(_service(tmp_path, service)).faults)
    assert "no contracts found" in faults
    assert "broken.json" in faults
    assert "no data products found" in faults


def test_a_feed_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    settings = _service(tmp_path, '[limited_access]\nfeed = "nobody.csv"')
    assert any("nobody.csv" in fault for fault in check_service(settings).faults)


@pytest.fixture(scope="module")
def provider() -> Iterator[TestProvider]:
    with provider_running() as running:
        yield running


def _check(folder: Path, issuer: str) -> CheckReport:
    sign_in = (
        "[service]\nsecure_cookies = false\n"
        f'[sign_in]\nissuer = "{issuer}"\nclient_id = "gatehouse"\n'
        'client_secret_file = "secret"\naddress = "http://localhost:8080"'
    )
    (folder / "secret").write_text("hush", encoding="utf-8")
    return check_service(_service(folder, sign_in))


def _warnings(report: CheckReport) -> list[str]:
    return [line for line in report.lines if line.startswith("warning: ")]


def test_that_nobody_can_sign_in_is_said_plainly(tmp_path: Path) -> None:
    report = check_service(_service(tmp_path))
    assert report.faults == []
    assert "nobody can sign in, because there is no [sign_in]" in _warnings(report)[0]


def test_the_demonstration_has_its_own_people(tmp_path: Path) -> None:
    report = check_service(_service(tmp_path, "[service]\ndemo = true"))
    assert _warnings(report) == []
    assert "sign-in: the people of the demonstration, and nobody else" in report.lines


def test_a_provider_that_answers_is_told_with_what_it_must_know(
    tmp_path: Path, provider: TestProvider
) -> None:
    provider.misbehave()
    report = _check(tmp_path, provider.address)
    assert (report.faults, _warnings(report)) == ([], [])
    (line,) = [line for line in report.lines if line.startswith("sign-in: ")]
    assert "http://localhost:8080/sign-in/callback" in line
    assert "http://localhost:8080/sign-out" in line


def test_a_provider_without_a_place_to_sign_out_is_a_warning(
    tmp_path: Path, provider: TestProvider
) -> None:
    provider.misbehave(no_end_session=True)
    report = _check(tmp_path, provider.address)
    assert report.faults == []
    assert "names no place to sign out" in _warnings(report)[0]


def test_a_provider_that_does_not_answer_is_a_warning_that_waits(tmp_path: Path) -> None:
    report = _check(tmp_path, "http://localhost:9")
    assert report.faults == []
    assert "cannot be reached now" in _warnings(report)[0]
    assert "people can sign in once it answers" in _warnings(report)[0]


def test_a_provider_by_another_name_is_a_fault(tmp_path: Path, provider: TestProvider) -> None:
    provider.misbehave()
    report = _check(tmp_path, f"{provider.address}/")
    assert "set sign_in.issuer to exactly what the provider calls itself" in report.faults[0]


def test_a_missing_secret_is_a_fault(tmp_path: Path, provider: TestProvider) -> None:
    provider.misbehave()
    _check(tmp_path, provider.address)
    (tmp_path / "secret").unlink()
    faults = check_service(load_settings(tmp_path / "gatehouse.toml")).faults
    assert [fault for fault in faults if "client secret's file" in fault] == faults
    assert faults
