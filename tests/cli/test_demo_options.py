"""`crystalpay-bot demo` takes what there is, and says what that is."""

from __future__ import annotations


async def test_a_language_that_the_bot_does_not_speak_is_an_error_that_lists_those_it_does(cli):
    result = await cli("demo", "--ask", "/help", "--language", "xx")
    assert result.exit_code == 2
    assert "“xx” is not a language of the bot. Choose from: en, ru" in result.stderr


async def test_a_port_that_cannot_be_one_is_an_error_that_says_which_can(cli):
    result = await cli("demo", "--port", "65536")
    assert result.exit_code == 2
    assert "0<=x<=65535" in result.stderr


async def test_a_question_is_answered_in_the_language_whatever_its_case(cli):
    code, out, errors = await cli.process("demo", "--ask", "/balance Market", "--language", "RU")
    assert (code, errors) == (0, "")
    assert "Обновить" in out
