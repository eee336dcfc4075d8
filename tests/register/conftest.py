"""What the tests of the register share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> Flask:
    """The application with its rate limits on."""
    return make_app(rate_limits=True)
