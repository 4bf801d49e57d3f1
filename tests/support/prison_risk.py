"""What is known of the risk that people are, or are at: assessments and alerts."""

from datetime import datetime

from tests.support.nomis import ASSESSMENTS, Nomis
from tests.support.tables import Row


def add_assessment(nomis: Nomis, assessment: Row) -> None:
    """One assessment; unless said, it is active, of February, and calculated alone."""
    held = nomis.tables["offender_assessments"]
    nomis.tables["offender_assessments"].append(
        {
            "offender_book_id": nomis.bookings[assessment["number"]],
            "assessment_seq": len(held) + 1,
            "assessment_type_id": ASSESSMENTS[assessment["kind"]],
            "assessment_date": datetime.fromisoformat(assessment.get("date") or "2026-02-01"),
            "assess_status": assessment.get("status") or "A",
            "evaluation_result_code": assessment.get("result") or None,
            "calc_sup_level_type": assessment.get("calculated") or None,
            "overrided_sup_level_type": assessment.get("overridden") or None,
            "review_sup_level_type": assessment.get("reviewed") or None,
        }
    )


def add_alert(nomis: Nomis, alert: Row) -> None:
    """One alert; unless said, it is active and has no end."""
    expires = alert.get("expires")
    nomis.tables["offender_alerts"].append(
        {
            "offender_book_id": nomis.bookings[alert["number"]],
            "alert_seq": len(nomis.tables["offender_alerts"]) + 1,
            "alert_type": alert["code"][0],
            "alert_code": alert["code"],
            "alert_date": datetime(2026, 1, 1),
            "alert_status": alert.get("status") or "ACTIVE",
            "expiry_date": datetime.fromisoformat(expires) if expires else None,
        }
    )
