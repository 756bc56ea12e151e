"""Live boards: every open page and every program that follows a board hears of a change within a second."""

from boards.live.streams import Streams

__all__ = ["Streams"]
