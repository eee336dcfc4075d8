"""Reports on how concerns are looked into: on a page, as a sheet, and as data. Small numbers are not shown."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from accounts import guard, places
from accounts.permissions import Permission
from accounts.places import Place
from concerns.reports import making, periods
from concerns.reports.making import Report
from foundation import clock

PATH = "/staff/concerns/reports"
blueprint = Blueprint("staff_concern_reports", __name__)
_WHY = (
    "Managers, the registrar and auditors see how long things take and what was kept; who has how many, managers only."
)

places.declare(Place(PATH, "Reports", "How long concerns take, and which promises were kept.", Permission.READ_REPORTS))


def _report() -> Report:
    asked = periods.read(request.args.get("quarter", ""), clock.today())
    return making.report(asked, workload=guard.may(Permission.ALLOCATE))


@blueprint.get(PATH)
@guard.staff(Permission.READ_REPORTS, _WHY)
def show() -> str:
    """The figures of a quarter, each as a sentence, a chart and a table."""
    return render_template("staff/reports/report.html", report=_report(), choices=periods.choices(clock.today()))


@blueprint.get(f"{PATH}.csv")
@guard.staff(Permission.READ_REPORTS, _WHY)
def sheet() -> Response:
    """The same as one sheet."""
    made = _report()
    return _file(making.as_csv(made), "text/csv; charset=utf-8", f"concerns-{made.period.name}.csv")


@blueprint.get(f"{PATH}.json")
@guard.staff(Permission.READ_REPORTS, _WHY)
def data() -> Response:
    """The same as data."""
    made = _report()
    return _file(making.as_json(made), "application/json", f"concerns-{made.period.name}.json")


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type=kind, headers=headers)
