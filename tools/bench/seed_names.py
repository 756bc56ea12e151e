"""What the seed and the measures both name."""

SIZES = (200, 1000, 5000)
PASSWORD = "correct-horse-battery"  # noqa: S105 (of a server that is gone afterwards)
PEOPLE = 10


def person(number: int) -> str:
    return f"bench{number % PEOPLE}"


def board(size: int) -> str:
    return f"B{size}"
