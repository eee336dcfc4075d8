"""The register's pages. A route loads, asks, and shows; it decides nothing."""

from __future__ import annotations

from flask import Flask

from accounts.routes import forgery
from register.operations import following_account
from register.routes import (
    api,
    check_many,
    claim,
    decisions,
    entry,
    following,
    health,
    pages,
    post,
    private_post,
    search,
    staff,
    standards,
    statements,
    verify,
)

#: What follows when an account changes has to be known before anybody comes in.
KNOWN = (following_account,)
#: Looking up many numbers changes nothing, so other programs may post without a form of ours.
CHANGE_NOTHING = ("check_many.answer", "check_many.answer_as_csv", "api.check")


def install(app: Flask) -> None:
    """Give an app the register's pages and its read-only JSON."""
    for module in (
        pages,
        search,
        entry,
        decisions,
        check_many,
        statements,
        verify,
        standards,
        health,
        claim,
        staff,
        post,
        private_post,
        following,
    ):
        app.register_blueprint(module.blueprint)
    api.install(app)
    forgery.spare(app, CHANGE_NOTHING)
