"""Secrets are encrypted with a key that is made once, kept for its owner, and missed when gone."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack

import pytest
from cryptography.fernet import Fernet

from bot.vault import KEY_FILE, KeyProblem, SecretLost, open_vault


def files_in(folder):
    return sorted(file.name for file in folder.iterdir())


def key():
    return Fernet.generate_key().decode()


@pytest.fixture
def vault(tmp_path):
    """A vault with the keys that are given, newest first; without one, with a key file."""
    return lambda *keys: open_vault(",".join(keys) or None, tmp_path)


@pytest.mark.parametrize("secret", ["secret", "пароль 💎", "a b\tc", "x" * 5000])
def test_what_was_sealed_is_opened(vault, secret):
    with_key = vault(key())
    encrypted = with_key.encrypt(secret)
    assert secret not in encrypted
    assert with_key.decrypt(encrypted) == secret


def test_the_same_secret_is_sealed_differently_each_time(vault):
    with_key = vault(key())
    assert with_key.encrypt("secret") != with_key.encrypt("secret")


def test_the_newest_key_seals_and_the_older_ones_still_open(vault):
    old, new = key(), key()
    encrypted = vault(old).encrypt("secret")
    both = vault(new, old)
    assert both.decrypt(encrypted) == "secret"
    assert vault(new).decrypt(both.encrypt("secret")) == "secret"
    assert not vault(old).can_decrypt(both.encrypt("secret"))


@pytest.mark.parametrize("encrypted", ["", "garbage", "gAAAAA", "ключ"])
def test_what_no_key_opens_is_lost(vault, encrypted):
    with pytest.raises(SecretLost):
        vault(key()).decrypt(encrypted)


def test_a_key_file_is_made_once_for_the_owner_alone(vault, tmp_path):
    encrypted = vault().encrypt("secret")
    made = (tmp_path / KEY_FILE).read_bytes()
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert vault().decrypt(encrypted) == vault().decrypt(vault().encrypt("secret")) == "secret"
    assert (tmp_path / KEY_FILE).read_bytes() == made
    assert files_in(tmp_path) == [KEY_FILE]


def test_a_configured_key_needs_no_file(vault, tmp_path):
    vault(key()).encrypt("secret")
    assert files_in(tmp_path) == []


def test_configured_keys_may_have_spaces_and_a_comma_too_many(vault):
    old, new = key(), key()
    encrypted = vault(old).encrypt("secret")
    assert vault(f" {new} ", f" {old}", "").decrypt(encrypted) == "secret"


@pytest.mark.parametrize("configured", ["abc", ",", "x" * 44, "ключ", "a" * 43 + "=,b"])
def test_a_key_that_is_none_is_told_without_showing_it(vault, configured):
    with pytest.raises(KeyProblem, match="ENCRYPTION_KEY is not a Fernet key") as caught:
        vault(configured)
    assert configured == "," or configured not in str(caught.value)


def test_another_key_is_told_in_one_line_that_names_where_it_came_from(vault, tmp_path):
    encrypted = vault(key()).encrypt("secret")
    assert vault(key()).diagnose([encrypted]).startswith("with ENCRYPTION_KEY 1 of 1 secrets")
    (tmp_path / KEY_FILE).write_text(key())
    line = vault().diagnose([encrypted])
    assert f"with {tmp_path / KEY_FILE} 1 of 1 secrets" in line
    assert "\n" not in line


def test_a_lost_key_file_is_missed_and_not_made_by_reading(vault, tmp_path):
    encrypted = vault().encrypt("secret")
    (tmp_path / KEY_FILE).unlink()
    assert "is missing" in vault().diagnose([encrypted])
    with pytest.raises(SecretLost):
        vault().decrypt(encrypted)
    assert files_in(tmp_path) == []


def test_a_key_file_that_is_brought_back_opens_at_once(vault, tmp_path):
    opened = vault()
    encrypted = opened.encrypt("secret")
    (tmp_path / KEY_FILE).rename(tmp_path / "elsewhere")
    assert not opened.can_decrypt(encrypted)
    (tmp_path / "elsewhere").rename(tmp_path / KEY_FILE)
    assert opened.decrypt(encrypted) == "secret"
    assert opened.diagnose([encrypted]) is None


def test_one_secret_of_another_key_does_not_close_the_others(vault):
    mine, foreign = vault().encrypt("secret"), vault(key()).encrypt("foreign")
    assert vault().decrypt(mine) == "secret"
    with pytest.raises(SecretLost):
        vault().decrypt(foreign)
    assert "1 of 2 secrets" in vault().diagnose([mine, foreign])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"not a key\n"])
def test_a_key_file_without_a_key_is_told_and_left_as_it_was(vault, tmp_path, content):
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(KeyProblem, match=r"bot\.key is not a Fernet key"):
        vault().encrypt("secret")
    assert (tmp_path / KEY_FILE).read_bytes() == content


async def test_without_descriptors_a_secret_is_not_lost_and_opens_when_there_are_some(
    tmp_path, process
):
    code = """
