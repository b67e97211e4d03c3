"""Pictures and files of the bot, with what the real Bot API refuses of them."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from aiogram.types import Message, Update
from aiohttp import FormData
from pictures import jpeg, png

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
KEYBOARD = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
PHOTO_LIMIT, DOCUMENT_LIMIT = 10 * 1024**2, 50 * 1024**2


async def upload(api: Any, method: str, part: str, content: bytes, /, **params: Any) -> Any:
    """The answer to a request with one file, as a form."""
    form = FormData(quote_fields=False)
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    form.add_field(part, BytesIO(content), filename="balances.png")
    async with api.http.post(api.url(method), data=form) as response:
        return await response.json()


async def refused(*args: Any, **params: Any) -> Any:
    return (await upload(*args, **params))["description"]


@pytest.fixture
async def picture(api: Any, anna: Any) -> Any:
    """A message of the bot with a picture and a button."""
    params = {"caption": "<b>Shop</b>", "parse_mode": "HTML", "reply_markup": KEYBOARD}
    await upload(api, "sendPhoto", "photo", png(40, 30), chat_id=anna.id, **params)
    return anna.chat.last


def where(message: Any) -> dict[str, Any]:
    return {"chat_id": message.chat.id, "message_id": message.id}


async def test_a_picture_has_its_caption_as_text(picture: Any) -> None:
    assert picture.photo == png(40, 30)
    assert picture.document is None
    assert (picture.text, picture.html) == ("Shop", "<b>Shop</b>")
    [size] = Message.model_validate(picture.as_json()).photo or []
    assert (size.width, size.height) == (40, 30)


async def test_a_press_on_a_picture_brings_it_along(anna: Any, picture: Any) -> None:
    query = Update.model_validate(anna.pressed("Go", on=picture).update.body).callback_query
    assert query
    assert isinstance(query.message, Message)
    assert query.message.photo
    assert (query.message.caption, query.message.text) == ("Shop", None)
    assert [entity.type for entity in query.message.caption_entities or []] == ["bold"]


async def test_a_part_of_any_name_is_attached(api: Any, anna: Any) -> None:
    attached = {"chat_id": anna.id, "document": "attach://the_file"}
    await upload(api, "sendDocument", "the_file", b"a,b\n", **attached)
    assert anna.chat.last.document == ("balances.png", b"a,b\n")
    assert anna.chat.last.photo is None
    assert await refused(api, "sendDocument", "another", b"a,b\n", **attached) == (
        "Bad Request: there is no document in the request"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png()[:30], "IMAGE_PROCESS_FAILED"),
        (jpeg(40, 30)[:20], "IMAGE_PROCESS_FAILED"),
        (png(0, 0), "IMAGE_PROCESS_FAILED"),
        (jpeg(5001, 5000), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        (
            png() + bytes(PHOTO_LIMIT),
            f"file of size {len(png()) + PHOTO_LIMIT} bytes is too big for a photo; "
            "the maximum size is 10485760 bytes",
        ),
        (b"", "file must be non-empty"),
    ],
)
async def test_a_picture_is_refused(api: Any, anna: Any, content: bytes, reason: str) -> None:
    said = await refused(api, "sendPhoto", "photo", content, chat_id=anna.id)
    assert said == f"Bad Request: {reason}"
    assert anna.chat.last_if_any is None


@pytest.mark.parametrize("content", [jpeg(5000, 5000), jpeg(200, 10), png(1, 1)])
async def test_a_picture_within_the_limits_is_taken(api: Any, anna: Any, content: bytes) -> None:
    assert (await upload(api, "sendPhoto", "photo", content, chat_id=anna.id))["ok"]
    assert anna.chat.last.photo == content


async def test_a_caption_is_shorter_than_a_text(api: Any, anna: Any) -> None:
    params: dict[str, Any] = {"chat_id": anna.id, "parse_mode": "HTML"}
    long, longer = f"<b>{'🏟' * 512}</b>", f"<b>{'🏟' * 512}a</b>"
    assert (await upload(api, "sendPhoto", "photo", png(), **params, caption=long))["ok"]
    too_long = "Bad Request: message caption is too long"
    assert await refused(api, "sendPhoto", "photo", png(), **params, caption=longer) == too_long
    caption = {**where(anna.chat.last), "parse_mode": "HTML", "caption": longer}
    assert await api.refused("editMessageCaption", **caption) == too_long
    assert "Unsupported start tag" in await refused(
        api, "sendDocument", "document", b"a", **params, caption="1 < 2"
    )


async def test_a_document_has_at_most_50_mb(api: Any, anna: Any) -> None:
    send = (api, "sendDocument", "document")
    answer = await upload(*send, bytes(DOCUMENT_LIMIT + 1), chat_id=anna.id)
    assert answer == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}
    assert (await upload(*send, bytes(DOCUMENT_LIMIT), chat_id=anna.id))["ok"]


async def test_a_known_file_is_sent_again_as_what_it_is(api: Any, anna: Any, picture: Any) -> None:
    known = picture.upload.id
    await api.ok("sendPhoto", chat_id=anna.id, photo=known)
    assert anna.chat.last is not picture
    assert anna.chat.last.photo == picture.photo
    assert await api.refused("sendDocument", chat_id=anna.id, document=known) == (
        "Bad Request: can't use file of type Photo as Document"
    )


def media(kind: str = "photo", **more: Any) -> dict[str, Any]:
    return {"type": kind, "media": "attach://new", **more}


async def test_a_picture_is_added_to_a_text_and_changed(api: Any, hello: Any) -> None:
    edit = (api, "editMessageMedia", "new")
    assert (await upload(*edit, png(), **where(hello), media=media(caption="Shop")))["ok"]
    assert (hello.photo, hello.text, hello.edited) == (png(), "Shop", True)
    assert await refused(*edit, png(), **where(hello), media=media(caption="Shop")) == SAME
    for content, caption, keyboard in (
        (png(shade=1), "Shop", None),
        (png(shade=1), "Market", None),
        (png(shade=1), "Market", KEYBOARD),
    ):
        params: dict[str, Any] = {"media": media(caption=caption)}
        params |= {"reply_markup": keyboard} if keyboard else {}
        assert (await upload(*edit, content, **where(hello), **params))["ok"]
        assert hello.photo == content
        assert await refused(*edit, content, **where(hello), **params) == SAME
    assert (await upload(*edit, png(), **where(hello), media=media("document")))["ok"]
    assert hello.document == ("balances.png", png())
    assert (hello.photo, hello.text, hello.labels) == (None, "", [])


async def test_what_is_below_a_picture_is_edited(api: Any, picture: Any) -> None:
    caption = {**where(picture), "caption": "<i>Shop</i>", "parse_mode": "HTML"}
    await api.ok("editMessageCaption", **caption, reply_markup=KEYBOARD)
    assert picture.html == "<i>Shop</i>"
    assert await api.refused("editMessageCaption", **caption, reply_markup=KEYBOARD) == SAME
    await api.ok("editMessageReplyMarkup", **where(picture))
    assert picture.labels == []
    assert picture.photo == png(40, 30)
    assert await api.refused("editMessageText", **where(picture), text="a") == (
        "Bad Request: there is no text in the message to edit"
    )
    await api.ok("deleteMessage", **where(picture))
    assert await refused(
        api, "editMessageMedia", "new", png(), **where(picture), media=media()
    ) == ("Bad Request: message to edit not found")


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "can't parse InputMedia: object expected"),
        ({"media": {"type": "photo"}}, "can't parse InputMedia: media not found"),
        ({"media": media()}, "can't parse InputMedia: media not found"),
        ({"media": media() | {"media": "unheard-of"}}, "wrong file identifier/HTTP URL specified"),
        (
            {"media": media("sticker")},
            "can't parse InputMedia: the sandbox knows no types but photo and document",
        ),
        ({"media": media(caption="a" * 1025)}, "message caption is too long"),
    ],
)
async def test_an_odd_picture_is_not_edited_in(
    api: Any, hello: Any, params: dict[str, Any], reason: str
) -> None:
    said = await api.refused("editMessageMedia", **where(hello), **params)
    assert said == f"Bad Request: {reason}"
    assert hello.photo is None
