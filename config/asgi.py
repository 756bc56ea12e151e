"""Everything, for uvicorn."""

from django.core.asgi import get_asgi_application

from config import start

start.begin("asgi")
application = get_asgi_application()
