"""Secrets are sealed with a key that is made once, kept for its owner, and missed when gone."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack

import pytest
from cryptography.fernet import Fernet

from bot.vault import KEY_FILE, ConfiguredKeys, KeyProblem, SecretLost, Vault, open_vault


def files_in(folder):
    return sorted(file.name for file in folder.iterdir())


def key():
    return Fernet.generate_key().decode()


def vault_with(*keys):
    return Vault(ConfiguredKeys(",".join(keys)))


@pytest.mark.parametrize("secret", ["secret", "пароль 💎", "a b\tc", "x" * 5000])
def test_what_was_sealed_is_opened(secret):
    vault = vault_with(key())
    sealed = vault.seal(secret)
    assert secret not in sealed
    assert vault.open(sealed) == secret


def test_the_same_secret_is_sealed_differently_each_time():
    vault = vault_with(key())
    assert vault.seal("s") != vault.seal("s")


def test_the_newest_key_seals_and_the_older_ones_still_open():
    old, new = key(), key()
    sealed = vault_with(old).seal("secret")
    both = vault_with(new, old)
    assert both.open(sealed) == "secret"
    assert vault_with(new).open(both.seal("secret")) == "secret"
    assert not vault_with(old).opens(both.seal("secret"))


@pytest.mark.parametrize("sealed", ["", "garbage", "gAAAAA", "ключ"])
def test_what_no_key_opens_is_lost(sealed):
    with pytest.raises(SecretLost):
        vault_with(key()).open(sealed)


def test_a_key_file_is_made_for_the_first_secret_and_for_the_owner_alone(tmp_path):
    vault = open_vault(None, tmp_path)
    assert vault.keys() == ()
    assert files_in(tmp_path) == []
    sealed = vault.seal("secret")
    made = (tmp_path / KEY_FILE).read_bytes()
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert open_vault(None, tmp_path).open(sealed) == "secret"
    open_vault(None, tmp_path).seal("another")
    assert (tmp_path / KEY_FILE).read_bytes() == made
    assert files_in(tmp_path) == [KEY_FILE]


def test_a_configured_key_needs_no_file(tmp_path):
    open_vault(key(), tmp_path).seal("secret")
    assert files_in(tmp_path) == []


def test_configured_keys_are_parted_by_commas(tmp_path):
    old, new = key(), key()
    sealed = vault_with(old).seal("secret")
    assert open_vault(f" {new} , {old},", tmp_path).open(sealed) == "secret"


@pytest.mark.parametrize("configured", ["abc", ",", "x" * 44, "ключ", "a" * 43 + "=,b"])
def test_a_key_that_is_none_is_told_without_showing_it(tmp_path, configured):
    with pytest.raises(KeyProblem, match="ENCRYPTION_KEY is not a Fernet key") as caught:
        open_vault(configured, tmp_path)
    assert configured == "," or configured not in str(caught.value)


def test_another_key_is_told_and_names_where_it_came_from(tmp_path):
    sealed = vault_with(key()).seal("secret")
    assert "with ENCRYPTION_KEY 1 of 1 secrets" in open_vault(key(), tmp_path).trouble([sealed])
    (tmp_path / KEY_FILE).write_text(key())
    assert "bot.key 1 of 1 secrets" in open_vault(None, tmp_path).trouble([sealed])


def test_a_lost_key_file_is_missed_and_made_anew_only_for_a_new_secret(tmp_path):
    vault = open_vault(None, tmp_path)
    lost = vault.seal("secret")
    old = (tmp_path / KEY_FILE).read_text()
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(SecretLost):
        vault.open(lost)
    assert "bot.key is missing, and without it 1 of 1" in vault.trouble([lost])
    assert files_in(tmp_path) == []
    sealed = vault.seal("set anew")
    assert vault.open(sealed) == "set anew"
    assert "1 of 2" in vault.trouble([lost, sealed])
    with (tmp_path / KEY_FILE).open("a") as file:
        file.write(old)
    assert vault.trouble([lost, sealed]) is None


def test_one_secret_of_another_key_does_not_close_the_others(tmp_path):
    vault = open_vault(None, tmp_path)
    mine, foreign = vault.seal("secret"), vault_with(key()).seal("foreign")
    again = open_vault(None, tmp_path)
    assert again.open(mine) == "secret"
    with pytest.raises(SecretLost):
        again.open(foreign)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"not a key\n", b"\n\n"])
def test_a_key_file_without_a_key_is_told_and_left_as_it_was(tmp_path, content):
    (tmp_path / KEY_FILE).write_bytes(content)
    vault = open_vault(None, tmp_path)
    sealed = vault_with(key()).seal("secret")
    assert "key" in vault.trouble([sealed])
    with pytest.raises(SecretLost):
        vault.open(sealed)
    for change in (lambda: vault.seal("secret"), lambda: vault.renew([sealed])):
        with pytest.raises(KeyProblem, match=r"bot\.key is not a Fernet key"):
            change()
    assert (tmp_path / KEY_FILE).read_bytes() == content


def test_a_key_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / KEY_FILE).mkdir()
    with pytest.raises(KeyProblem, match=r"bot\.key: Is a directory"):
        open_vault(None, tmp_path).keys()


def test_a_rotation_puts_a_new_key_in_front_and_every_vault_follows(tmp_path):
    vault, running = open_vault(None, tmp_path), open_vault(None, tmp_path)
    old = vault.seal("secret")
    foreign = vault_with(key()).seal("foreign")
    before = vault.keys()
    (renewed, left) = vault.renew([old, foreign])
    assert left is None
    newest, *others = (tmp_path / KEY_FILE).read_text().split()
    assert tuple(others) == before
    assert vault_with(newest).open(renewed) == "secret"
    assert running.open(renewed) == "secret"
    assert running.open(old) == "secret"
    assert vault_with(newest).open(running.seal("later")) == "later"
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert files_in(tmp_path) == [KEY_FILE]


def test_a_rotation_without_a_key_makes_one(tmp_path):
    open_vault(None, tmp_path).renew([])
    assert len((tmp_path / KEY_FILE).read_text().split()) == 1


def test_configured_keys_are_rotated_by_their_owner(tmp_path):
    old, new = key(), key()
    sealed = vault_with(old).seal("secret")
    with pytest.raises(KeyProblem, match="Put a new one in front"):
        open_vault(old, tmp_path).renew([sealed])
    (renewed,) = open_vault(f"{new},{old}", tmp_path).renew([sealed])
    assert vault_with(new).open(renewed) == "secret"
    assert files_in(tmp_path) == []


def test_what_a_killed_process_left_behind_is_not_in_the_way(tmp_path):
    (tmp_path / f"{KEY_FILE}.{os.getpid()}").write_bytes(b"half a k")
    vault = open_vault(None, tmp_path)
    assert vault.open(vault.seal("secret")) == "secret"


async def test_processes_that_start_at_once_agree_on_one_key(tmp_path, process):
    code = """
import sys
from pathlib import Path
from bot.vault import open_vault
print("ready", flush=True)
sys.stdin.readline()
for folder in sorted(Path(sys.argv[1]).iterdir()):
    print(open_vault(None, folder, []).seal("secret"))
"""
    folders = [tmp_path / f"{number:03}" for number in range(60)]
    for folder in folders:
        folder.mkdir()
    async with AsyncExitStack() as stack:
        running = [await stack.enter_async_context(process(code, tmp_path)) for _ in range(3)]
        for each in running:
            assert await each.stdout.readline() == b"ready\n"
        said = await asyncio.gather(*(each.communicate(b"\n") for each in running))
    for folder, *sealed in zip(folders, *(out.decode().split() for out, _ in said), strict=True):
        vault = open_vault(None, folder, [])
        assert [vault.open(each) for each in sealed] == ["secret"] * 3
        assert files_in(folder) == [KEY_FILE]
