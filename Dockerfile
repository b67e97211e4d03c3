# Two stages: the first one builds a virtual environment, the second one only runs it.
#
# The tag is pinned to a Python and a Debian, not to an exact image. `make pin-image` asks the
# registry for the digest that the tag has now and writes it here (…@sha256:…), for both stages.
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS builder

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /source

# The environment has no pip of its own; the builder's pip fills it. Locked, with hashes.
COPY requirements/runtime.lock requirements/
RUN python -m venv --without-pip /opt/crystalpay-bot \
 && pip --python /opt/crystalpay-bot/bin/python install --require-hashes --requirement requirements/runtime.lock

# The package, built by the locked build backend. Then the backend goes, and `pip check` says
# whether anything that stays had needed it.
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY sandbox sandbox
COPY locales locales
RUN pip --python /opt/crystalpay-bot/bin/python install --no-build-isolation --no-deps . \
 && pip --python /opt/crystalpay-bot/bin/python uninstall --yes \
      hatchling packaging pathspec pluggy tomlkit trove-classifiers \
 && pip --python /opt/crystalpay-bot/bin/python check


FROM ${PYTHON_IMAGE}

# A fixed uid, so that files on a mounted folder can be given to it: chown 10001:10001.
RUN groupadd --gid 10001 bot \
 && useradd --uid 10001 --gid bot --no-create-home --home-dir /data --shell /usr/sbin/nologin bot \
 && install --directory --owner bot --group bot --mode 0700 /data

COPY --from=builder /opt/crystalpay-bot /opt/crystalpay-bot

ENV PATH=/opt/crystalpay-bot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_PATH=/data/bot.sqlite3

USER 10001:10001
WORKDIR /data
VOLUME /data

# Exec form: SIGTERM reaches the bot, not a shell. `docker run … IMAGE check` runs another command.
ENTRYPOINT ["crystalpay-bot"]
CMD ["run"]

# Alive: Telegram has answered within two minutes. `health --ready` says more, which is no reason
# to end the bot.
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=2 \
  CMD ["crystalpay-bot", "health"]
