"""The broker in Redis, for which a Redis that is full is one to come back to, like one that is away.

To Kombu its refusal is an error of the program: it ends a worker for good, or leaves it with a message it believes
to have in hand, and with two of those it takes no more.
"""

from contextlib import suppress

from kombu.transport import TRANSPORT_ALIASES, redis
from redis.exceptions import OutOfMemoryError


class QoS(redis.QoS):
    """What could not be acknowledged is out of our hands; Redis gives it out again, and a task may run twice."""

    def ack(self, delivery_tag: str) -> None:
        with suppress(OutOfMemoryError):
            self._remove_from_indices(delivery_tag).execute()  # type: ignore[attr-defined]  # not in its stubs
        self._quick_ack(delivery_tag)  # type: ignore[attr-defined]


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    """Kombu's own, with one more reason to connect again."""

    Channel = Channel
    connection_errors = (*redis.Transport.connection_errors, OutOfMemoryError)


TRANSPORT_ALIASES.update(dict.fromkeys(("redis", "rediss"), f"{__name__}:Transport"))
