"""Everything, for uvicorn: the event streams in front, the rest by Django."""

import warnings

from django.core.asgi import get_asgi_application

from config import start

start.begin("asgi")
# WhiteNoise hands out its files in pieces; Django reads them in a thread, which is what we want.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
django = get_asgi_application()

from boards.live import Streams  # noqa: E402 (models can be imported now)
from config.security import headers_of_every_response  # noqa: E402

application = Streams(django, headers_of_every_response())
start.settle()
