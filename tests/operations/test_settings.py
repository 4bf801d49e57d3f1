"""The configuration file: what it gives, and how it says what is wrong."""

from datetime import time
from pathlib import Path

import pytest

from gatehouse.operations.settings import SettingsError, load_settings
from gatehouse.operations.sign_in import ClientSecret, SecretError
from gatehouse.operations.starter import STARTER, write_starter

MOORLAND = """
[sources]
nomis = "dms/nomis"
[[regime]]
prison = "MDI"
days = ["mon", "fri"]
am = "08:30"
pm = "13:45"
ed = "17:30"
[[wing_group]]
prison = "MDI"
name = "House block 1"
locations = ["1"]
[[alert]]
code = "XRF"
label = "Risk to females"
"""


SIGN_IN = """
[sources]
nomis = "dms/nomis"
[sign_in]
issuer = "https://sign-in.example.org/auth/issuer"
client_id = "gatehouse"
client_secret_env = "SECRET"
address = "https://gatehouse.example.org/"
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "gatehouse.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_starter_file_can_be_used_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "gatehouse.toml"
    write_starter(path)
    settings = load_settings(path)
    assert not settings.demo
    assert settings.secure_cookies
    assert settings.sources == {"nomis": tmp_path / "dms/nomis"}
    assert settings.lake == tmp_path / "data/lake"


def test_the_starter_file_with_everything_switched_on_can_be_used(tmp_path: Path) -> None:
    lines = STARTER.splitlines()
    on = [line[2:] if line.startswith("# ") and _is_setting(line[2:]) else line for line in lines]
    settings = load_settings(_file(tmp_path, "\n".join(on)))
    assert settings.regimes[0].prison == "MDI"
    assert settings.limited_access == tmp_path / "limited-access.csv"
    assert settings.pack_folder == tmp_path / "continuity"
    assert settings.sign_in is not None
    assert settings.sign_in.secret == ClientSecret(file=tmp_path / "sign-in.secret")
    assert settings.sign_in.ask_again_minutes == 15
    assert settings.sign_in.callback == "https://gatehouse.example.org/sign-in/callback"


def _is_setting(line: str) -> bool:
    return line.startswith("[") or " = " in line


def test_a_starter_file_never_overwrites(tmp_path: Path) -> None:
    path = _file(tmp_path, "mine")
    with pytest.raises(FileExistsError):
        write_starter(path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_prison_brings_its_regime_groups_and_alerts(tmp_path: Path) -> None:
    settings = load_settings(_file(tmp_path, MOORLAND))
    regime = settings.regimes[0]
    assert (regime.weekdays, regime.pm) == ((1, 5), time(13, 45))
    assert settings.wing_groups[0].locations == ("1",)
    assert settings.alerts[0].prison is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('nomis = "dms/nomis"', ""), "sources: name at least one"),
        (('pm = "13:45"', 'pm = "18:45"'), "regime[1].pm: sessions must start in order"),
        (('pm = "13:45"', 'pm = "a quarter to two"'), "not a time of day; write it like"),
        (('["mon", "fri"]', '["monday"]'), "'monday' is not a weekday; use mon, tue"),
        (('prison = "MDI"\ndays', "days"), "regime[1].prison: is missing"),
        (('locations = ["1"]', 'locations = ["SEG\\u200c"]'), "a character that no cell path"),
        (('label = "Risk', 'lable = "Risk'), "alert[1].lable: is not a setting; known here"),
        (("[sources]", "[service]\nport = 99999\n[sources]"), "service.port: 99999 is out of"),
        (("[sources]", "[service]\nport = true\n[sources]"), "True is not a whole number"),
        (("[sources]", '[service]\ndemo = "yes"\n[sources]'), "'yes' is not true or false"),
        (("[sources]", "[servce]\n[sources]"), "servce: is not a setting"),
        (("[[alert]]", "[alert]"), "alert: expected tables, each under its own [[alert]]"),
    ],
)
def test_a_wrong_setting_is_said_with_its_place(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    assert change[0] in MOORLAND
    with pytest.raises(SettingsError) as caught:
        load_settings(_file(tmp_path, MOORLAND.replace(*change)))
    assert says in str(caught.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = MOORLAND.replace("08:30", "late").replace('"Risk', '1 #"Risk')
    with pytest.raises(SettingsError) as caught:
        load_settings(_file(tmp_path, wrong))
    assert "regime[1].am" in str(caught.value)
    assert "alert[1].label" in str(caught.value)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="gatehouse init"):
        load_settings(tmp_path / "gatehouse.toml")


def test_a_file_that_is_not_toml_says_where(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="line 1"):
        load_settings(_file(tmp_path, "= nothing"))


def test_a_provider_is_read_with_the_claims_of_hmpps_auth(tmp_path: Path) -> None:
    sign_in = load_settings(_file(tmp_path, SIGN_IN)).sign_in
    assert sign_in is not None
    assert sign_in.issuer == "https://sign-in.example.org/auth/issuer"
    assert sign_in.secret == ClientSecret(variable="SECRET")
    assert (sign_in.username_claim, sign_in.name_claim) == ("user_name", "name")
    assert (sign_in.roles_claim, sign_in.scopes) == ("authorities", ("openid",))
    assert sign_in.signed_out == "https://gatehouse.example.org/sign-out"
    assert (sign_in.sign_out_url, sign_in.ask_again_minutes) == (None, None)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("https://sign-in.example", "http://sign-in.example"), "sign_in.issuer: 'http://sign-in"),
        (('"https://sign-in.example.org/auth/issuer"', '"ours"'), "use https, like https://"),
        (("example.org/auth", "exa mple.org/auth"), "is not a web address"),
        (('client_id = "gatehouse"', ""), "sign_in.client_id: is missing"),
        (('client_secret_env = "SECRET"', ""), "say in one way where the client secret is"),
        (("client_secret_env", "client_secret_file = 'x'\nclient_secret_env"), "say in one way"),
        (("client_secret_env", "client_secret"), "never write the secret itself here"),
        (('example.org/"', 'example.org/gatehouse"'), "give scheme and host alone"),
        (("https://gatehouse.example.org", "http://localhost:8080"), "must begin with https when"),
        (("[sources]", "[service]\nsecure_cookies = false\n[sources]"), "and not when it is fal"),
        (("[sources]", "[service]\ndemo = true\n[sources]"), "the demonstration has its own"),
        (("[sign_in]", "[sign_in]\nscopes = ['profile']"), 'must name "openid"'),
        (("[sign_in]", "[sign_in]\nclaims = 'x'"), "sign_in.claims: is not a setting"),
    ],
)
def test_a_wrong_provider_is_said_with_its_place(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    assert change[0] in SIGN_IN
    with pytest.raises(SettingsError) as caught:
        load_settings(_file(tmp_path, SIGN_IN.replace(*change)))
    assert says in str(caught.value)
    assert "SECRET" not in str(caught.value)


def test_the_secret_is_read_when_it_is_needed_and_shown_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(_file(tmp_path, SIGN_IN))
    assert settings.sign_in is not None
    monkeypatch.setenv("SECRET", "hush\n")
    assert settings.sign_in.secret.read() == "hush"
    assert "hush" not in repr(settings)
    file = tmp_path / "secret"
    file.write_text("older\n", encoding="utf-8")
    secret = ClientSecret(file=file)
    assert secret.read() == "older"
    file.write_text("newer\n", encoding="utf-8")
    assert secret.read() == "newer"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff"])
def test_a_secret_that_cannot_be_had_says_where_it_was_looked_for(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "sign-in.secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SecretError, match=r"sign-in\.secret"):
        ClientSecret(file=file).read()
    with pytest.raises(SecretError, match="GATEHOUSE_NO_SUCH_VARIABLE"):
        ClientSecret(variable="GATEHOUSE_NO_SUCH_VARIABLE").read()
