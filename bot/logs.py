"""The format of the log, without any secret, not even in a traceback."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

HIDDEN = "***"

_BOT_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
_FIELD = re.compile(r"""(["']?auth_secret["']?\s*[:=]\s*)(["'])(.*?)\2""")


def redacted(text: str) -> str:
    """The text with bot tokens and registers' secrets masked."""
    return _FIELD.sub(rf"\1\2{HIDDEN}\2", _BOT_TOKEN.sub(HIDDEN, text))


class RedactingFormatter(logging.Formatter):
    """Redacts the complete line; a Filter would see neither the merged arguments nor tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class JsonFormatter(RedactingFormatter):
    """One JSON object per line: time (UTC, ISO 8601), level, logger, message, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(level: str, style: str) -> None:
    """Log to standard error. Libraries log from WARNING on, or everything if `level` is DEBUG.

    `level`: a name of the logging module; `style`: text or json.
    """
    handler = logging.StreamHandler(sys.stderr)
    plain = RedactingFormatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter() if style == "json" else plain)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    if level != "DEBUG":
        for name in ("aiogram", "httpx", "httpcore", "aiosqlite", "asyncio"):
            logging.getLogger(name).setLevel(logging.WARNING)
