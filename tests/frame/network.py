"""Nothing in a test may leave the machine: a connection to anything but this machine itself is refused and reported."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

#: What tests tried to reach, for the fixture that fails them even when the code swallowed the refusal.
attempts: list[str] = []


class NetworkRefused(OSError):
    """A test tried to leave the machine."""


def stays_here(family: int, address: Any) -> bool:
    """Whether an address of a socket is on this machine."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    return is_this_machine(str(address[0]))


def is_this_machine(host: str) -> bool:
    """Whether a host name or number means this machine itself."""
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def close(patch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and every name look-up that would leave the machine."""
    connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
    getaddrinfo = socket.getaddrinfo

    def refuse(address: object) -> NetworkRefused:
        attempts.append(str(address))
        return NetworkRefused(f"a test tried to reach {address}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not stays_here(self.family, address):
            raise refuse(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if not stays_here(self.family, address):
            raise refuse(address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, *given: Any) -> int:
        if not stays_here(self.family, given[-1]):
            raise refuse(given[-1])
        return sendto(self, *given)

    def guarded_getaddrinfo(host: Any, *given: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host or "")
        if not is_this_machine(name):
            raise refuse(name)
        return getaddrinfo(host, *given, **named)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket.socket, "sendto", guarded_sendto)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
