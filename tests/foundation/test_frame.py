"""What every page stands in: headers on every answer, errors in words, UK dates, static files that may be kept."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask, Response, abort, redirect
from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed, TooManyRequests
from werkzeug.wrappers import Response as BaseResponse

from foundation import frame
from foundation.errors import Missing, NotAllowed, Refused
from foundation.settings import ROOT, Settings
from foundation.words import say_day, say_deadline, say_moment, say_months, say_size

IN_PRODUCTION = Settings(
    production=True,
    clamd="scanner.example:3310",
    secret_key="a" * 40,
    mail_server="mail.ircm.example",
    database_url="sqlite://",
    public_url="https://register.ircm.example",
)


def dressed(settings: Settings | None = None) -> Flask:
    """An application with nothing but its frame: no database, so no page here can have asked one."""
    app = Flask("dressed", root_path=str(ROOT), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 2_000_000
    frame.dress(app, settings or Settings())

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/own")
    def own() -> Response:
        return Response("kept away", headers={"Cache-Control": "no-store"})

    @app.get("/away")
    def away() -> BaseResponse:
        return redirect("/hello")

    @app.get("/fail")
    def fail() -> str:
        raise RuntimeError("a secret that no page may say")

    @app.get("/api/fail")
    def api_fail() -> str:
        raise RuntimeError("a secret that no page may say")

    @app.get("/says/<int:code>")
    def says(code: int) -> str:
        abort(code)

    @app.get("/wait")
    def wait() -> str:
        raise TooManyRequests(retry_after=60)

    @app.get("/refused/<kind>")
    def refused(kind: str) -> str:
        raise {"refused": Refused, "not-allowed": NotAllowed, "missing": Missing}[kind]("Not <b>today</b>.")

    @app.get("/api/refused")
    def api_refused() -> str:
        raise Refused("Not today.")

    return app


@pytest.fixture(scope="module")
def plain() -> FlaskClient:
    return dressed().test_client()


# Headers


@pytest.mark.parametrize("address", ["/hello", "/away", "/nothing", "/fail", "/api/nothing", "/static/nothing.css"])
def test_every_answer_carries_the_headers(plain: FlaskClient, address: str) -> None:
    answer = plain.get(address, buffered=True)
    for name, value in frame.HEADERS.items():
        assert answer.headers[name] == value
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("address", ["/hello", "/nothing", "/static/app.css", "/favicon.ico"])
def test_production_asks_for_tls_from_then_on(address: str) -> None:
    answer = dressed(IN_PRODUCTION).test_client().get(address, buffered=True)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    allowed = dict(part.split(" ", 1) for part in frame.CONTENT_SECURITY_POLICY.split("; "))
    assert allowed["default-src"] == "'none'"
    assert set(allowed.values()) == {"'none'", "'self'"}


def test_a_view_may_be_stricter_than_the_frame(plain: FlaskClient) -> None:
    assert plain.get("/own").headers["Cache-Control"] == "no-store"


# Static files


def test_a_fingerprinted_file_may_be_kept_for_good(plain: FlaskClient) -> None:
    address = frame.fingerprint_files(frame.STATIC)["app.css"]
    assert re.fullmatch(r"app\.[0-9a-f]{8}\.css", address)
    answer = plain.get(f"/static/{address}", buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_stylesheet_travels_small_and_unchanged(plain: FlaskClient) -> None:
    address = f"/static/{frame.fingerprint_files(frame.STATIC)['app.css']}"
    whole = plain.get(address, buffered=True)
    small = plain.get(address, buffered=True, headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(small.data) == whole.data
    assert len(small.data) < 20_000


def test_a_plain_name_is_kept_for_an_hour_only(plain: FlaskClient) -> None:
    answer = plain.get("/static/app.css", buffered=True)
    assert answer.headers["Cache-Control"] == "max-age=3600, public"


@pytest.mark.parametrize(
    "address", ["/static/app.00000000.css", "/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/root"]
)
def test_nothing_else_is_served(plain: FlaskClient, address: str) -> None:
    assert plain.get(address, buffered=True).status_code == 404


@pytest.mark.parametrize("address", ["/favicon.ico", "/favicon.svg", "/apple-touch-icon.png"])
def test_icons_answer_at_the_top(plain: FlaskClient, address: str) -> None:
    answer = plain.get(address, buffered=True)
    assert answer.status_code == 200
    assert (answer.mimetype or "").startswith("image/")


def test_a_misspelt_file_name_stops_the_page() -> None:
    app = dressed()
    with app.test_request_context("/"), pytest.raises(KeyError):
        app.jinja_env.from_string("{{ static('ap.css') }}").render()


def test_the_stylesheet_names_only_files_that_are_here() -> None:
    css = (frame.STATIC / "app.css").read_text(encoding="utf-8")
    named = re.findall(r"url\(([^)]*)\)", css)
    assert named
    assert [name for name in named if not (frame.STATIC / name).is_file()] == []
    assert "//" not in "".join(named)


def test_the_look_is_our_own() -> None:
    css = (frame.STATIC / "app.css").read_text(encoding="utf-8")
    assert "GDS Transport" not in css
    assert not list(frame.STATIC.rglob("*crown*")) + list(frame.STATIC.rglob("*govuk*"))
    assert "SIL OPEN FONT LICENSE" in (frame.STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8").upper()
    assert "MIT License" in (frame.STATIC / "kit-licence.txt").read_text(encoding="utf-8")


# Errors


@pytest.mark.parametrize("code", sorted(frame.ERROR_PAGES))
def test_each_error_has_its_own_page(plain: FlaskClient, code: int) -> None:
    answer = plain.get(f"/says/{code}")
    assert answer.status_code == code
    heading = re.search(r"<h1>(.*?)</h1>", answer.text)
    assert heading
    assert f"<title>{heading[1]} – " in answer.text
    for part in ("What was kept", "What you can do", "Talk to a person", "mailto:"):
        assert part in answer.text


def test_no_two_errors_say_the_same() -> None:
    app = dressed()
    with app.test_request_context("/"):
        headings = [re.findall(r"<h1>.*?</h1>", frame.render_error(code))[0] for code in frame.ERROR_PAGES]
    assert len(set(headings)) == len(frame.ERROR_PAGES)


@pytest.mark.parametrize(("code", "page"), [(410, 400), (415, 400), (422, 400), (501, 500), (503, 500)])
def test_other_codes_are_told_with_the_nearest_page(plain: FlaskClient, code: int, page: int) -> None:
    answer = plain.get(f"/says/{code}")
    assert answer.status_code == code
    with plain.application.test_request_context("/"):
        assert answer.text == frame.render_error(page)


def test_a_fault_says_nothing_of_its_cause(plain: FlaskClient) -> None:
    for address in ("/fail", "/api/fail"):
        answer = plain.get(address)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "RuntimeError" not in answer.text


def test_a_fault_is_told_even_when_its_page_cannot_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    app = dressed()

    def broken(code: int, sentence: str | None = None) -> str:
        raise LookupError("the template is gone")

    monkeypatch.setattr(frame, "render_error", broken)
    answer = app.test_client().get("/fail")
    assert answer.status_code == 500
    assert answer.text == frame.LAST_WORDS
    assert answer.headers["Content-Security-Policy"] == frame.CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(("kind", "code"), [("refused", 409), ("not-allowed", 403), ("missing", 404)])
def test_the_domain_is_told_in_its_own_sentence(plain: FlaskClient, kind: str, code: int) -> None:
    answer = plain.get(f"/refused/{kind}")
    assert answer.status_code == code
    assert "Not &lt;b&gt;today&lt;/b&gt;." in answer.text


def test_a_wrong_method_still_names_the_right_ones(plain: FlaskClient) -> None:
    answer = plain.post("/hello")
    assert answer.status_code == MethodNotAllowed.code
    assert "GET" in answer.headers["Allow"]
    assert answer.mimetype == "text/html"


def test_being_too_quick_says_when_to_come_back(plain: FlaskClient) -> None:
    answer = plain.get("/wait")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"


def test_too_large_says_how_large_may_be(plain: FlaskClient) -> None:
    assert "up to 2 MB" in plain.get("/says/413").text


def test_programs_are_answered_as_programs(plain: FlaskClient) -> None:
    missing = plain.get("/api/nothing")
    assert missing.status_code == 404
    assert missing.json is not None
    assert missing.json["code"] == 404
    assert missing.json["status"] == "Not Found"
    refused = plain.get("/api/refused")
    assert refused.status_code == 409
    assert refused.json == {"code": 409, "status": "Conflict", "message": "Not today."}


def test_an_address_that_is_not_text_is_no_fault(plain: FlaskClient) -> None:
    assert plain.get("/%ff%fe%00").status_code == 404


# Dates and times in words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        # The clocks go forward on 29 March 2026 at 1am and back on 25 October 2026 at 2am.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "12:30am, 29 March 2026"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "12:59am, 29 March 2026"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2am, 29 March 2026"),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), "11:59pm, 29 March 2026"),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), "midnight, 30 March 2026"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "12:30am, 25 October 2026"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "1:30am, 25 October 2026"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "1:30am, 25 October 2026"),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), "11:59pm, 25 October 2026"),
        (datetime(2027, 3, 3, 17, 30, tzinfo=UTC), "5:30pm, 3 March 2027"),
        (datetime(2027, 3, 3, 9, 5, tzinfo=UTC), "9:05am, 3 March 2027"),
        (datetime(2027, 3, 3, 12, 0, tzinfo=UTC), "midday, 3 March 2027"),
        (datetime(2028, 2, 29, 0, 0, tzinfo=UTC), "midnight, 29 February 2028"),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), "11:59pm, 31 December 2026"),
    ],
)
def test_moments_are_told_as_the_uk_lives_them(moment: datetime, words: str) -> None:
    assert say_moment(moment) == words


def test_a_deadline_is_told_with_its_weekday() -> None:
    assert say_deadline(datetime(2026, 11, 24, 17, 0, tzinfo=UTC)) == "5pm on Tuesday 24 November 2026"
    assert say_deadline(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "12:30am on Thursday 2 July 2026"


def test_the_two_half_past_ones_differ_for_machines() -> None:
    first = frame.time_tag(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    second = frame.time_tag(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert first == '<time datetime="2026-10-25T01:30+01:00">1:30am, 25 October 2026</time>'
    assert second == '<time datetime="2026-10-25T01:30+00:00">1:30am, 25 October 2026</time>'


def test_days_are_told_without_zeros() -> None:
    assert say_day(date(2027, 3, 3)) == "3 March 2027"
    assert say_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"
    assert frame.time_tag(date(2027, 3, 3)) == '<time datetime="2027-03-03">3 March 2027</time>'


def test_a_moment_of_no_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        say_moment(datetime(2027, 3, 3, 12, 0))  # noqa: DTZ001  # that is the fault


# Words


def test_the_kit_makes_form_fields_in_its_own_hand() -> None:
    app = dressed()
    source = (
        '{% from "govuk_frontend_jinja/components/input/macro.html" import govukInput %}'
        '{{ govukInput({"id": "town", "name": "town", "label": {"text": "Town"}, "errorMessage": {"text": "No"}}) }}'
    )
    with app.test_request_context("/"):
        made = app.jinja_env.from_string(source).render()
    assert 'for="town"' in made
    assert 'aria-describedby="town-error"' in made


def test_text_keeps_its_lines_and_nothing_else() -> None:
    assert frame.keep_lines("one\r\ntwo\n\n\n<b>three</b>\n") == "<p>one<br>two</p>\n<p>&lt;b&gt;three&lt;/b&gt;</p>"


def test_options_are_escaped_and_the_chosen_one_is_marked() -> None:
    tags = frame.option_tags([("a", "A & B"), ('"b', "B")], '"b')
    assert tags == '<option value="a">A &amp; B</option><option value="&#34;b" selected>B</option>'


@pytest.mark.parametrize(
    ("size", "words"), [(2_000_000, "2 MB"), (2_097_152, "2.1 MB"), (4_500, "4.5 kB"), (9, "9 bytes")]
)
def test_sizes_are_round(size: int, words: str) -> None:
    assert say_size(size) == words


@pytest.mark.parametrize(
    ("months", "words"), [(1, "1 month"), (6, "6 months"), (12, "1 year"), (18, "18 months"), (120, "10 years")]
)
def test_long_times_are_told_in_years(months: int, words: str) -> None:
    assert say_months(months) == words


def test_the_institute_is_named_from_its_settings() -> None:
    institute = frame.describe_institute(Settings(institute_phone="+44 1632 960 999", institute_post="A, B 1"))
    assert institute.phone_link == "tel:+441632960999"
    assert institute.post == ("A", "B 1")
