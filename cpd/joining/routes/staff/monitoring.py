"""What people said of themselves for monitoring: counts of a year that is over, on a page and as a sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request

from accounts import guard
from accounts.permissions import Permission
from cpd.joining import policy
from cpd.joining.operations import monitoring
from cpd.joining.operations.monitoring import Counted
from foundation.errors import Missing
from register.sheets.repair import guarded

PATH = "/staff/monitoring"
blueprint = Blueprint("staff_monitoring", __name__)
_WHY = "Managers, the registrar and auditors see who applies and renews, as counts without small ones."
#: Those who applied, and those who renewed.
_GROUPS = (("applied", "People who applied", False), ("renewed", "People who renewed", True))
Group = tuple[str, str, list[Counted]]


def _year(years: list[int]) -> int | None:
    typed = request.args.get("year", "")
    if not typed:
        return years[0] if years else None
    found = next((one for one in years if str(one) == typed), None)
    if found is None:
        raise Missing("There are no counts of that year. A year is shown when it is over.")
    return found


def _groups(year: int) -> list[Group]:
    return [(slug, words, monitoring.statistics(year, at_renewal=renewal)) for slug, words, renewal in _GROUPS]


@blueprint.get(PATH)
@guard.staff(Permission.READ_REPORTS, _WHY)
def show() -> str:
    """The counts of a year, question by question."""
    years = monitoring.years()
    year = _year(years)
    return render_template(
        "staff/applications/monitoring.html",
        years=years,
        year=year,
        groups=_groups(year) if year is not None else [],
        smallest=policy.MONITORING_SMALLEST.value(),
        path=PATH,
    )


@blueprint.get(f"{PATH}.csv")
@guard.staff(Permission.READ_REPORTS, _WHY)
def sheet() -> Response:
    """The same as one sheet, a line for each answer. No cell is a formula."""
    year = _year(monitoring.years())
    if year is None:
        raise Missing("There are no counts yet. A year is shown when it is over.")
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["Year", "Who", "Question", "Answer", "As shown", "Number"])
    for line in _lines(year):
        writer.writerow([guarded(one) for one in line])
    headers = {"Content-Disposition": f'attachment; filename="monitoring-{year}.csv"'}
    return Response("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _lines(year: int) -> Iterator[tuple[str, ...]]:
    smallest = policy.MONITORING_SMALLEST.value()
    for _slug, who, counted in _groups(year):
        for one in counted:
            for words, count in (*one.answers, ("Everybody who answered", one.everybody)):
                number = "" if count.value is None else str(count.value)
                yield (str(year), who, one.question, words, count.words(smallest), number)
