"""Every event of the audit trail has its sentence, in every language and for every name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.audit import COMMAND_LINE, THE_BOT, Actor, AuditEntry, Event
from bot.presentation.audit_events import describe, who
from bot.presentation.names import chat, plain
from bot.translations import load_languages

ENGLISH, RUSSIAN = load_languages("en")
DETAILS = {
    **{"registers": "*", "register": "A", "name": "B", "before": -4, "secrets": 2},
    **{"kind": "invite", "made_by": "Anna"},
}


def entry(event, actor=COMMAND_LINE, title="", **details):
    return AuditEntry(datetime.now(UTC), event, actor, -5, title, details)


@pytest.mark.parametrize("event", Event)
def test_every_event_has_a_sentence_in_both_languages(event):
    english, russian = (describe(entry(event, **DETAILS), t) for t in (ENGLISH, RUSSIAN))
    assert english != russian
    assert not set("—{}") & set(english + russian)


@pytest.mark.parametrize("event", Event)
def test_a_detail_that_is_missing_is_a_dash(event):
    assert "{" not in describe(entry(event), ENGLISH)


def test_a_chat_is_named_by_title_and_id():
    given = entry(Event.GRANTED, title="Team", registers="Shop, Bazaar")
    assert describe(given, ENGLISH) == "Access given to “Team” (-5): Shop, Bazaar"
    assert chat(-5, "") == "-5"


@pytest.mark.parametrize(
    ("actor", "english", "russian"),
    [
        (Actor(7, "Anna"), "Anna (7)", "Anna (7)"),
        (COMMAND_LINE, "command line", "командная строка"),
        (THE_BOT, "the bot itself", "сам бот"),
        (Actor(None, "channel"), "a channel", "канал"),
    ],
)
def test_an_actor_is_named(actor, english, russian):
    made = entry(Event.GRANTED, actor)
    assert (who(made, ENGLISH), who(made, RUSSIAN)) == (english, russian)


def test_a_name_plays_no_tricks_and_can_be_cut():
    assert plain("a\x1b[2J\nb\u202ec") == "a�[2J�b�c"
    assert plain("👨\u200d🍳 Кухня") == "👨\u200d🍳 Кухня"
    assert plain("x" * 9, 4) == "xxxx…"
