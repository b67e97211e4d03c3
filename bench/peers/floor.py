"""The same requests over bare sockets, with no framework: what no bot on asyncio can undercut."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

import screen

Json = dict[str, Any]


class Host:
    """Keep-alive connections to one host, as many as are needed at once."""

    def __init__(self, url: str) -> None:
        self.address = urlsplit(url)
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, path: str, body: Json) -> bytes:
        sent = json.dumps(body).encode()
        host, port = self.address.hostname, self.address.port
        reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection(host, port)
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        writer.write(head.encode() + b"Content-Length: %d\r\n\r\n" % len(sent) + sent)
        answered = await reader.readuntil(b"\r\n\r\n")
        length = int(answered.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        answer = await reader.readexactly(length)
        self.idle.append((reader, writer))
        return answer


telegram, crystalpay = Host(screen.TELEGRAM), Host(screen.CRYSTALPAY)
posting = urlsplit(screen.CRYSTALPAY).path


async def call(method: str, **params: Any) -> Any:
    return json.loads(await telegram.post(f"/bot{screen.TOKEN}/{method}", params))["result"]


async def read(chat_id: int, hide_empty: bool) -> Json:
    body = await crystalpay.post(posting, screen.keys(chat_id))
    label, data = screen.button(hide_empty)
    keyboard = {"inline_keyboard": [[{"text": label, "callback_data": data}]]}
    text = screen.text(body, hide_empty)
    return {"chat_id": chat_id, "text": text, "reply_markup": keyboard, "parse_mode": "HTML"}


async def answer(update: Json) -> None:
    if message := update.get("message"):
        await call("sendMessage", **await read(message["chat"]["id"], True))
    elif query := update.get("callback_query"):
        message = query["message"]
        edited = await read(message["chat"]["id"], query["data"] == "hide")
        await call("editMessageText", message_id=message["message_id"], **edited)
        await call("answerCallbackQuery", callback_query_id=query["id"])


async def main() -> None:
    offset = 0
    tasks: set[asyncio.Task[None]] = set()
    while True:
        for update in await call("getUpdates", offset=offset, timeout=30):
            offset = update["update_id"] + 1
            task = asyncio.create_task(answer(update))
            tasks.add(task)
            task.add_done_callback(tasks.discard)


asyncio.run(main())
