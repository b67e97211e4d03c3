"""Questions that wait for an admin's answer, and how they stop waiting."""

import asyncio

from bot.telegram.dialogues import AskLogin, AskSecret, Dialogues


async def test_a_question_is_over_after_its_time_and_says_so_once() -> None:
    over = asyncio.Event()
    dialogues = Dialogues(lifetime=0.02)

    async def say_so() -> None:
        assert dialogues.question(1) is None
        over.set()

    dialogues.ask(1, AskLogin(), say_so)
    assert dialogues.question(1) == AskLogin()
    await asyncio.wait_for(over.wait(), 5)
    assert not dialogues.close(1)


async def test_a_question_that_was_answered_is_never_over() -> None:
    said: list[str] = []
    dialogues = Dialogues(lifetime=0.02)

    async def first_over() -> None:
        said.append("first")

    second_is_over = asyncio.Event()

    async def second_over() -> None:
        said.append("second")
        second_is_over.set()

    dialogues.ask(1, AskLogin(), first_over)
    dialogues.ask(1, AskSecret("login"), second_over)
    await asyncio.wait_for(second_is_over.wait(), 5)
    assert said == ["second"]


async def test_one_admin_is_not_taken_for_another() -> None:
    async def never() -> None:
        raise AssertionError

    dialogues = Dialogues()
    dialogues.ask(1, AskLogin(), never)
    assert dialogues.question(2) is None
    dialogues.close_all()
    assert dialogues.question(1) is None
