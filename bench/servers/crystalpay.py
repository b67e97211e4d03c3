"""CrystalPAY's balance/list: the same 25 balances for every login, at once; counts the requests."""

import json
from typing import Self

from bench.servers.http import Reply, Request, listen

FILLED = 8
ROWS = 25

BALANCES = {
    f"METHOD{number}": {
        "name": f"Method {number}",
        "amount": f"{1234 * number}.{number}5" if number < FILLED else "0",
        "currency": f"C{number:02}",
        "amount_accuracy": 6 if number % 2 else 8,
    }
    for number in range(ROWS)
}

ANSWER = json.dumps({"error": False, "errors": [], "items": BALANCES}).encode()


class CrystalPay:
    """`requests`: how many came in since it was last set to zero."""

    def __init__(self) -> None:
        self.requests = 0
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server, url = await listen(self._answer)
        self.url = f"{url}/v3/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    def _answer(self, request: Request, reply: Reply) -> None:
        assert b"auth_secret" in request.body, "asked without keys"
        self.requests += 1
        reply(ANSWER)
