"""For whoever looks at the board for the first time: a card that wants to be moved."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

TEXT = """\
Press `m`, then the number of a lane; or drag me; or press Space, walk with the arrow keys, and press Space again.

I am a task, so no lane asks me for a hypothesis. `z` takes the move back, `?` lists all keys.
"""
WELCOME = [
    On(
        -1,
        "17:30",
        "ada",
        stage.create("Try it: move me with M", kind="task", to="top", description=TEXT, labels=["start here"]),
        "welcome",
    )
]
