# Two stages: the locked requirements are installed with their hashes, then only they and the
# source go into the image. `docker run … demo` plays the demo; the default runs the bot.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_REQUIRE_HASHES=1
COPY requirements-installer.txt requirements.txt ./
RUN python -m venv /venv \
    && /venv/bin/python -m pip install -r requirements-installer.txt \
    && /venv/bin/python -m pip install -r requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin colloquy \
    && install -d -o colloquy -g colloquy /data
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    COLLOQUY_DATABASE=/data/colloquy.db
WORKDIR /app
COPY --from=build /venv /venv
COPY LICENSE ./
COPY bot ./bot
COPY cogs ./cogs
USER colloquy
VOLUME /data
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot", "run"]
