"""The demo team: five people, one board with three months of research behind it, made by ordinary actions."""

from integrations.demo.cast import Cast, make_cast
from integrations.demo.play import make_board

__all__ = ["Cast", "make_board", "make_cast"]
