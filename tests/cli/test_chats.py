"""`crystalpay-bot chat …`: grants, from the terminal."""

from __future__ import annotations

import pytest

GROUP = "-1001234567890"


async def test_a_group_is_allowed_by_its_negative_id(cli):
    said = await cli.ok("chat", "allow", GROUP)
    assert said == f"Chat {GROUP} can now see all registers, including later ones.\n"
    assert await cli.ok("chat", "list") == f"{GROUP:>16}  all registers\n"


async def test_a_chat_is_allowed_some_registers_and_then_more(cli):
    await cli.has_shop()
    await cli.has_shop("Market")
    await cli.has_shop("Third")
    await cli.ok("chat", "allow", GROUP, "--register", "shop", "--register", "MARKET")
    await cli.ok("chat", "allow", "--register", "third", GROUP)
    assert "Shop, Market, Third" in await cli.ok("chat", "list")


async def test_a_chat_is_denied_one_register_and_then_everything(cli):
    await cli.has_shop()
    await cli.has_shop("Market")
    await cli.ok("chat", "allow", GROUP, "--register", "Shop", "--register", "Market")
    await cli.ok("chat", "allow", "77", "--register", "Shop")
    await cli.ok("chat", "deny", GROUP, "--register", "shop")
    assert "Market" in (await cli.ok("chat", "list")).splitlines()[0]
    assert await cli.ok("chat", "deny", GROUP) == f"Chat {GROUP} can no longer see anything.\n"
    (line,) = (await cli.ok("chat", "list")).splitlines()
    assert line.split() == ["77", "Shop"]


async def test_denying_a_chat_what_it_has_not_says_so_and_records_nothing(cli):
    await cli.has_shop()
    await cli.has_shop("Market")
    await cli.ok("chat", "allow", "77", "--register", "Shop")
    before = await cli.ok("audit")
    assert await cli.ok("chat", "deny", GROUP) == f"Chat {GROUP} has no access.\n"
    said = await cli.ok("chat", "deny", "77", "--register", "market")
    assert said == "Chat 77 has no access to market.\n"
    assert await cli.ok("audit") == before
    assert "Shop" in await cli.ok("chat", "list")


async def test_one_register_cannot_be_taken_out_of_all(cli):
    await cli.has_shop()
    await cli.ok("chat", "allow", GROUP)
    line = await cli.fails("chat", "deny", GROUP, "--register", "Shop")
    assert "can see all registers" in line
    assert "all registers" in await cli.ok("chat", "list")


async def test_an_empty_list_says_what_to_do(cli):
    assert "crystalpay-bot chat allow CHAT_ID" in await cli.ok("chat", "list")


@pytest.mark.parametrize("command", ["allow", "deny"])
async def test_a_register_that_is_not_there_changes_nothing(cli, command):
    await cli.has_shop()
    await cli.ok("chat", "allow", "5", "--register", "Shop")
    before = await cli.ok("chat", "list")
    line = await cli.fails("chat", command, "5", "--register", "Shop", "--register", "none")
    assert line == "Error: there is no register “none”; the registers are: Shop"
    assert await cli.ok("chat", "list") == before


@pytest.mark.parametrize("chat_id", ["@name", "", "1.5", "9" * 25, "-" + "9" * 25])
async def test_what_is_no_chat_id_is_told(cli, chat_id):
    result = await cli("chat", "allow", chat_id)
    assert result.exit_code == 2
    assert "CHAT_ID" in result.stderr
