"""What nobody asked for at this moment is said in the language of whoever reads it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from asking import bot_with_dialogues, is_told
from story import Story, new_story, new_world

APOLOGY = {
    "en": "Something went wrong on the bot's side. Please try again.",
    "ru": "В боте произошла ошибка. Попробуйте ещё раз.",
}
EXPIRED = {
    "en": "Ten minutes have passed, so I'm no longer waiting for an answer. Start "
    "again: /registers",
    "ru": "Прошло десять минут, больше я не жду ответа. Начать заново: /registers",
}
TOO_MUCH = {
    "en": "⏳ Too fast. Please wait a minute.",
    "ru": "⏳ Слишком часто. Подождите минуту.",
}


async def test_an_admin_is_told_of_a_request_in_the_language_last_seen(story: Story) -> None:
    """Not in that of the default, nor in that of the stranger who asks."""
    for language, words in (("ru", "запрашивает доступ"), ("en", "is asking for access")):
        story.admin.speaks(language)
        await story.admin.sends("/start")
        stranger = story.telegram.user("Stranger", language="de")
        await stranger.sends("/start")
        await stranger.clicks("Request")
        await story.told(story.admin.chat, words)
        await story.admin.clicks("⛔", on=story.admin.chat.last)


async def test_a_language_that_was_chosen_goes_before_the_one_last_seen(story: Story) -> None:
    await story.admin.sends("/language")
    await story.admin.clicks("Русский")
    stranger = story.telegram.user("Stranger")
    await stranger.sends("/start")
    await stranger.clicks("Request")
    await story.told(story.admin.chat, "запрашивает доступ")
    await story.admin.clicks("⛔", on=story.admin.chat.last)
    await story.services.viewers.set_language(story.admin.id, None)


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_question_expires_in_the_language_last_seen(tmp_path: Path, language: str) -> None:
    async with new_world(tmp_path) as story, bot_with_dialogues(story) as pending_questions:
        await story.admin.sends("/start")
        story.admin.speaks(language)
        await story.admin.sends("/registers")
        pending_questions.lifetime = 0.05
        await story.admin.clicks("➕")
        await is_told(story.admin, EXPIRED[language])


@pytest.mark.parametrize(("chosen", "spoken"), [(None, "ru"), ("ru", "en"), ("en", "ru")])
async def test_an_apology_is_in_the_language_that_the_chat_chose(
    tmp_path: Path, chosen: str | None, spoken: str
) -> None:
    async with new_story(tmp_path) as story:
        await story.register("Shop")
        group = story.telegram.group("Team")
        await story.services.access.allow(group.id)
        await story.services.viewers.set_language(group.id, chosen)
        member = story.telegram.user("Member", language=spoken)
        await asyncio.to_thread(break_choices, story.settings.database_path)
        screen = await member.sends("/language", to=group)
        toast = await member.clicks("English", on=screen)
        assert toast.text == APOLOGY[chosen or spoken]


def break_choices(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TRIGGER no_choices BEFORE UPDATE OF language ON chats"
            " BEGIN SELECT raise(ABORT, 'no'); END"
        )


@pytest.mark.parametrize(("chosen", "spoken"), [(None, "ru"), ("ru", "en"), ("en", "ru")])
async def test_a_rate_limit_speaks_the_language_that_the_chat_chose(
    tmp_path: Path, chosen: str | None, spoken: str
) -> None:
    async with new_story(tmp_path, flood_user_per_minute=2) as story:
        group = story.telegram.group("Team")
        await story.services.access.allow(group.id)
        await story.services.viewers.set_language(group.id, chosen)
        member = story.telegram.user("Member", language=spoken)
        for _ in range(2):
            screen = await member.sends("/language", to=group)
        too_much = TOO_MUCH[chosen or spoken]
        assert (await member.sends("/language", to=group)).text == too_much
        assert (await member.clicks("English", on=screen)).text == too_much
