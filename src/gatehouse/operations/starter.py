"""The configuration that `gatehouse init` writes: every setting, explained."""

from pathlib import Path

STARTER = """\
# Gatehouse configuration. Paths start at this file's folder. Lines that begin with # are off.

[service]
# Where the pages are served. Put a TLS proxy in front of anything but this machine.
host = "127.0.0.1"
port = 8080
# Keep true behind https. Browsers refuse to send secure cookies over plain http.
secure_cookies = true
# Everything that Gatehouse makes: the change log, the serving copy, its own state.
data = "data"
# Your own contracts and data products, in place of those that ship with Gatehouse.
# contracts = "contracts"
# products = "products"

[sources]
# One folder for each source, as AWS DMS writes it: <folder>/<table>/LOAD00000001.parquet,
# then <folder>/<table>/20261124-074500123.parquet. A table needs a contract to be read.
nomis = "dms/nomis"

[state]
# Audit, sealed sheets and sessions. SQLite in the data folder unless you name another database.
# url = "postgresql+psycopg://gatehouse@localhost/gatehouse"

# Who may sign in: people with an account at an OpenID Connect provider, such as HMPPS Auth. What
# they see comes from the caseloads in the data, by their username. Until this is set, nobody can
# sign in. Register two addresses with the provider: <address>/sign-in/callback for signing in and
# <address>/sign-out for after signing out. The secret is never written here: client_secret_file
# names a file that holds it, or client_secret_env a variable of the environment.
# [sign_in]
# issuer = "https://sign-in.example.org/auth/issuer"
# client_id = "gatehouse"
# client_secret_file = "sign-in.secret"
# address = "https://gatehouse.example.org"
# What the provider calls the username (as in NOMIS), the name and the roles of an account.
# username_claim = "user_name"
# name_claim = "name"
# roles_claim = "authorities"
# What to ask the provider for; some give the name only for "profile".
# scopes = ["openid"]
# Have the provider ask again whom it last asked longer ago than this. For shared computers, if the
# provider can do so (OpenID Connect: max_age and auth_time).
# ask_again_minutes = 15
# Where to sign out there too, if the provider does not say so itself. Used as it is written.
# sign_out_url = "https://sign-in.example.org/auth/sign-out?client_id=gatehouse"

# When sessions start at a prison. Without one: PM from 12:00, ED from 17:00.
# [[regime]]
# prison = "MDI"
# days = ["mon", "tue", "wed", "thu", "fri"]
# am = "08:30"
# pm = "13:45"
# ed = "17:30"

# Names that staff use for parts of a prison. Together, a prison's groups must take in every
# active cell exactly once; `gatehouse check` says which cells are missing or claimed twice.
# [[wing_group]]
# prison = "MDI"
# name = "House block 1"
# locations = ["1"]

# Alerts to show besides the national set, at one prison or (without `prison`) at all.
# [[alert]]
# code = "XRF"
# label = "Risk to females"
# prison = "MDI"

# People whose records only some staff may see, refreshed by whatever writes the file.
# Columns: prison_number, kind (exclusion or restriction), username, since, until.
# [limited_access]
# feed = "limited-access.csv"

# Printed lists for the day the service is down, written every hour; best on another disk.
# [pack]
# folder = "continuity"
# keep = 48
"""


def write_starter(path: Path) -> None:
    """Write the starter configuration; never over a file that is there."""
    with path.open("x", encoding="utf-8") as file:
        file.write(STARTER)
