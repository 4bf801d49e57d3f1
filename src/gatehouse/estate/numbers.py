"""Numbers that people are known by (§5.4 of the domain notes): legal letters only."""

_LETTERS = "ACDEFGHJKLMNPQRTVWXYZ"
_DIGITS = 9999
_PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
# Synthetic prison numbers start with one of these, so that they are told from real ones by eye.
_SYNTHETIC = "XYZ"


def prison_number(index: int) -> str:
    """The prison number of the index-th synthetic person, such as X0001AA."""
    index, last = divmod(index, len(_LETTERS))
    index, middle = divmod(index, len(_LETTERS))
    prefix, digits = divmod(index, _DIGITS)
    if prefix >= len(_SYNTHETIC):
        raise ValueError(f"no synthetic prison number is left for index {index}")
    return f"{_SYNTHETIC[prefix]}{digits + 1:04}{_LETTERS[middle]}{_LETTERS[last]}"


def booking_number(index: int) -> str:
    """A booking number such as A00111."""
    prefix, digits = divmod(index, 100_000)
    return f"{_LETTERS[prefix % len(_LETTERS)]}{digits:05}"


def pnc(year: int, serial: int) -> str:
    """A police national computer id with its check letter, such as 2010/0012345X."""
    check = _PNC_LETTERS[int(f"{year % 100:02}{serial:07}") % 23]
    return f"{year}/{serial:07}{check}"


def cro(year: int, serial: int) -> str:
    """A criminal records office number with its check letter, such as 12345/10X."""
    check = _PNC_LETTERS[int(f"{year % 100:02}{serial:06}") % 23]
    return f"{serial:06}/{year % 100:02}{check}"
