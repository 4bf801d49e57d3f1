"""Checks of the house itself: rules that no test names, and links that lead nowhere."""

import re
from collections.abc import Iterable
from pathlib import Path

_RULE = re.compile(r"\bR-[A-Z]+(?:-(?:\d+[a-z]?|G)\b)?")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)


def rules_in(text: str) -> frozenset[str]:
    """The domain rules that a text names: R-UL-2, R-ROLL-G, R-CAT."""
    return frozenset(_RULE.findall(text))


def untested_rules(code: str, tests: str) -> frozenset[str]:
    """Rules that the code names and no test does, as R-UL-2 or in a test's name as r_ul_2."""
    return frozenset(rule for rule in rules_in(code) if not _is_named(rule, tests))


def _is_named(rule: str, tests: str) -> bool:
    spelled = re.escape(rule.lower().replace("-", "_"))
    pattern = rf"(?:\b{re.escape(rule)}|(?:\b|_){spelled})(?![A-Za-z0-9])"
    return re.search(pattern, tests) is not None


def broken_links(pages: Iterable[Path], root: Path) -> frozenset[str]:
    """Relative links of Markdown pages to what is not there, as "page: target"."""
    return frozenset(
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in _LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8")))
        if not _ELSEWHERE.match(target) and not _found(page, target, root)
    )


def _found(page: Path, target: str, root: Path) -> bool:
    """Whether a link leads to something within the repository."""
    place = (page.parent / target.partition("#")[0]).resolve()
    return place.exists() and place.is_relative_to(root)
