"""A real, small IMAP server (RFC 3501) in a thread: one user, one folder, flags kept."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Folder:
    """The messages by UID, and which of them are marked as seen."""

    messages: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    password: str = "secret word"


class _Conversation(socketserver.StreamRequestHandler):
    folder: Folder

    def handle(self) -> None:
        self._say("* OK ready")
        for line in iter(self.rfile.readline, b""):
            tag, _, rest = line.decode().strip().partition(" ")
            if not self._answer(tag, rest):
                return

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _answer(self, tag: str, rest: str) -> bool:
        verb = " ".join(rest.split()[: 2 if rest.upper().startswith("UID") else 1]).upper()
        if verb == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif verb == "LOGIN" and self.folder.password not in rest:
            self._say(f"{tag} NO wrong password")
            return True
        elif verb == "SELECT":
            self._say(f"* {len(self.folder.messages)} EXISTS")
        elif verb == "UID SEARCH":
            self._say("* SEARCH " + " ".join(str(u) for u in self.folder.messages if u not in self.folder.seen))
        elif verb == "UID FETCH":
            self._fetch(int(rest.split()[2]))
        elif verb == "UID STORE":
            self.folder.seen.add(int(re.search(r"STORE (\d+) \+FLAGS", rest)[1]))
        elif verb == "LOGOUT":
            self._say("* BYE")
        self._say(f"{tag} OK done")
        return verb != "LOGOUT"

    def _fetch(self, uid: int) -> None:
        raw = self.folder.messages[uid]
        self._say(f"* 1 FETCH (UID {uid} BODY[] {{{len(raw)}}}")
        self.wfile.write(raw)
        self._say(")")


@contextmanager
def imap_server() -> Iterator[tuple[Folder, str]]:
    """The folder, and the MAIL_IMAP_URL that leads to it."""
    folder = Folder()
    handler = type("Conversation", (_Conversation,), {"folder": folder})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"imap://reponses:secret%20word@127.0.0.1:{server.server_address[1]}/INBOX"
        server.shutdown()
