"""The daily unlock list: who to unlock, for what, and proof that nobody is missing."""

from gatehouse.reports.unlock.assembly import build_unlock_list, list_of_day
from gatehouse.reports.unlock.day import Day, read_day

__all__ = ["Day", "build_unlock_list", "list_of_day", "read_day"]
