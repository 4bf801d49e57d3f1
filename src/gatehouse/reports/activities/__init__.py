"""Activities: who is expected where, who clashes, and what is still to record."""

from gatehouse.reports.activities.assembly import activities_of_day, build_activities

__all__ = ["activities_of_day", "build_activities"]
