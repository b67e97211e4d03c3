"""New messages of the bot: text, files, and the sign of what it is doing."""

from __future__ import annotations

import time
from typing import Any

from sandbox.telegram.arguments import Arguments
from sandbox.telegram.chats import Chat
from sandbox.telegram.keyboards import checked_markup
from sandbox.telegram.messages import Message
from sandbox.telegram.methods.uploads import uploaded
from sandbox.telegram.refusals import bad
from sandbox.telegram.text import FormattedText
from sandbox.telegram.world import World

Json = dict[str, Any]

MAX_TEXT, MAX_CAPTION = 4096, 1024
TYPING_SECONDS = 5.0
ACTIONS = (
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note"),
    "upload_video_note",
)


def send_message(world: World, given: Arguments) -> Json:
    # The real server, too, reads the text before it looks for the chat.
    body = text_of(given)
    return _send(world, given, world.writable(given.chat_reference()), body).as_json()


def text_of(given: Arguments) -> FormattedText:
    return given.formatted("text", MAX_TEXT, "message text is empty", "message is too long")


def caption_of(given: Arguments) -> FormattedText:
    return given.formatted("caption", MAX_CAPTION, "", "message caption is too long")


def send_document(world: World, given: Arguments) -> Json:
    return _send_file(world, given, "document")


def send_photo(world: World, given: Arguments) -> Json:
    return _send_file(world, given, "photo")


def _send_file(world: World, given: Arguments, kind: str) -> Json:
    chat = world.writable(given.chat_reference())
    upload = uploaded(world, given, kind, kind, f"there is no {kind} in the request")
    return _send(world, given, chat, caption_of(given), upload=upload).as_json()


def _send(
    world: World, given: Arguments, chat: Chat, body: FormattedText, **content: Any
) -> Message:
    return world.add(
        chat,
        world.bot,
        body=body,
        markup=checked_markup(given.values.get("reply_markup")),
        thread_id=thread_of(chat, given),
        reply_to=_replied(chat, given),
        **content,
    )


def thread_of(chat: Chat, given: Arguments) -> int | None:
    thread = given.optional("message_thread_id")
    if not thread:
        return None
    if thread not in chat.topics:
        raise bad("message thread not found")
    return thread


def _replied(chat: Chat, given: Arguments) -> Message | None:
    reply = given.object("reply_parameters") or {
        "message_id": given.optional("reply_to_message_id"),
        "allow_sending_without_reply": given.flag("allow_sending_without_reply"),
    }
    identifier = reply.get("message_id")
    if identifier is None:
        return None
    target = chat.messages.get(int(identifier))
    if target is not None and not target.deleted:
        return target
    if not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return None


def send_chat_action(world: World, given: Arguments) -> bool:
    chat = world.writable(given.chat_reference())
    thread_of(chat, given)
    if given.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat.action, chat.typing_until = given.text("action"), time.monotonic() + TYPING_SECONDS
    world.changed()
    return True


METHODS = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
}
