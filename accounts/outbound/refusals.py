"""Why a call to the outside did not come to an answer. The sentences tell nothing of the network behind us."""

from __future__ import annotations

from django.utils.translation import gettext_noop as noop


class OutboundError(Exception):
    """No answer; the sentence is for people, in English: it may be kept, and is `retold` to who reads it."""

    sentence: str = noop("There was no answer.")

    def __init__(self, sentence: str = "") -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)


class AddressRefused(OutboundError):
    """The address is not one we call: the same words whether nothing, a closed or an open port is behind it."""

    sentence = noop(
        "This name leads to no address that may be called. For a private network the operator of this server "
        "names it in PROOFLANE_OUTBOUND_NETWORKS."
    )


class Unreachable(OutboundError):
    sentence = noop("Nothing answers at this address.")


class TooSlow(OutboundError):
    sentence = noop("The answer took too long.")


class TooLarge(OutboundError):
    sentence = noop("The answer is larger than we read.")


BAD_CERTIFICATE = noop("Its certificate cannot be verified.")
NO_SPACES = noop("Write the address as https://host/path, without spaces.")
NO_ADDRESS = noop("This is not an address.")
OTHER_SCHEME = noop("The address must begin with https:// or http://.")
NO_USER = noop("Write the address as https://host/path, without a user or a #.")
OTHER_PORT = noop(
    "Port %(port)s is not among those that may be called. The operator of this server names it in "
    "PROOFLANE_OUTBOUND_PORTS."
)
KEPT = (
    *(refusal.sentence for refusal in (OutboundError, AddressRefused, Unreachable, TooSlow, TooLarge)),
    BAD_CERTIFICATE,
    NO_SPACES,
    NO_ADDRESS,
    OTHER_SCHEME,
    NO_USER,
    OTHER_PORT,
)
