"""What all peers share: settings, the text of a plain balance message, its one button."""

import json
import os
from decimal import Decimal

TOKEN = os.environ["BOT_TOKEN"]
TELEGRAM = os.environ["TELEGRAM_API_URL"].rstrip("/")
CRYSTALPAY = os.environ["CRYSTALPAY_API_URL"] + "balance/list/"


def keys(chat_id: int) -> dict[str, str]:
    """Which register a chat asks for: what a grant is to the real bot."""
    number = 0 if chat_id < 1000 else 1 if chat_id < 2000 else 2 + chat_id % 50
    return {"auth_login": f"login-{number}", "auth_secret": f"secret-{number}"}


def text(body: bytes, hide_empty: bool) -> str:
    """The rows of an answer of CrystalPAY's, as HTML."""
    rows = json.loads(body)["items"].values()
    amounts = [(Decimal(str(row["amount"])), row) for row in rows]
    return "\n".join(
        ["<b>Balances</b>"]
        + [
            f"<code>{amount:,.{int(row['amount_accuracy'])}f}</code> "
            f"{row['currency']} · {row['name']}"
            for amount, row in amounts
            if amount or not hide_empty
        ]
    )


def button(hide_empty: bool) -> tuple[str, str]:
    """Label and data of the button that leads to the other state."""
    return ("Show empty", "show") if hide_empty else ("Hide empty", "hide")
