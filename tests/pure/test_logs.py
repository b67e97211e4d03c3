"""The log hides what opens something, in messages, arguments and tracebacks."""

from __future__ import annotations

import json
import logging

import pytest

from bot.logs import JsonFormatter, RedactingFormatter, redacted, set_up_logging

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
SECRET = "a-secret-that-opens-a-register"


def record(message, *values, error=None):
    trace = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot.test", logging.INFO, __file__, 1, message, values, trace)


def raised(text):
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


@pytest.mark.parametrize("formatter", [RedactingFormatter(), JsonFormatter()])
def test_nothing_that_opens_something_is_in_a_line(formatter):
    line = formatter.format(
        record(
            "asked %s with %s",
            f"https://api.telegram.org/bot{TOKEN}/getMe",
            {"auth_login": "shop", "auth_secret": SECRET},
            error=raised(f"body {json.dumps({'auth_secret': SECRET})} for {TOKEN}"),
        )
    )
    assert TOKEN not in line
    assert SECRET not in line
    assert "getMe" in line
    assert "ValueError" in line


@pytest.mark.parametrize("text", ["1234:5678", "12:00:00", "a: b", "“auth_login”: 'shop'"])
def test_ordinary_words_stay(text):
    assert redacted(text) == text


def test_a_json_line_is_one_object_with_its_time_and_level():
    line = JsonFormatter().format(record("two\nlines %s", 1, error=raised("x")))
    assert "\n" not in line
    fields = json.loads(line)
    assert (fields["level"], fields["logger"], fields["message"]) == (
        "INFO",
        "bot.test",
        "two\nlines 1",
    )
    assert fields["time"].endswith("+00:00")
    assert fields["traceback"].endswith("ValueError: x")


@pytest.fixture
def _logging_as_before():
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("aiogram", "httpx", "httpcore", "aiosqlite", "asyncio"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.usefixtures("_logging_as_before")
@pytest.mark.parametrize("style", ["text", "json"])
def test_other_libraries_are_quiet_unless_something_is_wrong(style, capsys):
    set_up_logging("INFO", style)
    logging.getLogger("httpx").info("HTTP Request: POST …")
    logging.getLogger("bot.services").info("hello %s", TOKEN)
    (line,) = capsys.readouterr().err.splitlines()
    assert "hello ***" in line
