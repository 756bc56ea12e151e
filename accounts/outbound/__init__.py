"""Calls to addresses that somebody typed in: trackers, webhooks. One way out, and it never leads back inside."""

from accounts.outbound.fetch import Limits, Reply, fetch
from accounts.outbound.refusals import AddressRefused, OutboundError, TooLarge, TooSlow, Unreachable
from accounts.outbound.target import Target

__all__ = [
    "AddressRefused",
    "Limits",
    "OutboundError",
    "Reply",
    "Target",
    "TooLarge",
    "TooSlow",
    "Unreachable",
    "fetch",
]
