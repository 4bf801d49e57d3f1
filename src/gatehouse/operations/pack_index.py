"""The front page of a continuity pack: opens from a disk, with nothing else running."""

from datetime import datetime
from html import escape
from urllib.parse import quote

from gatehouse.operations.pack_manifest import Pack, PackedPrison, PackFile

_STYLE = """
body{font:19px/1.3 Arial,sans-serif;color:#0b0c0c;max-width:60em;margin:0 auto;padding:0 1em 2em}
.marking{text-align:center;font-weight:bold;letter-spacing:.06em;padding:.5em}
h1{font-size:1.9em;margin:.4em 0}h2{font-size:1.3em;margin:1.4em 0 .3em}
a{color:#1d70b8}a:focus{outline:3px solid #fd0;color:#0b0c0c;background:#fd0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4em .8em .4em 0;border-bottom:1px solid #b1b4b6;vertical-align:top}
.problem{border:4px solid #d4351c;padding:.6em .8em;margin:.6em 0}
.problem strong{color:#942514}
.inset{border-left:8px solid #b1b4b6;padding:.4em .8em}
@media print{a{color:#000}}
"""


def index_page(pack: Pack) -> str:
    """The page that lists every prison's lists, what failed first and loudest."""
    title = f"Prison lists made at {_when(pack.made_at)}"
    marking = f'<p class="marking">{escape(pack.classification)}</p>'
    prisons = "\n".join(_prison(prison) for prison in pack.prisons)
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{_STYLE}</style></head>
<body>
{marking}
<main>
<h1>{title}</h1>
<p class="inset">For use when Gatehouse cannot be reached. These lists do not change: anything that
happened after the time beside a list is not on it. Check the movements board.</p>
{_problems(pack)}
<nav aria-label="Prisons"><ul>
{_contents(pack)}
</ul></nav>
{prisons}
</main>
{marking}
</body></html>
"""


def latest_page(name: str) -> str:
    """The page beside all packs, which leads to the newest."""
    target = f"{quote(name)}/index.html"
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Prison lists</title>
<meta http-equiv="refresh" content="0; url={target}"></head>
<body><p><a href="{target}">The newest lists: {escape(name)}</a></p></body></html>
"""


def _problems(pack: Pack) -> str:
    if not pack.problems:
        return f"<p>Complete: every list of all {len(pack.prisons)} prisons was made.</p>"
    lines = "".join(f"<li>{escape(problem)}</li>" for problem in pack.problems)
    return (
        '<div class="problem" role="alert"><strong>This pack is not complete.</strong> '
        f"The lists of these prisons could not be made:<ul>{lines}</ul></div>"
    )


def _contents(pack: Pack) -> str:
    return "\n".join(
        f'<li><a href="#{quote(prison.id)}">{escape(prison.name)}</a>'
        f"{' <strong>(not current)</strong>' if prison.problem else ''}</li>"
        for prison in pack.prisons
    )


def _prison(prison: PackedPrison) -> str:
    heading = f'<h2 id="{quote(prison.id)}">{escape(prison.name)} ({escape(prison.id)})</h2>'
    return "\n".join(filter(None, (heading, _warning(prison), _table(prison))))


def _warning(prison: PackedPrison) -> str:
    if not prison.problem:
        return ""
    if prison.made_at is None:
        words = "There are no lists for this prison, and no earlier ones."
    else:
        words = f"These are OLD lists, made at {_when(prison.made_at)}. They are not current."
    return (
        f'<div class="problem"><strong>{words}</strong> New ones could not be made: '
        f"{escape(prison.problem)}</div>"
    )


def _table(prison: PackedPrison) -> str:
    if not prison.files:
        return ""
    rows = "".join(_row(file) for file in prison.files)
    return (
        f"<table><caption hidden>Lists of {escape(prison.name)}</caption><thead><tr>"
        '<th scope="col">List</th><th scope="col">Rows</th><th scope="col">Data as at</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(file: PackFile) -> str:
    return (
        f'<tr><td><a href="{quote(file.path)}">{escape(file.title)}</a></td>'
        f"<td>{file.rows:,}</td><td>{_when(file.data_as_at)}</td></tr>"
    )


def _when(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}, {moment:%H:%M}"
