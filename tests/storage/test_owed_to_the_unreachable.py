"""What could not be delivered waits for its chat to write, even if something else is to be said."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.notifications import Notification, NotificationKind
from bot.storage import OutboxTable

OLD = Notification(NotificationKind.REQUESTS_WAITING, {"count": 1})
NEW = Notification(NotificationKind.REQUESTS_WAITING, {"count": 2})


async def test_it_is_revised_and_not_tried_until_the_chat_writes(database):
    outbox = OutboxTable(database)
    await outbox.owe("requests:1", [5], OLD)
    (owed,) = await outbox.take(1, (), timedelta(seconds=1))
    await outbox.mark_undeliverable(owed, whole_chat=True)
    await outbox.revise("requests:1", NEW, None)
    assert await outbox.next_due() is None
    await outbox.retry_undeliverable(5)
    (owed,) = await outbox.take(1, (), timedelta(seconds=1))
    assert owed.notification == NEW
