"""What every response tells the browser: load nothing from elsewhere, run nothing inline, never be framed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from config.middleware import GetResponse

CSP_HEADER = "Content-Security-Policy"


def policy_text(policy: dict[str, list[str]]) -> str:
    """Write a policy as the browser reads it."""
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy.items())


class SecurityHeadersMiddleware:
    """Adds the headers Django has no setting for; a view that set a stricter policy of its own keeps it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = {
            CSP_HEADER: policy_text(settings.SECURE_CSP),
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class OurRequest(HttpRequest):
    """A request to this site that nobody made."""

    def is_secure(self) -> bool:
        return bool(settings.HTTPS)


def headers_of_every_response() -> dict[str, str]:
    """What the middleware adds, for answers that are given in front of it."""
    request, response = OurRequest(), HttpResponse()
    del response.headers["Content-Type"]
    for kind in (XFrameOptionsMiddleware, SecurityMiddleware):
        kind(lambda _: response).process_response(request, response)
    SecurityHeadersMiddleware(lambda _: response)(request)
    return dict(response.headers.items())
