"""What a register can be called, and that «All» is called so when the bot tells of it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from story import SECRET, Story, new_world, running_bot

from bot.domain.registers import Credentials
from bot.services.registers import BadName, NameFault

KITCHEN = "👨\u200d🍳 Кухня"


@pytest.fixture
async def world(tmp_path: Path):
    async with new_world(tmp_path) as story:
        yield story


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("*", NameFault.MEANS_ALL),
        ("Shop\u202e", NameFault.NOT_A_LINE),
        ("Sh\u200bop", NameFault.NOT_A_LINE),
        ("Sh\u200dop", NameFault.NOT_A_LINE),
    ],
)
async def test_a_name_that_would_mislead_is_refused(
    world: Story, name: str, fault: NameFault
) -> None:
    with pytest.raises(BadName) as refused:
        await world.services.registers.add(name, Credentials("login", SECRET))
    assert refused.value.why is fault


async def test_a_name_with_joined_emoji_is_one_and_stays_whole(world: Story) -> None:
    await world.services.registers.add(KITCHEN, Credentials("login", SECRET))
    assert (await world.services.registers.named(KITCHEN)).name == KITCHEN
    async with running_bot(world):
        shown = await world.admin.sends("/audit")
        assert f"Register added: “{KITCHEN}”" in shown.text


async def test_a_register_is_not_renamed_to_what_stands_for_all(world: Story) -> None:
    await world.services.registers.add("Shop", Credentials("login", SECRET))
    async with running_bot(world):
        await world.admin.sends("/registers")
        for label in ("Shop", "Rename"):
            await world.admin.clicks(label)
        answer = await world.admin.sends("*")
    assert answer.text == "“*” means all registers. Choose another name."


async def test_the_end_of_a_grant_for_all_names_all(world: Story) -> None:
    guest = world.telegram.user("Guest")
    await world.services.access.allow(guest.id)
    async with running_bot(world):
        await guest.sends("/id")
        await world.admin.sends("/id")
        with closing(sqlite3.connect(world.settings.database_path)) as file:
            file.execute("UPDATE grants SET ends_at = 1")
            file.commit()
        await world.told(guest.chat, "⌛ This chat's access has ended: All")
        told = await world.told(world.admin.chat, "has ended")
    assert told.text == "⌛ Access has ended for Guest: All"
