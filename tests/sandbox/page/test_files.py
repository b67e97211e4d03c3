"""Pictures and files of the bot in a real browser."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from pictures import png

CSV = b"a,b\r\n" * 512
SHADE = """() => {
  const picture = document.querySelector('.bot .picture img');
  if (!picture?.complete || !picture.naturalWidth) return null;
  const canvas = document.createElement('canvas').getContext('2d');
  canvas.drawImage(picture, 0, 0);
  return canvas.getImageData(5, 5, 1, 1).data[0];
}"""


@pytest.fixture
def anna(telegram: Any) -> Any:
    anna = next(user for user in telegram.world.accounts.values() if not user.is_bot)
    anna.chat.bot = "member"
    return anna


async def sent(api: Any, method: str, content: bytes, **params: Any) -> None:
    form = FormData(quote_fields=False)
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    form.add_field("file", BytesIO(content), filename="история.csv")
    async with api.http.post(api.url(method), data=form) as response:
        assert response.status == 200, await response.text()


async def test_a_picture_fits_a_phone_opens_full_and_changes_in_place(
    visit: Any, api: Any, anna: Any
) -> None:
    page = await visit({"width": 360, "height": 740})
    await api.ok("sendMessage", chat_id=anna.id, text="A text")
    edit = {"chat_id": anna.id, "message_id": anna.chat.last.id}
    for shade, caption in ((0x20, "Shop"), (0xE0, "Market")):
        media = {"type": "photo", "media": "attach://file", "caption": caption}
        await sent(api, "editMessageMedia", png(800, 500, shade), media=media, **edit)
        await page.locator(".bot .content", has_text=caption).wait_for()
        await page.wait_for_function(f"({SHADE})() === {shade}")
    assert await page.locator(".bot").count() == 1
    box = await page.locator(".bot .picture img").bounding_box()
    assert 300 < box["width"] <= 340
    assert box["width"] / box["height"] == pytest.approx(1.6, abs=0.02)
    assert await page.evaluate("document.querySelector('#scroll').scrollWidth") == 360
    await page.get_by_title("Open the picture").click()
    full = page.get_by_role("dialog", name="Picture")
    await full.wait_for()
    assert (await full.locator("img").bounding_box())["width"] == 360
    await full.click()
    await full.wait_for(state="hidden")


async def test_a_file_has_a_name_and_a_size_and_is_saved(visit: Any, api: Any, anna: Any) -> None:
    page = await visit()
    await sent(api, "sendDocument", CSV, chat_id=anna.id, document="attach://file")
    file = page.locator(".bot .file")
    assert await file.inner_text() == "история.csv\n2.5 kB"
    async with page.expect_download() as download:
        await file.click()
    saved = await download.value
    assert saved.suggested_filename == "история.csv"
    assert await asyncio.to_thread(Path(await saved.path()).read_bytes) == CSV


async def test_what_is_no_picture_is_not_shown_by_a_browser(
    api: Any, anna: Any, telegram: Any
) -> None:
    script = b"<script>alert(1)</script>"
    await sent(api, "sendDocument", script, chat_id=anna.id, document="attach://file")
    url = f"{telegram.url}/page/files/{anna.chat.last.upload.id}"
    async with api.http.get(url) as response:
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.content_type == "application/octet-stream"
        assert await response.read() == script
    async with api.http.get(url + "0") as response:
        assert response.status == 404
