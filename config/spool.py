"""A Celery broker in a folder, for one machine without Redis.

Kombu's own file-system transport writes to the final name, so a reader can take half a message and stop the
worker; it deletes a message when it is read, so one in hand is lost with the worker; and a message sent while
another thread still binds the queue is dropped. This one publishes by renaming, keeps a message in `claimed` until
it is acknowledged, and binds nothing.
"""

import json
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

import kombu.transport
from kombu.transport import filesystem


class Channel(filesystem.Channel):
    """Messages are files `<time>_<id>.<queue>.msg`, oldest first."""

    @property
    def ready(self) -> Path:
        return Path(self.data_folder_in)

    @property
    def claimed(self) -> Path:
        return Path(self.processed_folder)

    def get_table(self, exchange: str) -> list[Any]:
        """Bind every queue to the exchange of its own name, from the start: there is nothing to agree on."""
        return [filesystem.exchange_queue_t(exchange, "", exchange)]

    def _queue_bind(self, *_: Any) -> None:
        """Nothing to do."""

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]  # as in Kombu's own
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        draft = self.ready / f".{name}"
        draft.write_text(json.dumps(payload), encoding="utf-8")
        draft.rename(self.ready / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for path in self._waiting(queue):
            try:
                payload = json.loads(path.read_text(encoding="utf-8"))
                path.rename(self.claimed / f"{payload['properties']['delivery_tag']}.{queue}.msg")
            except FileNotFoundError:  # another worker took it
                continue
            return payload
        raise Empty

    def _waiting(self, queue: str) -> list[Path]:
        return sorted(path for path in self.ready.iterdir() if path.name.partition(".")[2] == f"{queue}.msg")

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        super().basic_ack(delivery_tag, multiple)
        self._forget(delivery_tag)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        super().basic_reject(delivery_tag, requeue)
        self._forget(delivery_tag)

    def _forget(self, delivery_tag: str) -> None:
        for path in self.claimed.glob(f"{delivery_tag}.*.msg"):
            path.unlink(missing_ok=True)


class Transport(filesystem.Transport):
    """`spool://`, with the folders in the transport options."""

    Channel = Channel
    driver_type = driver_name = "spool"


def transport_options(folder: Path) -> dict[str, Any]:
    """Create the folders of a queue and return the transport options that name them."""
    for name in ("messages", "claimed"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "claimed"),
        "store_processed": False,
        "polling_interval": 0.2,
    }


def reclaim(options: dict[str, Any]) -> int:
    """Put what the last worker had in hand back in front of what waits, and return how much that was."""
    ready, claimed = Path(options["data_folder_in"]), Path(options["processed_folder"])
    messages = list(claimed.glob("*.msg"))
    for path in messages:
        tag, _, rest = path.name.partition(".")
        path.rename(ready / f"{0:020d}_{tag}.{rest}")
    return len(messages)


kombu.transport.TRANSPORT_ALIASES["spool"] = "config.spool:Transport"
