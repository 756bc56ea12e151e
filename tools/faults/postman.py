"""How long the receiver of the proofs takes for mails, on this machine and now."""

from __future__ import annotations

import time

from django.core.mail import EmailMessage, get_connection

from tools.proof.house import House

SAMPLE = 20
LEAST, TIMES = 60.0, 3


def mailed_within(house: House, mails: int) -> float:
    """A minute, or thrice what the receiver alone needs for so many plain mails: it takes one after the other."""
    with get_connection() as mailer:
        began = time.monotonic()
        for _ in range(SAMPLE):
            EmailMessage("plain", "as a letter is", to=["nobody@example.org"], connection=mailer).send()
        spent = time.monotonic() - began
    return max(LEAST, TIMES * mails * spent / SAMPLE)
