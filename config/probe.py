"""Ask a server on this machine whether it is ready: `python -m config.probe 8000`, for containers."""

import http.client
import os
import sys
from urllib.parse import urlsplit

HERE = "127.0.0.1"


def is_ready(port: int, host: str = HERE) -> bool:
    """Tell whether /health/ready answers 200; `host` is the name the site answers for."""
    connection = http.client.HTTPConnection(HERE, port, timeout=3)
    try:
        connection.request("GET", "/health/ready", headers={"Host": host})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    site = urlsplit(os.environ.get("SITE_URL", "")).netloc or HERE
    sys.exit(0 if is_ready(int(sys.argv[1]), site) else 1)
