"""No test leaves the machine, and a warning is an error."""

from __future__ import annotations

import socket
import warnings

import pytest

from tests.frame import network


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", ""])
def test_this_machine_may_be_reached(host: str) -> None:
    assert network.is_this_machine(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "register.example", "10.0.0.1", "localhost.example"])
def test_any_other_machine_may_not(host: str) -> None:
    assert not network.is_this_machine(host)


def test_a_connection_elsewhere_is_refused() -> None:
    with pytest.raises(network.NetworkRefused):
        socket.create_connection(("192.0.2.1", 80), timeout=0.01)
    with socket.socket() as held, pytest.raises(network.NetworkRefused):
        held.connect(("192.0.2.1", 80))
    with socket.socket(type=socket.SOCK_DGRAM) as held, pytest.raises(network.NetworkRefused):
        held.sendto(b"", ("192.0.2.1", 53))
    with pytest.raises(network.NetworkRefused):
        socket.getaddrinfo("register.example", 443)
    assert len(network.attempts) == 4
    network.attempts.clear()


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="careful"):
        warnings.warn("careful", UserWarning, stacklevel=1)
