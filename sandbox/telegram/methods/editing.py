"""The bot's changes to messages that exist, and its answers to presses of their buttons."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from sandbox.telegram.arguments import Arguments
from sandbox.telegram.chats import Chat
from sandbox.telegram.keyboards import checked_markup
from sandbox.telegram.messages import Message, Upload
from sandbox.telegram.methods.sending import caption_of, text_of
from sandbox.telegram.methods.uploads import uploaded
from sandbox.telegram.refusals import bad
from sandbox.telegram.text import FormattedText, units
from sandbox.telegram.world import CallbackAnswer, World

Json = dict[str, Any]

MAX_TOAST_UNITS = 200
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
PRESS_EXPIRED = "query is too old and response timeout expired or query ID is invalid"


def edit_text(world: World, given: Arguments) -> Json:
    message = _editable(world, given)
    if message.upload is not None:
        raise bad("there is no text in the message to edit")
    return _edit(world, message, text_of(given), _inline(given))


def edit_caption(world: World, given: Arguments) -> Json:
    message = _editable(world, given)
    if message.upload is None:
        raise bad("there is no caption in the message to edit")
    return _edit(world, message, caption_of(given), _inline(given))


def edit_media(world: World, given: Arguments) -> Json:
    """A photo or a document in place of what was there; to a text message it is added."""
    values = given.object("media")
    if values is None:
        raise bad("can't parse InputMedia: object expected")
    media = replace(given, values=values)
    body, kind = caption_of(media), media.text("type")
    if kind not in ("photo", "document"):
        raise bad("can't parse InputMedia: the sandbox knows no types but photo and document")
    message = _editable(world, given)
    upload = uploaded(world, media, "media", kind, "can't parse InputMedia: media not found")
    return _edit(world, message, body, _inline(given), upload)


def edit_markup(world: World, given: Arguments) -> Json:
    message = _editable(world, given)
    return _edit(world, message, message.body, _inline(given))


def _inline(given: Arguments) -> Json | None:
    return checked_markup(given.values.get("reply_markup"), only_inline=True)


def _editable(world: World, given: Arguments) -> Message:
    if given.text("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat = world.writable(given.chat_reference())
    message = _message(chat, given, "message to edit not found")
    if not message.from_bot or message.service:
        raise bad("message can't be edited")
    return message


def _message(chat: Chat, given: Arguments, missing: str) -> Message:
    identifier = given.required("message_id", "message identifier is not specified")
    message = chat.messages.get(identifier)
    if message is None or message.deleted:
        raise bad(missing)
    return message


def _edit(
    world: World,
    message: Message,
    body: FormattedText,
    markup: Json | None,
    upload: Upload | None = None,
) -> Json:
    """`upload`: the new file, if there is one."""
    before = message.upload
    is_same_file = upload is None or (before is not None and before.shown == upload.shown)
    if is_same_file and (body, markup) == (message.body, message.markup):
        raise bad(NOT_MODIFIED)
    message.body, message.markup, message.upload = body, markup, upload or before
    message.edited, message.edit_date = True, int(time.time())
    world.changed(message)
    return message.as_json()


def delete_message(world: World, given: Arguments) -> bool:
    chat = world.writable(given.chat_reference())
    message = _message(chat, given, "message to delete not found")
    if not _may_delete(chat, message):
        raise bad("message can't be deleted")
    _delete(world, message)
    return True


def delete_messages(world: World, given: Arguments) -> bool:
    chat = world.writable(given.chat_reference())
    identifiers = given.array("message_ids") or []
    if not 1 <= len(identifiers) <= 100:
        raise bad("message identifiers are not specified")
    found = [chat.messages[number] for number in identifiers if number in chat.messages]
    if not all(_may_delete(chat, message) for message in found):
        raise bad("message can't be deleted")
    for message in found:
        _delete(world, message)
    return True


def _may_delete(chat: Chat, message: Message) -> bool:
    trusted = chat.type == "private" or chat.bot == "administrator"
    return message.from_bot or trusted


def _delete(world: World, message: Message) -> None:
    message.deleted = True
    world.changed(message)


def pin(world: World, given: Arguments) -> bool:
    chat = world.writable(given.chat_reference())
    message = _message(chat, given, "message to pin not found")
    if chat.type in ("group", "supergroup") and chat.bot != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")
    chat.pinned = message
    world.changed()
    return True


def unpin(world: World, given: Arguments) -> bool:
    world.writable(given.chat_reference()).pinned = None
    world.changed()
    return True


def answer_press(world: World, given: Arguments) -> bool:
    press = world.presses.get(given.text("callback_query_id"))
    if press is None:
        raise bad(PRESS_EXPIRED)
    text = given.text("text")
    if units(text) > MAX_TOAST_UNITS:
        raise bad("MESSAGE_TOO_LONG")
    press.answers.append(CallbackAnswer(text, given.flag("show_alert")))
    press.answered.set()
    return True


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
    "answerCallbackQuery": answer_press,
}
