"""`crystalpay-bot register …`: nothing is saved that CrystalPAY refuses, and no secret is shown."""

from __future__ import annotations

import pytest
from cli.conftest import SECRET

from sandbox.faults import Fault


async def test_a_register_is_added_with_its_secret_from_a_pipe(cli, crystalpay):
    said = await cli.ok("register", "add", "Shop", "--login", "shop", stdin=f"{SECRET}\nmore\n")
    assert said == "Added “Shop”.\n"
    assert await cli.names() == ["Shop"]
    assert [request.path for request in crystalpay.requests] == ["/v3/me/info/"]
    assert "0.00050000" in await cli.ok("balance")


async def test_keys_that_crystalpay_refuses_are_not_saved(cli):
    line = await cli.fails("register", "add", "Shop", "--login", "shop", stdin="wrong\n")
    assert line == (
        "Error: CrystalPAY rejected this register's login or secret. Nothing was "
        "saved (--unchecked saves without checking)."
    )
    assert await cli.names() == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(silence=True), "CrystalPAY is not answering."),
        (Fault(drop=True), "Can't connect to CrystalPAY."),
        (Fault(status=502), "CrystalPAY has a problem (HTTP 502). Try again later."),
        (Fault(body="<html>"), "CrystalPAY sent an answer I can't read."),
        (Fault(status=429), "Too many requests to CrystalPAY."),
    ],
)
async def test_a_crystalpay_in_trouble_is_told_and_nothing_is_saved(cli, crystalpay, fault, words):
    crystalpay.fault(fault)
    line = await cli.fails("register", "add", "Shop", "--login", "shop", stdin=SECRET)
    assert words in line
    assert await cli.names() == []


async def test_unchecked_saves_without_asking(cli, crystalpay):
    said = await cli.ok("register", "add", "Shop", "--login", "x", "--unchecked", stdin="s")
    assert said == "Added “Shop”. It was not checked.\n"
    assert crystalpay.requests == []


@pytest.mark.parametrize("stdin", ["", "\n", "  \n", "\nsecond line\n"])
async def test_no_secret_is_no_register(cli, stdin):
    line = await cli.fails("register", "add", "Shop", "--login", "shop", stdin=stdin)
    assert line == "Error: no secret was given; nothing was saved"
    assert await cli.names() == []


BAD_NAMES = {
    "": "1 to 32 characters",
    "n" * 33: "1 to 32 characters",
    "two\nlines": "one line",
    " space": "one line",
    "refresh": "already used by a button",
    "ALL": "already used by a button",
    "show EMPTY": "already used by a button",
    "обновить": "already used by a button",
    "Скрыть пустые": "already used by a button",
    "sHOP": "there is already a register “sHOP”",
}


async def test_such_a_name_is_given_to_no_register_old_or_new(cli, crystalpay):
    await cli.has_shop()
    await cli.has_shop("Second", "x")
    for name, why in BAD_NAMES.items():
        assert why in await cli.fails("register", "add", name, "--login", "x", stdin=SECRET)
        assert why in await cli.fails("register", "rename", "Second", name)
    assert await cli.names() == ["Shop", "Second"]
    assert crystalpay.requests == []


async def test_thirty_two_letters_of_any_kind_are_a_name(cli):
    await cli.has_shop("Ю" * 31 + "💎")
    assert await cli.names() == ["Ю" * 31 + "💎"]


async def test_the_list_shows_logins_and_no_secret(cli):
    assert "No registers yet." in await cli.ok("register", "list")
    await cli.has_shop()
    await cli.has_shop("Second", "login-2")
    first, second = (await cli.ok("register", "list")).splitlines()
    assert first.startswith("Shop    added 20")
    assert first.endswith("login shop")
    assert second.startswith("Second  added 20")


async def test_a_renamed_register_keeps_its_grants(cli):
    await cli.has_shop()
    await cli.ok("chat", "allow", "5", "--register", "shop")
    assert await cli.ok("register", "rename", "SHOP", "Market") == "Renamed “SHOP” to “Market”.\n"
    assert "Market" in await cli.ok("chat", "list")
    await cli.ok("register", "rename", "Market", "MARKET")
    assert await cli.names() == ["MARKET"]


async def test_a_removed_register_is_gone_without_a_question_from_a_pipe(cli):
    await cli.has_shop()
    assert await cli.ok("register", "remove", "shop") == "Deleted “shop”.\n"
    assert await cli.names() == []


async def test_a_new_secret_replaces_the_old_one_if_crystalpay_takes_it(cli, crystalpay):
    await cli.ok("register", "add", "Shop", "--login", "shop", "--unchecked", stdin="old-secret")
    assert "rejected" in await cli.fails("register", "set-secret", "shop", stdin="wrong")
    await cli.ok("register", "set-secret", "shop", stdin=SECRET)
    assert "0.00050000" in await cli.ok("balance", "shop")
    crystalpay.requests.clear()
    await cli.ok("register", "set-secret", "shop", "--unchecked", stdin="unchecked")
    assert crystalpay.requests == []


@pytest.mark.parametrize(
    "arguments",
    [("remove", "none"), ("rename", "none", "new"), ("set-secret", "none")],
)
async def test_an_unknown_name_is_told_with_those_there_are(cli, arguments):
    await cli.has_shop()
    line = await cli.fails("register", *arguments, stdin=SECRET)
    assert line == "Error: there is no register “none”; the registers are: Shop"


@pytest.mark.parametrize(
    "arguments",
    [
        ("register", "remove", "\udcff"),
        ("register", "add", "x", "--login", "\udcff", "--unchecked"),
        ("balance", "\udcff"),
    ],
)
async def test_bytes_of_another_encoding_are_no_traceback(cli, arguments):
    assert "is not text in UTF-8" in await cli.fails(*arguments, stdin=SECRET)
