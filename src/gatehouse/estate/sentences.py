"""Sentences, terms, key dates and legal status."""

from datetime import date, datetime, timedelta

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.loads import Rows
from gatehouse.estate.london import midnight
from gatehouse.estate.people import Person

_FOUR_YEARS = 4 * 365
_CALC = {"LR_ORA": "FTR_ORA", "FTR_ORA": "FTR_ORA", "YOI_ORA": "29"}


class Sentences:
    """Writes why the people of one prison are held, and until when."""

    def __init__(self, counters: Counters, loads: Rows, chance: Chance, now: datetime) -> None:
        self._counters = counters
        self._loads = loads
        self._chance = chance
        self._now = now

    def write(self, person: Person) -> None:
        """Legal status for everybody; sentence, term and dates for the sentenced."""
        self._status(person)
        if person.sentence.remand or person.sentence.status in {"DET", "CIVIL"}:
            return
        self._sentence(person)
        self._dates(person)

    def _status(self, person: Person) -> None:
        history = [person.sentence.status]
        if not person.sentence.remand and self._chance.happens(0.4):
            history.insert(0, "RX")
        for seq, status in enumerate(history, 1):
            at = person.custody.moves[0].at + timedelta(minutes=seq)
            self._loads.add(
                "offender_imprison_statuses",
                offender_book_id=person.book,
                imprison_status_seq=seq,
                imprisonment_status=status,
                effective_date=midnight(at.date()),
                effective_time=at,
                expiry_date=None if seq == len(history) else midnight(at.date()),
                agy_loc_id=person.prison.id,
                latest_status="Y" if seq == len(history) else "N",
                create_datetime=at,
            )

    def _sentence(self, person: Person) -> None:
        began = midnight(person.sentence.began)
        days = person.sentence.length_days
        ends = began + timedelta(days=days) if days else None
        self._loads.add(
            "offender_sentences",
            offender_book_id=person.book,
            sentence_seq=1,
            sentence_calc_type=_CALC.get(person.sentence.status, "ADIMP"),
            sentence_status="A",
            start_date=began,
            end_date=ends,
            sentence_category="2020",
            sentence_level="IND",
            sed_calculated_date=ends,
            crd_calculated_date=_day(person.sentence.release),
            create_datetime=began,
        )
        life = person.sentence.status in {"LIFE", "IPP"}
        self._loads.add(
            "offender_sentence_terms",
            offender_book_id=person.book,
            sentence_seq=1,
            term_seq=1,
            sentence_term_code="IMP",
            years=None if life else days // 365,
            days=None if life else days % 365,
            start_date=began,
            end_date=ends,
            life_sentence_flag="Y" if life else "N",
            create_datetime=began,
        )

    def _dates(self, person: Person) -> None:
        sentence = person.sentence
        began = midnight(sentence.began)
        row: dict[str, object] = {
            "offender_sent_calculation_id": self._counters.next("calculation"),
            "offender_book_id": person.book,
            "calculation_date": min(began + timedelta(days=1), self._now),
            "calc_reason_code": "NEW",
            "create_datetime": began,
        }
        if sentence.release is None:
            row["tariff_calculated_date"] = began + timedelta(days=365 * self._chance.whole(8, 30))
            self._loads.add("offender_sent_calculations", **row)
            return
        release = midnight(sentence.release)
        ends = began + timedelta(days=sentence.length_days)
        recalled = sentence.status in {"LR_ORA", "FTR_ORA"}
        row["prrd_calculated_date" if recalled else "crd_calculated_date"] = release
        row |= {"sed_calculated_date": ends, "led_calculated_date": ends}
        row["effective_sentence_end_date"] = ends
        if sentence.length_days < _FOUR_YEARS and not recalled:
            row["hdced_calculated_date"] = release - timedelta(days=135)
        if not recalled and self._chance.happens(0.06):
            row["crd_overrided_date"] = release
        self._loads.add("offender_sent_calculations", **row)


def _day(day: date | None) -> datetime | None:
    return midnight(day) if day else None
