"""Rows of a screen that have an amount and what it is, their points below each other; pure."""

from collections.abc import Sequence
from decimal import Decimal

from bot.presentation.amounts import readable
from bot.presentation.columns import aligned
from bot.telegram.ui.html import escape
from bot.translations import Localization


def amount_rows(shown: Sequence[tuple[Decimal, int, str]]) -> list[str]:
    """Of amounts, their accuracies, and what stands beside them, not escaped yet."""
    cells = aligned([readable(amount, accuracy) for amount, accuracy, _ in shown])
    pairs = zip(cells, shown, strict=True)
    return [f"{amount_cell(cell)} {escape(label)}" for cell, (_, _, label) in pairs]


def amount_cell(cell: str) -> str:
    """A tap copies a whole entity, so the amount has one of its own, without its padding.

    Nothing is padded behind the amount: there is no room for it on a phone.
    """
    amount = cell.strip(" ")
    padding = cell[: cell.index(amount)]
    return f"<code>{padding}</code><code>{amount}</code>" if padding else f"<code>{amount}</code>"


def why_no_rows(hidden: int, t: Localization) -> str:
    """`hidden`: how many balances there are, all empty."""
    if not hidden:
        return t.gettext("No balances.")
    text = t.ngettext("The only balance is empty.", "All {count} balances are empty.", hidden)
    return text.format(count=hidden)
