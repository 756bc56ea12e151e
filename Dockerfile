# One image for every process; the command says which one it is (docker-compose.yml).

FROM node:20-bookworm-slim AS browser
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim-bookworm AS python
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
COPY requirements/production.txt /tmp/
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/production.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data prooflane \
    && install -d -o prooflane -g prooflane /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PROOFLANE_DATA_DIR=/data
WORKDIR /app
COPY --from=python /venv /venv
COPY . .
# The hashed files belong to the image; the values are needed to start and are in no later layer's environment.
RUN --mount=type=bind,from=browser,source=/app/node_modules,target=/app/node_modules \
    SECRET_KEY=only-while-the-image-is-built-and-nowhere-after-it-is-built \
    ALLOWED_HOSTS=localhost SITE_URL=http://localhost PROOFLANE_DATA_DIR=/tmp/data \
    python manage.py collectstatic --no-input --verbosity 0
USER prooflane
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "docker/gunicorn.conf.py"]
