"""A stolen database tells no secret, not even while the bot runs or after a change."""

from __future__ import annotations

from pydantic import SecretStr

from bot.app import open_services
from bot.config import Settings
from bot.domain.registers import Credentials

SECRETS = ("first-secret-in-clear", "second-secret-in-clear")


async def test_no_file_holds_a_secret_in_clear(path):
    settings = Settings.model_construct(
        database_path=path, crystalpay_api_url="http://127.0.0.1:1/v3/"
    )
    async with open_services(settings) as services:
        register = await services.registers.add("Shop", Credentials("the-login", SECRETS[0]))
        await services.registers.replace_secret(register, SECRETS[1])
        contents = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert set(contents) == {"bot.sqlite3", "bot.sqlite3-wal", "bot.sqlite3-shm", "bot.key"}
    assert b"the-login" in contents["bot.sqlite3-wal"]
    for content in (*contents.values(), path.read_bytes()):
        assert not any(secret.encode() in content for secret in SECRETS)


async def test_with_a_configured_key_the_folder_holds_no_key(path):
    key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    settings = Settings.model_construct(
        database_path=path,
        crystalpay_api_url="http://127.0.0.1:1/v3/",
        encryption_key=SecretStr(key),
    )
    async with open_services(settings) as services:
        await services.registers.add("Shop", Credentials("the-login", SECRETS[0]))
    assert [file.name for file in path.parent.iterdir()] == ["bot.sqlite3"]
    assert key.encode() not in path.read_bytes()
