"""`gatehouse check` finds what is wrong before anybody relies on it."""

from pathlib import Path

from gatehouse.operations.checking import check_service
from gatehouse.operations.settings import Settings, load_settings


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
