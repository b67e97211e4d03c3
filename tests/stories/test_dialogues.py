"""Questions that wait for an admin's answer, and how they stop waiting."""

import asyncio

from bot.telegram.dialogues import Asked, AskLogin, AskSecret, Dialogues


async def never(_: Asked) -> None:
    raise AssertionError


async def test_a_question_is_over_after_its_time_and_says_so_once() -> None:
    over: asyncio.Queue[Asked] = asyncio.Queue()
    dialogues = Dialogues(lifetime=0.02)
    asked = dialogues.ask(1, AskLogin(), over.put)
    assert dialogues.current(1) is asked
    assert await asyncio.wait_for(over.get(), 5) is asked
    assert dialogues.current(1) is None
    assert not dialogues.take(asked)
    assert over.empty()


async def test_a_question_that_was_replaced_is_never_over() -> None:
    over: asyncio.Queue[Asked] = asyncio.Queue()
    dialogues = Dialogues(lifetime=0.02)
    first = dialogues.ask(1, AskLogin(), never)
    second = dialogues.ask(1, AskSecret("login"), over.put)
    assert await asyncio.wait_for(over.get(), 5) is second
    assert not dialogues.take(first)


async def test_one_admin_is_not_taken_for_another() -> None:
    dialogues = Dialogues()
    dialogues.ask(1, AskLogin(), never)
    assert dialogues.current(2) is None
    dialogues.close_all()
    assert dialogues.current(1) is None


async def test_a_question_is_taken_once_and_does_not_end_while_its_answer_is_worked_on() -> None:
    over: asyncio.Queue[Asked] = asyncio.Queue()
    dialogues = Dialogues(lifetime=0.02)
    asked = dialogues.ask(1, AskLogin(), over.put)
    other = dialogues.ask(2, AskLogin(), over.put)
    assert [dialogues.take(asked), dialogues.take(asked)] == [True, False]
    assert await asyncio.wait_for(over.get(), 5) is other
    assert dialogues.current(1) is asked
    dialogues.put_back(asked)
    assert await asyncio.wait_for(over.get(), 5) is asked


async def test_what_was_called_off_is_not_saved_and_what_is_saved_cannot_be_called_off() -> None:
    dialogues = Dialogues()
    asked = dialogues.ask(1, AskSecret("login"), never)
    assert not dialogues.begin_saving(asked)
    dialogues.take(asked)
    assert dialogues.numbered(1, asked.number) is asked
    assert dialogues.begin_saving(asked)
    assert dialogues.numbered(1, asked.number) is None
    dialogues.put_back(asked)
    assert dialogues.take(asked)
    dialogues.close(asked)
    assert not dialogues.begin_saving(asked)
    dialogues.put_back(asked)
    assert dialogues.current(1) is None


async def test_a_question_that_was_asked_meanwhile_stays() -> None:
    dialogues = Dialogues()
    first = dialogues.ask(1, AskSecret("login"), never)
    dialogues.take(first)
    second = dialogues.ask(1, AskLogin(), never)
    dialogues.put_back(first)
    dialogues.close(first)
    assert dialogues.current(1) is second
    assert dialogues.numbered(1, first.number) is None
    dialogues.close_all()


async def test_what_is_worked_on_at_the_end_may_still_be_saved() -> None:
    dialogues = Dialogues()
    asked = dialogues.ask(1, AskSecret("login"), never)
    dialogues.take(asked)
    dialogues.close_all()
    assert dialogues.begin_saving(asked)


async def test_a_number_of_one_process_is_none_of_another() -> None:
    """A button from before a restart must not be one of a question that is asked after it."""
    numbers = [Dialogues().ask(1, AskLogin(), never).number for _ in range(50)]
    assert len(set(numbers)) == 50
