"""`make security`: what strangers, former members and careless clients must not be able to do."""

from __future__ import annotations

import sys

from tools.proof.run import main

PROOFS = {
    "M1": "matrix",
    "M2": "canaries",
    "M3": "swaps",
    "M4": "stuffing",
    "M5": "oracles",
    "M6": "revocations",
    "M7": "scripts",
    "M9": "sign_in",
    "M10": "forgery",
    "M12": "content",
    "headers": "headers",
}

if __name__ == "__main__":
    sys.exit(main("tools.security", PROOFS, sys.argv[1:], ear="tools.security.ear"))
