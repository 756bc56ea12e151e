"""Everything, for uvicorn."""

import warnings

from django.core.asgi import get_asgi_application

from config import start

start.begin("asgi")
# WhiteNoise hands out its files in pieces; Django reads them in a thread, which is what we want.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
application = get_asgi_application()
