"""All that a handler asks for by name is there and of its type: aiogram itself never checks."""

from __future__ import annotations

import inspect
import types
import typing
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, Chat, ErrorEvent, Message, Update, User

from bot.app import open_services
from bot.config import Settings
from bot.domain.audit import AuditEntry
from bot.domain.registers import Register
from bot.services.viewers import Viewer
from bot.telegram.application import build_dispatcher
from bot.telegram.features.balance.past_handlers import asks_about_the_past
from bot.telegram.features.balance.past_request import PastRequest
from bot.telegram.features.invites.handlers import chosen_exist
from bot.telegram.features.registers.answer_context import AnswerContext
from bot.telegram.features.registers.answer_handlers import is_pending
from bot.telegram.features.registers.handlers import register_exists
from bot.telegram.features.registers.redelivered_answers import is_redelivered
from bot.telegram.middlewares.rate_limit import Limits
from bot.telegram.ui.pending_questions import PendingQuestion
from bot.translations import Localization, load_languages

ASKED = {"message", "channel_post", "callback_query"}
"""The kinds of updates that somebody may ask by, for whom rights are looked up."""

FROM_FILTERS: dict[object, dict[str, type]] = {
    is_redelivered: {"earlier": AuditEntry},
    is_pending: {"pending": PendingQuestion},
    register_exists: {"register": Register},
    chosen_exist: {"chosen": list},
    asks_about_the_past: {"asked": PastRequest},
}
"""What filters give to handlers."""

TOKEN = "123456789:TEST-token-that-opens-nothing"


@pytest.fixture
async def dispatcher(tmp_path):
    """The real one, over a real database."""
    settings = Settings.model_construct(
        database_path=tmp_path / "bot.sqlite3", crystalpay_api_url="http://127.0.0.1:1/"
    )
    limits = Limits(user=1000, chat=1000, stranger=1000)
    async with open_services(settings) as services, Bot(TOKEN).context() as bot:
        yield build_dispatcher(bot, services, load_languages("en"), limits)


def events():
    """One event of each kind that passes every middleware."""
    user = User(id=5, is_bot=False, first_name="A", language_code="ru")
    chat = Chat(id=5, type="private")
    message = Message(message_id=1, date=datetime.now(UTC), chat=chat, from_user=user, text="/id")
    query = CallbackQuery(id="1", from_user=user, chat_instance="1", message=message, data="x")
    return chat, user, {Message: message, CallbackQuery: query}


async def from_middlewares(dispatcher, name, event, data):
    """What the real outer middlewares of an observer add to what aiogram itself gives."""
    seen = {}

    async def handler(_, data):
        seen.update(data)

    for middleware in reversed(list(dispatcher.observers[name].outer_middleware)):
        handler = _wrapped(middleware, handler)
    await handler(event, data)
    return seen


def _wrapped(middleware, handler):
    return lambda event, data: middleware(handler, event, data)


def from_filters(handler):
    provided: dict[str, type] = {}
    for each in handler.filters or ():
        if isinstance(each.callback, Command):
            provided["command"] = CommandObject
        if isinstance(each.callback, CallbackQueryFilter):
            provided["callback_data"] = each.callback.callback_data
        if _is_answer(each):
            question = inspect.getclosurevars(each.callback).nonlocals["kind"]
            provided |= {"question": question, "answer": AnswerContext}
        provided |= FROM_FILTERS.get(each.callback, {})
    return provided


def _is_answer(filter_object):
    """Made by `answers(kind)`, which says that it gives `question` and `answer`."""
    callback = filter_object.callback
    return _is_ours(callback) and "kind" in callback.__code__.co_freevars


def handlers(dispatcher):
    for router in dispatcher.chain_tail:
        for name, observer in router.observers.items():
            if name == "update":  # aiogram's own, which parts updates into kinds
                continue
            for handler in observer.handlers:
                yield router, name, handler


def event_of(name):
    """The type of the event that an observer is given."""
    if name == "error":
        return ErrorEvent
    Update.model_rebuild()  # else its fields are names only until it is first used
    (kind,) = [k for k in typing.get_args(Update.model_fields[name].annotation) if k is not None][
        :1
    ]
    return kind


def fits(value, kind):
    if typing.get_origin(kind) not in (None, typing.Union, types.UnionType):
        kind = typing.get_origin(kind)  # what stands in brackets cannot be checked
    if isinstance(value, type):
        return issubclass(value, kind)
    return isinstance(value, kind)


def wrong(function, event, provided):
    """The parameters that are not there, or not what they are said to be."""
    hints = typing.get_type_hints(function)
    (first, _), *others = inspect.signature(function).parameters.items()
    if not fits(event, hints[first]):
        yield f"{function.__qualname__}: {first} is a {event.__name__}"
    for name, parameter in others:
        if name not in provided and parameter.default is inspect.Parameter.empty:
            yield f"{function.__qualname__}: nobody provides {name}"
        elif name in provided and not fits(provided[name], hints[name]):
            yield f"{function.__qualname__}: {name} is not a {hints[name]}"


async def test_every_parameter_of_every_handler_and_filter_is_provided_and_of_its_type(dispatcher):
    mistakes, checked = [], 0
    chat, user, examples = events()
    async with Bot(TOKEN).context() as bot:
        for router, name, handler in handlers(dispatcher):
            kind = event_of(name)
            own = {"bot": bot, "event_chat": chat, "event_from_user": user, "event_router": router}
            own |= {"event_update": Update(update_id=1), "dispatcher": dispatcher}
            given = dispatcher.workflow_data | own
            if name in ASKED:
                given = await from_middlewares(dispatcher, name, examples[kind], given)
                assert fits(given["viewer"], Viewer)
                assert fits(given["t"], Localization)
            provided = given | from_filters(handler)
            functions = [f.callback for f in handler.filters or () if _is_ours(f.callback)]
            for function in [*functions, handler.callback]:
                mistakes += wrong(function, kind, provided)
                checked += 1
    assert mistakes == []
    assert checked > 12


def _is_ours(callback):
    return inspect.isfunction(callback) and callback.__module__.startswith("bot.")


async def badly_wired(message: Message, viewer: Viewer, absent: int) -> None:
    """A handler that aiogram would call with the wrong things, or not at all."""


def test_a_missing_or_wrong_parameter_would_be_found():
    handler = badly_wired
    found = list(wrong(handler, CallbackQuery, {"viewer": "no viewer"}))
    assert [line.partition(": ")[2].split()[0] for line in found] == ["message", "viewer", "nobody"]


async def test_no_kind_of_update_that_somebody_asks_by_is_left_out(dispatcher):
    assert set(dispatcher.resolve_used_update_types()) >= ASKED


async def test_the_last_to_be_asked_answers_every_press(dispatcher):
    presses = [handler for _, name, handler in handlers(dispatcher) if name == "callback_query"]
    assert not presses[-1].filters
