"""A member's status in a chat, as the Bot API writes it; it changes nobody's rights."""

from __future__ import annotations

from typing import Any

from sandbox.telegram.identities import Account

Json = dict[str, Any]

RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
RIGHTS_GIVEN = ("can_manage_chat", "can_delete_messages", "can_invite_users")


def membership(account: Account, status: str) -> Json:
    """A ChatMember; who never was in the chat counts as having left it."""
    shown = "left" if status == "stranger" else status
    member: Json = {"status": shown, "user": account.account_json()}
    return member | DETAILS.get(shown, {})


DETAILS: dict[str, Json] = {
    "administrator": {right: right in RIGHTS_GIVEN for right in RIGHTS},
    "creator": {"is_anonymous": False},
    "kicked": {"until_date": 0},
}
