"""The settings, from the environment, `.env` and Docker secrets; no error contains a value."""

import base64
import os
import re
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings import SettingsError as SourceError

SECRETS_DIRECTORY = Path("/run/secrets")

_FERNET_KEY_BYTES = 32


class SettingsError(Exception):
    """A setting is wrong. The text is one line that names the setting and what is expected."""


def _split_numbers(value: object) -> object:
    if not isinstance(value, str):
        return value
    return frozenset(part.strip() for part in value.split(",") if part.strip())


def _web_address(value: str) -> str:
    parts = urlsplit(value)  # raises ValueError, and so does a port above 65535
    host = parts.hostname or ""
    if "xn--" in host:
        import idna  # slow to import; httpx uses it too

        idna.encode(host)  # raises for an invalid name
    is_address = parts.scheme in ("http", "https") and host and parts.port != 0
    if not is_address or parts.query or parts.fragment or re.search(r"\s", value):
        raise ValueError
    return value if value.endswith("/") else value + "/"


WebAddress = Annotated[str, BeforeValidator(_web_address)]


class Settings(BaseSettings):
    """Every setting. Its description completes the sentence «expected …»; times are in seconds."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        frozen=True,
    )

    bot_token: SecretStr | None = Field(
        None, description="the token from @BotFather, such as 123456789:AA…"
    )
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_split_numbers)] = Field(
        frozenset(), description="Telegram user ids separated by commas, such as 12345678,87654321"
    )
    database_path: Path = Field(
        Path("data/bot.sqlite3"),
        description="the path of a file; its folder is created if it is missing",
    )
    encryption_key: SecretStr | None = Field(
        None,
        description="one or more Fernet keys (44 characters of URL-safe base64) separated by "
        "commas, the newest first",
    )
    telegram_api_url: WebAddress = Field(
        "https://api.telegram.org/", description="an address that starts with http:// or https://"
    )
    crystalpay_api_url: WebAddress = Field(
        "https://api.crystalpay.io/v3/",
        description="an address that starts with http:// or https://",
    )
    crystalpay_timeout: float = Field(
        10, gt=0, le=60, description="seconds, more than 0 and at most 60"
    )
    crystalpay_rate_limit: int = Field(
        4, ge=1, le=1_000_000, description="requests per second, a whole number from 1"
    )
    reading_ttl: float = Field(5, ge=0, le=3600, description="seconds from 0 (always read) to 3600")
    watch_interval: float = Field(
        60, ge=0, le=86_400, description="seconds from 1 to 86400, or 0 (do not watch)"
    )
    flood_user_per_minute: int = Field(
        30,
        ge=1,
        le=1_000_000,
        description="messages and presses of one user per minute, a whole number from 1",
    )
    flood_chat_per_minute: int = Field(
        60,
        ge=1,
        le=1_000_000,
        description="messages and presses in one chat per minute, a whole number from 1",
    )
    flood_stranger_per_minute: int = Field(
        5,
        ge=1,
        le=1_000_000,
        description="messages and presses of a stranger per minute, a whole number from 1",
    )
    default_language: str = Field(
        "en", description="the code of a language of the bot, such as en or ru"
    )
    timezone: str = Field("UTC", description="a name from the IANA list, such as Europe/Moscow")
    defer_models: bool = Field(
        True, description="true or false; false builds aiogram's models at the start, all of them"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["text", "json"] = Field("text", description="text or json")

    @property
    def zone(self) -> tzinfo:
        return UTC if self.timezone == "UTC" else ZoneInfo(self.timezone)

    @field_validator("bot_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None:
            number, _, rest = token.get_secret_value().partition(":")
            if not (number.isdecimal() and rest) or " " in rest:
                raise ValueError
        return token

    @field_validator("encryption_key")
    @classmethod
    def _are_fernet_keys(cls, configured: SecretStr | None) -> SecretStr | None:
        """As `vault` checks them, but without importing a cipher, which is slow."""
        if configured is not None:
            keys = [key.strip() for key in configured.get_secret_value().split(",")]
            if {len(base64.urlsafe_b64decode(key)) for key in keys if key} != {_FERNET_KEY_BYTES}:
                raise ValueError
        return configured

    @field_validator("watch_interval")
    @classmethod
    def _is_off_or_at_least_a_second(cls, seconds: float) -> float:
        if 0 < seconds < 1:
            raise ValueError
        return seconds

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name != "UTC":
            try:
                ZoneInfo(name)
            except (LookupError, ValueError, OSError) as error:
                raise ValueError from error
        return name

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level


def load_settings() -> Settings:
    """Raises SettingsError."""
    folder = Path(os.environ.get("SECRETS_DIR", SECRETS_DIRECTORY))
    try:
        return Settings(_secrets_dir=folder if folder.is_dir() else None)
    except ValidationError as error:
        raise SettingsError(_first_mistake(error)) from None
    except OSError as error:
        raise SettingsError(f"{error.filename}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise SettingsError(".env: expected text in UTF-8") from None
    except SourceError as error:
        raise SettingsError(f"the settings cannot be read: {type(error).__name__}") from None


def _first_mistake(error: ValidationError) -> str:
    name = str(error.errors(include_input=False, include_context=False)[0]["loc"][0])
    return f"{name.upper()}: expected {Settings.model_fields[name.lower()].description}"
