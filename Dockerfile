# One image for the web, the worker and the beat. Built in two steps, so that what serves holds no
# compiler, no npm and no tests.

FROM debian:bookworm-slim AS assets
RUN apt-get update \
    && apt-get install -y --no-install-recommends nodejs npm ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 fontconfig fonts-dejavu-core \
        postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /app --shell /usr/sbin/nologin register
WORKDIR /app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY --from=assets /app/node_modules node_modules
COPY . .
# Static files are collected with throw-away settings: the secret of this step is used nowhere else.
RUN SENREGISTER_VAR=/tmp/build PY=python scripts/collect \
    && mkdir -p /app/var/private && mv /tmp/build/static /app/var/static && rm -rf /tmp/build \
    && chown -R register: /app/var
USER register
VOLUME /app/var/private
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "scripts/ready.py", "healthy", "8000"]
CMD ["gunicorn", "senregister.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--access-logfile", "-"]
