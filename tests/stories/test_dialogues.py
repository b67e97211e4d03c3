"""Questions that wait for an admin's answer, and how they stop waiting."""

import asyncio

from bot.telegram.features.registers.questions import LoginQuestion, SecretQuestion
from bot.telegram.ui.pending_questions import PendingQuestion, PendingQuestions


async def never(_: PendingQuestion) -> None:
    raise AssertionError


async def test_a_question_is_over_after_its_time_and_says_so_once() -> None:
    over: asyncio.Queue[PendingQuestion] = asyncio.Queue()
    pending_questions = PendingQuestions(lifetime=0.02)
    asked = pending_questions.ask(1, LoginQuestion(), over.put)
    assert pending_questions.current(1) is asked
    assert await asyncio.wait_for(over.get(), 5) is asked
    assert pending_questions.current(1) is None
    assert not pending_questions.take(asked)
    assert over.empty()


async def test_a_question_that_was_replaced_is_never_over() -> None:
    over: asyncio.Queue[PendingQuestion] = asyncio.Queue()
    pending_questions = PendingQuestions(lifetime=0.02)
    first = pending_questions.ask(1, LoginQuestion(), never)
    second = pending_questions.ask(1, SecretQuestion("login"), over.put)
    assert await asyncio.wait_for(over.get(), 5) is second
    assert not pending_questions.take(first)


async def test_one_admin_is_not_taken_for_another() -> None:
    pending_questions = PendingQuestions()
    pending_questions.ask(1, LoginQuestion(), never)
    assert pending_questions.current(2) is None
    pending_questions.close_all()
    assert pending_questions.current(1) is None


async def test_a_question_is_taken_once_and_does_not_end_while_its_answer_is_worked_on() -> None:
    over: asyncio.Queue[PendingQuestion] = asyncio.Queue()
    pending_questions = PendingQuestions(lifetime=0.02)
    asked = pending_questions.ask(1, LoginQuestion(), over.put)
    other = pending_questions.ask(2, LoginQuestion(), over.put)
    assert [pending_questions.take(asked), pending_questions.take(asked)] == [True, False]
    assert await asyncio.wait_for(over.get(), 5) is other
    assert pending_questions.current(1) is asked
    pending_questions.reopen(asked)
    assert await asyncio.wait_for(over.get(), 5) is asked


async def test_what_was_called_off_is_not_saved_and_what_is_saved_cannot_be_called_off() -> None:
    pending_questions = PendingQuestions()
    asked = pending_questions.ask(1, SecretQuestion("login"), never)
    assert not pending_questions.begin_saving(asked)
    pending_questions.take(asked)
    assert pending_questions.find(1, asked.number) is asked
    assert pending_questions.begin_saving(asked)
    assert pending_questions.find(1, asked.number) is None
    pending_questions.reopen(asked)
    assert pending_questions.take(asked)
    pending_questions.close(asked)
    assert not pending_questions.begin_saving(asked)
    pending_questions.reopen(asked)
    assert pending_questions.current(1) is None


async def test_a_question_that_was_asked_meanwhile_stays() -> None:
    pending_questions = PendingQuestions()
    first = pending_questions.ask(1, SecretQuestion("login"), never)
    pending_questions.take(first)
    second = pending_questions.ask(1, LoginQuestion(), never)
    pending_questions.reopen(first)
    pending_questions.close(first)
    assert pending_questions.current(1) is second
    assert pending_questions.find(1, first.number) is None
    pending_questions.close_all()


async def test_what_is_worked_on_at_the_end_may_still_be_saved() -> None:
    pending_questions = PendingQuestions()
    asked = pending_questions.ask(1, SecretQuestion("login"), never)
    pending_questions.take(asked)
    pending_questions.close_all()
    assert pending_questions.begin_saving(asked)


async def test_a_number_of_one_process_is_none_of_another() -> None:
    """A button from before a restart must not be one of a question that is asked after it."""
    numbers = [PendingQuestions().ask(1, LoginQuestion(), never).number for _ in range(50)]
    assert len(set(numbers)) == 50
