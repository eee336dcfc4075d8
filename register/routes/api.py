"""Read-only JSON: the same visibility as the pages, from the same builder, described by an OpenAPI document."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Flask, jsonify, request
from flask_smorest import Api, Blueprint
from werkzeug.wrappers import Response

from accounts import guard
from foundation.references import read_number
from register import checking, policy, publication
from register.forms import read_day, read_search
from register.lookup import look_up
from register.routes import pace
from register.vocabulary import PracticeArea, Status, WorksWith

blueprint = Blueprint("api", __name__, url_prefix="/api", description="The public register, read-only.")


class Fault(ma.Schema):
    """What went wrong."""

    code = ma.fields.Integer(required=True)
    status = ma.fields.String(required=True)
    message = ma.fields.String()
    errors = ma.fields.Raw()


class SearchQuestion(ma.Schema):
    """What may be asked. Whatever cannot be read is left out, as on the page."""

    class Meta:
        """Unknown parameters are ignored, so that a link with a campaign tag still works."""

        unknown = ma.EXCLUDE

    q = ma.fields.String(metadata={"description": "A name as people type it, a number, a town or an organisation."})
    town = ma.fields.String(metadata={"description": "Only people in this town."})
    near = ma.fields.String(metadata={"description": "Outward half of a postcode; with `miles`."})
    miles = ma.fields.String(metadata={"description": "Distance from `near`: 5, 10, 20, 40 or 80."})
    area = ma.fields.String(metadata={"description": "Practice area.", "examples": [one.value for one in PracticeArea]})
    works_with = ma.fields.String(metadata={"description": "`adults`, `children` or `both`."})
    language = ma.fields.String(metadata={"description": "A language spoken with service users."})
    status = ma.fields.String(metadata={"description": "A status, or a group of them."})
    page = ma.fields.String(metadata={"description": "Page of ten, from 1."})


class ShortEntry(ma.Schema):
    """A person in a list of results."""

    number = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    match = ma.fields.String(required=True, validate=ma.validate.OneOf(["same", "sounds", "similar"]))
    status = ma.fields.String(required=True, validate=ma.validate.OneOf([one.value for one in Status]))
    status_label = ma.fields.String(required=True)
    status_sentence = ma.fields.String(required=True)
    may_use_title = ma.fields.Boolean(required=True)
    town = ma.fields.String(required=True, allow_none=True)
    areas = ma.fields.List(ma.fields.String(), required=True)
    works_with = ma.fields.String(
        required=True, allow_none=True, metadata={"examples": [one.label for one in WorksWith]}
    )
    organisation = ma.fields.String(required=True, allow_none=True)
    languages = ma.fields.List(ma.fields.String(), required=True)
    miles = ma.fields.Integer(
        required=True, allow_none=True, metadata={"description": "About how far from `near`, if that was asked."}
    )


class Advice(ma.Schema):
    """Something worth saying about the search, such as that it was too short."""

    kind = ma.fields.String(required=True)
    suggestions = ma.fields.List(ma.fields.String(), required=True)
    add = ma.fields.String(required=True, allow_none=True)


class SearchAnswer(ma.Schema):
    """One page of results, best first. Only `same` is the name that was asked for; the others are near it."""

    results = ma.fields.List(ma.fields.Nested(ShortEntry), required=True)
    total = ma.fields.Integer(required=True)
    page = ma.fields.Integer(required=True)
    pages = ma.fields.Integer(required=True)
    more = ma.fields.Boolean(required=True, metadata={"description": "The list was cut: `total` is its length."})
    advice = ma.fields.List(ma.fields.Nested(Advice), required=True)
    read_at = ma.fields.DateTime(required=True)


class Order(ma.Schema):
    """A restriction as the public may read it."""

    kind = ma.fields.String(required=True)
    label = ma.fields.String(required=True)
    sentence = ma.fields.String(required=True)
    text = ma.fields.String(required=True, allow_none=True)
    starts = ma.fields.Date(required=True)
    ends = ma.fields.Date(required=True, allow_none=True)
    in_force = ma.fields.Boolean(required=True)
    reference = ma.fields.String(required=True)
    address = ma.fields.String(required=True, metadata={"description": "The page of its own."})
    not_met = ma.fields.Boolean(required=True, metadata={"description": "A panel found that it was not met."})


class OtherRegister(ma.Schema):
    """A place on another body's register."""

    body = ma.fields.String(required=True)
    body_name = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    link = ma.fields.String(required=True, allow_none=True)
    checked_on = ma.fields.Date(required=True, allow_none=True)


class WholeEntry(ma.Schema):
    """Everything the public may see of one entry."""

    number = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    status = ma.fields.String(required=True, validate=ma.validate.OneOf([one.value for one in Status]))
    status_label = ma.fields.String(required=True)
    status_sentence = ma.fields.String(required=True)
    tone = ma.fields.String(required=True)
    may_use_title = ma.fields.Boolean(required=True)
    first_registered = ma.fields.Date(required=True)
    period_from = ma.fields.Date(required=True, allow_none=True)
    period_to = ma.fields.Date(required=True, allow_none=True)
    breaks = ma.fields.List(ma.fields.List(ma.fields.Date()), required=True)
    town = ma.fields.String(required=True, allow_none=True)
    areas = ma.fields.List(ma.fields.String(), required=True)
    works_with = ma.fields.String(required=True, allow_none=True)
    organisation = ma.fields.String(required=True, allow_none=True)
    languages = ma.fields.List(ma.fields.String(), required=True)
    certificate = ma.fields.Boolean(required=True)
    other_registrations = ma.fields.List(ma.fields.Nested(OtherRegister), required=True)
    insurance_to = ma.fields.Date(required=True, allow_none=True)
    restrictions = ma.fields.List(ma.fields.Nested(Order), required=True)
    former_names = ma.fields.List(ma.fields.String(), required=True)
    statement = ma.fields.String(required=True, allow_none=True)
    as_at = ma.fields.Date(required=True, allow_none=True)
    read_at = ma.fields.DateTime(required=True)


