"""Why a call to the outside did not come to an answer. The sentences tell nothing of the network behind us."""

from __future__ import annotations


class OutboundError(Exception):
    """No answer; the sentence is for people."""

    sentence: str = "There was no answer."

    def __init__(self, sentence: str = "") -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)


class AddressRefused(OutboundError):
    """The address is not one we call: the same words whether nothing, a closed or an open port is behind it."""

    sentence = (
        "This name leads to no address that may be called. For a private network the operator of this server "
        "names it in PROOFLANE_OUTBOUND_NETWORKS."
    )


class Unreachable(OutboundError):
    sentence = "Nothing answers at this address."


class TooSlow(OutboundError):
    sentence = "The answer took too long."


class TooLarge(OutboundError):
    sentence = "The answer is larger than we read."
