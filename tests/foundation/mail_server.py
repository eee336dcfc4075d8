"""A mail server that misbehaves on purpose, for the tests of the outbox."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable


class WickedServer:
    """Speaks enough SMTP for one letter a connection; `answers` replaces what it says to a command.

    An answer of "" closes the connection without a word, "…" says nothing and lets the sender wait.
    """

    def __init__(self, **answers: str) -> None:
        self.answers = {"HELO": "250 ok", "EHLO": "250 ok", "MAIL": "250 ok", "RCPT": "250 ok", "RSET": "250 ok"}
        self.answers |= {"DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye", **answers}
        self.taken: list[str] = []
        self.asked = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._held: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._held.append(connection)
            threading.Thread(target=self._speak, args=(connection,), daemon=True).start()

    def _speak(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as stream:

            def say(line: str) -> None:
                stream.write(line.encode() + b"\r\n")
                stream.flush()

            try:
                say("220 hello")
                while line := stream.readline().decode().strip():
                    answer = self.answers[line.split()[0].upper()]
                    if line.upper() == "DATA" and answer.startswith("354"):
                        say(answer)
                        answer = self._read_letter(stream.readline)
                    if answer == "…":
                        self.asked.set()
                        connection.recv(1)
                        return
                    if not answer:
                        return
                    say(answer)
            except OSError:
                return

    def _read_letter(self, readline: Callable[[], bytes]) -> str:
        lines = []
        while (line := readline().decode()) not in (".\r\n", ""):
            lines.append(line)
        if self.answers["."].startswith("250"):
            self.taken.append("".join(lines))
        return self.answers["."]

    def stop(self) -> None:
        """Hang up on everybody."""
        self._socket.close()
        for connection in self._held:
            connection.close()
