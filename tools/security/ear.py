"""Hears every answer of all proofs: what its headers lack, and secrets that stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tools.proof.client import Answer

EVERYWHERE = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=()",
    "x-frame-options": "DENY",
}
UNSAFE_SOURCES = re.compile(r"unsafe-|\*|https?:")
# The same for everybody.
OPEN_TO_CACHES = ("/health/", "/static/", "/offline-worker.js", "/api/v1/schema", "/api/v1/docs")
SECRETS = re.compile(rb"pbkdf2_|argon2|bcrypt|md5\$|plk_[A-Za-z0-9_-]{40,}|SECRET_KEY|Traceback \(most recent")
SHOWS_SECRETS = ("/profile/tokens/", "/api/v1/tokens")  # that of a token, once, to who has made it


@dataclass
class Ear:
    heard: int = 0
    lacking: set[str] = field(default_factory=set)
    leaking: set[str] = field(default_factory=set)

    def hear(self, method: str, path: str, answer: Answer) -> None:
        self.heard += 1
        at = f"{method} {path.split('?')[0]} {answer.status}"
        self.lacking |= {f"{at}: {what}" for what in lacks(path, answer)}
        if SECRETS.search(answer.body) and not (method == "POST" and path.startswith(SHOWS_SECRETS)):
            self.leaking.add(at)


def lacks(path: str, answer: Answer) -> list[str]:
    """What every answer must carry, and this one does not."""
    found = [name for name, part in EVERYWHERE.items() if part not in answer.headers.get(name, "")]
    if UNSAFE_SOURCES.search(answer.headers.get("content-security-policy", "")):
        found.append("a policy without holes")
    kind = answer.headers.get("content-type", "")
    if answer.body and not kind:
        found.append("content-type")
    if kind.startswith("text/") and "charset" not in kind:
        found.append("charset")
    if "server" in answer.headers and any(letter.isdigit() for letter in answer.headers["server"]):
        found.append("silence about its version")
    private = answer.status == 200 and not path.startswith(OPEN_TO_CACHES)
    if private and not re.search(r"no-store|private", answer.headers.get("cache-control", "")):
        found.append("cache-control")
    return found


EAR = Ear()