import os, resource, sys
from pathlib import Path
from bot.vault import KeyUnreadable, SecretLost, open_vault
vault = open_vault(None, Path(sys.argv[1]))
encrypted = vault.encrypt("secret")
resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
taken = []
try:
    while True:
        taken.append(os.open(os.devnull, os.O_RDONLY))
except OSError:
    pass
said = []
for ask in (
    lambda: vault.decrypt(encrypted),
    lambda: vault.can_decrypt(encrypted),
    lambda: vault.encrypt("other"),
):
    try:
        ask()
    except KeyUnreadable as problem:
        said.append(str(problem))
trouble = vault.diagnose([encrypted])
for handle in taken:
    os.close(handle)
print(*said, trouble, vault.decrypt(encrypted), sep="\\n")
"""
    async with process(code, tmp_path) as running:
        out, errors = await running.communicate()
    why = f"{tmp_path / KEY_FILE}: cannot be read right now (Too many open files)"
    later = "; nothing is lost, and the secrets open again when it can"
    assert out.decode().splitlines() == [why, why, why, why + later, "secret"], errors.decode()
    assert files_in(tmp_path) == [KEY_FILE]


def test_what_a_killed_process_left_behind_is_not_in_the_way(vault, tmp_path):
    (tmp_path / f"{KEY_FILE}.{os.getpid()}").write_bytes(b"half a k")
    assert vault().decrypt(vault().encrypt("secret")) == "secret"


@pytest.mark.parametrize("configured", [True, False])
def test_a_rotated_key_opens_the_old_and_seals_the_new(vault, tmp_path, configured):
    old, new = key(), key()
    before, rotated = (vault(old), vault(new, old)) if configured else (vault(), vault())
    encrypted = before.encrypt("secret")
    (renewed, lost) = rotated.rotate([encrypted, vault(key()).encrypt("of nobody")])
    assert lost is None
    assert rotated.decrypt(renewed) == rotated.decrypt(encrypted) == "secret"
    assert len(rotated.keys()) == 2
    assert open_vault(rotated.keys()[0], tmp_path).decrypt(renewed) == "secret"


async def test_processes_that_start_at_once_agree_on_one_key(tmp_path, process):
    code = """
import sys
from pathlib import Path
from bot.vault import open_vault
print("ready", flush=True)
sys.stdin.readline()
for folder in sorted(Path(sys.argv[1]).iterdir()):
    print(open_vault(None, folder).encrypt("secret"))
"""
    folders = [tmp_path / f"{number:03}" for number in range(60)]
    for folder in folders:
        folder.mkdir()
    async with AsyncExitStack() as stack:
        running = [await stack.enter_async_context(process(code, tmp_path)) for _ in range(3)]
        for each in running:
            assert await each.stdout.readline() == b"ready\n"
        said = await asyncio.gather(*(each.communicate(b"\n") for each in running))
    for folder, *encrypted in zip(folders, *(out.decode().split() for out, _ in said), strict=True):
        vault = open_vault(None, folder)
        assert [vault.decrypt(each) for each in encrypted] == ["secret"] * 3
        assert files_in(folder) == [KEY_FILE]
