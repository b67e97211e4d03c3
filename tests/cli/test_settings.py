"""Settings: where they come from, and one line without a value for each that is wrong."""

from __future__ import annotations

import base64

import pytest
from pydantic import SecretStr

from bot.config import Settings, SettingsError, load_settings
from bot.vault import KeyProblem, open_vault

KEY = base64.urlsafe_b64encode(b"test-key-that-opens-nothing-1234").decode()


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "secrets"))
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


WRONG = [
    ("BOT_TOKEN", "no-token-but-hidden"),
    ("BOT_TOKEN", "12345:has a hidden space"),
    ("ENCRYPTION_KEY", "hidden-key"),
    ("ENCRYPTION_KEY", f"{KEY},hidden-key"),
    ("ADMIN_IDS", "12,hidden"),
    ("ADMIN_IDS", "1;2"),
    ("TELEGRAM_API_URL", "api.hidden.org"),
    ("CRYSTALPAY_API_URL", "ftp://hidden"),
    ("CRYSTALPAY_API_URL", "http://"),
    ("CRYSTALPAY_API_URL", "http://["),
    ("CRYSTALPAY_API_URL", "http://xn--hidden-/"),
    ("CRYSTALPAY_API_URL", "http://hidden:99999999/"),
    ("CRYSTALPAY_API_URL", "http://hidden host/"),
    ("CRYSTALPAY_API_URL", "http://hidden/?key=1"),
    ("CRYSTALPAY_TIMEOUT", "0"),
    ("CRYSTALPAY_TIMEOUT", "nan"),
    ("CRYSTALPAY_TIMEOUT", "61"),
    ("CRYSTALPAY_RATE_LIMIT", "0"),
    ("CRYSTALPAY_RATE_LIMIT", "1.5"),
    ("READING_TTL", "-1"),
    ("READING_TTL", "nan"),
    ("READING_TTL", "inf"),
    ("TIMEZONE", "Mars/Hidden"),
    ("TIMEZONE", "../../etc/passwd"),
    ("LOG_LEVEL", "HIDDEN"),
    ("LOG_FORMAT", "hidden"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_one_line_that_names_it_and_no_value(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=rf"^{name}: expected \w+") as caught:
        load_settings()
    line = str(caught.value)
    assert "\n" not in line
    assert "hidden" not in line.lower()
    assert caught.value.__suppress_context__


def test_the_defaults_are_those_of_the_issue(tmp_path):
    settings = load_settings()
    assert str(settings.database_path) == "data/bot.sqlite3"
    assert settings.crystalpay_api_url == "https://api.crystalpay.io/v3/"
    assert (settings.crystalpay_timeout, settings.crystalpay_rate_limit) == (10, 4)
    assert (settings.reading_ttl, settings.default_language, settings.timezone) == (5, "en", "UTC")
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert (settings.bot_token, settings.encryption_key, settings.admin_ids) == (
        *(None, None),
        frozenset(),
    )


def test_every_setting_says_what_is_expected_of_it():
    assert all(field.description for field in Settings.model_fields.values())


def test_values_are_read_as_they_are_meant(monkeypatch):
    for name, value in {
        "ADMIN_IDS": " 12, 34,,-100200 ",
        "LOG_LEVEL": "debug",
        "CRYSTALPAY_API_URL": "http://127.0.0.1:1/v3",
        "TIMEZONE": "Europe/Moscow",
        "READING_TTL": "",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.admin_ids == {12, 34, -100200}
    assert settings.log_level == "DEBUG"
    assert settings.crystalpay_api_url == "http://127.0.0.1:1/v3/"
    assert str(settings.zone) == "Europe/Moscow"
    assert settings.reading_ttl == 5


def test_the_environment_comes_before_env_and_env_before_secrets(monkeypatch, tmp_path):
    (tmp_path / "secrets").mkdir()
    for name in ("bot_token", "timezone", "log_level"):
        value = "123456:of-the-secrets" if name == "bot_token" else "of-the-secrets"
        (tmp_path / "secrets" / name).write_text(f"{value}\n")
    (tmp_path / ".env").write_text("TIMEZONE=Asia/Tokyo\nLOG_LEVEL=of-env\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    settings = load_settings()
    assert settings.bot_token == SecretStr("123456:of-the-secrets")
    assert (settings.timezone, settings.log_level) == ("Asia/Tokyo", "ERROR")


def test_secrets_do_not_show_in_the_settings(monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", "123456:a-hidden-token")
    monkeypatch.setenv("ENCRYPTION_KEY", KEY)
    settings = load_settings()
    assert settings.encryption_key == SecretStr(KEY)
    assert "hidden" not in repr(settings) + str(settings)
    assert KEY not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    "configured",
    [
        *(KEY, f" {KEY} , {KEY},", KEY[:-1], KEY + "=", f"{KEY}\n", f"{KEY} {KEY}"),
        *("abc", ",", "x" * 44, "ключ", "a" * 43 + "=,b", " "),
    ],
)
def test_what_the_vault_takes_for_keys_is_taken_as_the_setting(monkeypatch, tmp_path, configured):
    monkeypatch.setenv("ENCRYPTION_KEY", configured)
    try:
        open_vault(configured, tmp_path)
    except KeyProblem:
        with pytest.raises(SettingsError, match=r"^ENCRYPTION_KEY: expected one or more Fernet"):
            load_settings()
    else:
        assert load_settings().encryption_key == SecretStr(configured)


def test_a_file_in_another_encoding_is_one_line(tmp_path):
    (tmp_path / ".env").write_bytes(b"BOT_TOKEN=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env: expected text in UTF-8"):
        load_settings()


async def test_the_command_ends_with_2_and_one_line(cli):
    line = await cli.fails("balance", code=2, READING_TTL="soon")
    assert line == "Error: READING_TTL: expected seconds from 0 (always read) to 3600"


@pytest.mark.parametrize("command", ["run", "balance", "check", "health"])
async def test_a_key_that_is_none_ends_every_command_with_2_and_one_line(cli, command):
    line = await cli.fails(command, code=2, ENCRYPTION_KEY="hidden-key")
    assert line.startswith("Error: ENCRYPTION_KEY: expected one or more Fernet keys")
    assert "hidden-key" not in line
