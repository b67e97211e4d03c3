"""More words for stories: what the bot asks an admin, and what the chat shows then."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Dispatcher
from story import Story

from bot.app import languages_of
from bot.heartbeat import Heartbeat
from bot.status import StatusFile
from bot.telegram.application import build_dispatcher, open_bot, serve
from bot.telegram.middlewares.rate_limit import Limits
from bot.telegram.ui.pending_questions import PendingQuestions
from sandbox.telegram.messages import Message
from sandbox.telegram.people import User

DELETED = "I deleted your last message in case it was a secret."
HINT = "I only understand commands: /help. If you just sent a secret, delete that message."


async def is_asked_for_a_secret(admin: User, login: str) -> Message:
    await admin.sends("/registers")
    await admin.clicks("Add")
    asked = await admin.sends(login)
    assert f"secret of {login}" in asked.text
    return asked


async def names(story: Story) -> list[str]:
    return [each.register.name for each in await story.services.registers.listed()]


def said(admin: User) -> list[str]:
    return [message.text for message in admin.chat.screen if message.sender is not admin]


def typed(admin: User) -> list[str]:
    return [message.text for message in admin.chat.screen if message.sender is admin]


@asynccontextmanager
async def bot_with_dialogues(story: Story, a_minute: int = 1000) -> AsyncIterator[PendingQuestions]:
    """A running bot, and its questions: for tests that do not wait ten minutes.

    `a_minute`: messages and presses of one user.
    """
    async with bot_with(story, a_minute) as dispatcher:
        yield dispatcher["questions"].pending


@asynccontextmanager
async def bot_with(
    story: Story, a_minute: int = 1000, **parts: object
) -> AsyncIterator[Dispatcher]:
    """A running bot, and what its handlers ask for by name; `parts`: instead of the usual ones."""
    stop, languages = asyncio.Event(), languages_of(story.settings)
    limits = Limits(user=a_minute, chat=1000, stranger=1000)
    token = story.telegram.token
    bot = open_bot(token, story.settings.telegram_api_url)
    dispatcher = build_dispatcher(bot, story.services, languages, limits)
    dispatcher.workflow_data.update(parts)
    database = story.settings.database_path
    signs = Heartbeat.beside(database), StatusFile.beside(database)
    on_ready = story.telegram.when_idle
    running = asyncio.create_task(
        serve(bot, dispatcher, story.services, stop, signs, print, on_ready), name="the bot"
    )
    try:
        yield dispatcher
    finally:
        stop.set()
        await running
        on_ready(None)
        await bot.session.close()


async def is_told(user: User, words: str) -> Message:
    """Wait until a message with these words is in the private chat."""
    async with asyncio.timeout(10):
        while not (found := [m for m in user.chat.screen if words in m.text]):
            await asyncio.sleep(0.02)  # nobody asked for it, so no update tells that it came
    return found[-1]


async def another_admin(story: Story) -> User:
    other = story.telegram.user("Other admin")
    await other.sends(f"/start admin-{(await story.services.admins.new_link()).token}")
    return other
