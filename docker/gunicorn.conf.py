"""Pages and REST: a few processes, each with a few threads that keep their database connection."""

bind = "0.0.0.0:8000"
workers = 2
worker_class = "gthread"
threads = 8
timeout = 30
graceful_timeout = 20
keepalive = 30
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108 (a heartbeat file on a disk can block)
control_socket_disable = True
