"""Pages and REST, for gunicorn."""

from django.core.wsgi import get_wsgi_application

from config import start

start.begin("wsgi")
application = get_wsgi_application()
start.settle()