class OnDay(ma.Schema):
    """The day an entry is asked about."""

    class Meta:
        """Unknown parameters are ignored."""

        unknown = ma.EXCLUDE

    on = ma.fields.String(metadata={"description": "A past day, YYYY-MM-DD. Left out: now."})


class CheckedNumber(ma.Schema):
    """The answer to one number, in the order they were given. Blank ones get none."""

    line = ma.fields.Integer(required=True)
    given = ma.fields.String(required=True)
    number = ma.fields.String(required=True, allow_none=True)
    verdict = ma.fields.String(required=True, validate=ma.validate.OneOf([one.value for one in checking.Verdict]))
    sentence = ma.fields.String(required=True)
    entry = ma.fields.Nested(WholeEntry, required=True, allow_none=True)
    suggestion = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "The one number on the register a slip away."}
    )
    same_as = ma.fields.Integer(
        required=True, allow_none=True, metadata={"description": "The earlier line with the same number."}
    )


class CheckAnswer(ma.Schema):
    """One answer for each number."""

    results = ma.fields.List(ma.fields.Nested(CheckedNumber), required=True)
    read_at = ma.fields.DateTime(required=True)


def _answer(body: dict[str, Any], code: int = 200) -> Response:
    response = jsonify(body)
    response.status_code = code
    return response


def _bad(sentence: str) -> Response:
    return _answer({"code": 400, "status": "Bad Request", "message": sentence}, 400)


@blueprint.route("/register", methods=["GET"])
@guard.public("Anyone may search the register by machine.")
@pace.searches
@blueprint.arguments(SearchQuestion, location="query", as_kwargs=True)
@blueprint.response(200, SearchAnswer)
def search(**_asked: str) -> Response:
    """Search the register."""
    return _answer(look_up(read_search(request.args)).as_json())


@blueprint.route("/register/<number>", methods=["GET"])
@guard.public("Anyone may read an entry by machine.")
@pace.entries
@blueprint.arguments(OnDay, location="query", as_kwargs=True)
@blueprint.response(200, WholeEntry)
@blueprint.alt_response(404, schema=Fault, description="No such entry, or nothing of it may be shown.")
@blueprint.alt_response(400, schema=Fault, description="The day cannot be read, or has not come yet.")
def entry(number: str, on: str = "") -> Response:
    """One entry, now or on a past day."""
    asked = read_day(on)
    if asked.problem:
        return _bad(asked.problem)
    right = read_number(number)
    found = publication.public_entry(right.number, on=asked.day) if right.number else None
    if found is None:
        said = right.problem or "There is no entry with that number that we may show."
        return _answer({"code": 404, "status": "Not Found", "message": said}, 404)
    return _answer(found.as_json())


_NUMBERS = {"type": "array", "items": {"type": "string", "maxLength": 200}}
_BODY = {
    "required": True,
    "description": "Registration numbers in any spelling: a list, or an object that holds one as `numbers`.",
    "content": {
        "application/json": {
            "schema": {
                "oneOf": [_NUMBERS, {"type": "object", "required": ["numbers"], "properties": {"numbers": _NUMBERS}}]
            },
            "example": ["CM004271S"],
        }
    },
}


@blueprint.route("/register/check", methods=["POST"])
@guard.public("Anyone may check many numbers by machine. Nothing is kept.")
@pace.checks
@blueprint.doc(requestBody=_BODY)
@blueprint.response(200, CheckAnswer)
@blueprint.alt_response(400, schema=Fault, description="Not a list of numbers, or more than may be checked at once.")
def check() -> Response:
    """Check many numbers at once."""
    try:
        given = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, deeper than any list of numbers
        given = None
    numbers = given.get("numbers") if isinstance(given, dict) else given
    if not isinstance(numbers, list) or not all(isinstance(one, str) and len(one) <= 200 for one in numbers):
        return _bad('Send a list of registration numbers as JSON, such as ["CM004271S"].')
    most = policy.CHECK_MANY.value()
    if len(numbers) > most:
        return _bad(f"There are {len(numbers)} numbers here. We check up to {most} at once.")
    return _answer(checking.as_json(checking.check(numbers)))


def install(app: Flask) -> None:
    """Give an app the JSON and its document at `/api/openapi.json`. No viewer: those load from elsewhere."""
    app.config.update(
        API_TITLE="The public register of the Institute of Registered Case Managers",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        OPENAPI_JSON_INDENT=2,
    )
    api = Api(app)
    api.register_blueprint(blueprint)
    because = guard.Access(guard.Audience.EVERYONE, "Machines read how the JSON is made.")
    guard.declare(app, "api-docs.openapi_json", because)
