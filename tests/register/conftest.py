"""What the tests of the register share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """The application with its rate limits on. There is one limiter a process, so they are lifted again afterwards."""
    app = make_app(rate_limits=True)
    yield app
    app.config["RATELIMIT_STORAGE_OPTIONS"]["engine"].dispose()
    make_app()
