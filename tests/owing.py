"""A Telegram and the bot's services without the bot: what is owed is sent when a test says so."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from bot.domain.audit import Actor
from bot.domain.notifications import Notification, NotificationKind
from bot.storage import open_database
from bot.telegram.notifications import Notifications
from bot.telegram.outbox_sender import OutboxSender
from bot.telegram.transport.send_limits import SendLimits
from bot.translations import load_languages

GIVEN = Notification(NotificationKind.ACCESS_GIVEN)
GIVEN_TEXT = "✅ Access granted. See balances: /balance"
USED = Notification(NotificationKind.INVITE_USED, {"chat": "Team", "who": "Ann"})
USED_TEXT = "✅ Team used an invite (Ann)."


class World:
    """A Telegram, the bot's services, and a sender that is run when a test says so."""

    def __init__(self, telegram, services, path, bot):
        self.telegram, self.services, self.path, self.bot = telegram, services, path, bot
        self.send_limits = SendLimits(chat_interval=0.0)
        bot.session.middleware(self.send_limits)

    @asynccontextmanager
    async def sender(self):
        languages = load_languages("en")
        notifications = Notifications(self.services.viewers, self.services.access, languages)
        sender = OutboxSender(
            self.bot,
            self.services.outbox,
            self.services.membership,
            notifications,
            self.send_limits,
        )
        running = asyncio.create_task(sender.run())
        try:
            yield sender
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def delivered(self):
        """Run the sender until nothing more is due."""
        async with self.sender() as sender, asyncio.timeout(10):
            await sender.idle()

    async def rows(self, what="state"):
        async with open_database(self.path) as database:
            rows = await database.rows(f"SELECT {what} FROM outbox ORDER BY id")
        return [tuple(row) if len(row) > 1 else row[0] for row in rows]

    async def time_passes(self, **columns):
        """The waits are over: every row that waits is due."""
        async with open_database(self.path) as database:
            await database.write("UPDATE outbox SET due_at = 0 WHERE due_at IS NOT NULL")


async def acquainted(world, name="Ann", **options):
    """An admin, whom the bot may write to and tell anything."""
    user = world.telegram.user(name, **options)
    user.posts("/start")
    token = (await world.services.admins.new_link()).token
    await world.services.admins.join(token, Actor(user.id, name))
    return user


def texts(user):
    return [m.text for m in user.chat.screen if m.sender is not user]
