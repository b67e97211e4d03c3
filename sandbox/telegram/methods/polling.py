"""How updates reach the bot: long polling; a webhook can be set, but is never called."""

from __future__ import annotations

from typing import Any

from sandbox.telegram.arguments import Arguments
from sandbox.telegram.refusals import bad
from sandbox.telegram.updates import DEFAULT_KINDS, MAX_UPDATES
from sandbox.telegram.world import World

Json = dict[str, Any]


async def get_updates(world: World, given: Arguments) -> list[Json]:
    world.updates.allow(given.array("allowed_updates"))
    return await world.updates.poll(
        offset=given.number("offset", 0),
        limit=given.number("limit", MAX_UPDATES),
        timeout=given.number("timeout", 0),
    )


def set_webhook(world: World, given: Arguments) -> bool:
    if "url" not in given.values:
        raise bad("url is not specified")
    url = given.text("url")
    if url and not url.startswith("https://"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    world.updates.allow(given.array("allowed_updates"))
    return _webhook(world, given, url)


def delete_webhook(world: World, given: Arguments) -> bool:
    return _webhook(world, given, "")


def _webhook(world: World, given: Arguments, url: str) -> bool:
    world.updates.webhook = url
    if given.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def webhook_info(world: World, given: Arguments) -> Json:
    allowed = world.updates.allowed
    return {
        "url": world.updates.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
        **({} if allowed == DEFAULT_KINDS else {"allowed_updates": sorted(allowed)}),
    }


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
}
