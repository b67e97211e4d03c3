"""A register that cannot be read: plain words, the last known reading, never a number of ours."""

import asyncio
import json
import sqlite3
from contextlib import closing

import pytest
from story import EMPTY, EXAMPLE, SECRET, Story, as_of, figures, labels

from sandbox.crystalpay import SandboxBalance
from sandbox.faults import Fault

ONE_ROW = (
    '{"error":false,"errors":[],"items":{"X":{"name":"X",%s"currency":"X","amount_accuracy":2}}}'
)
NAN, NO_AMOUNT = ONE_ROW % '"amount":NaN,', ONE_ROW % ""
UNREADABLE = "CrystalPAY sent an answer I can't read."

FAULTS = {
    "silence": (Fault(silence=True), "CrystalPAY is not answering."),
    "dropped": (Fault(drop=True), "Can't connect to CrystalPAY."),
    "502": (Fault(status=502), "CrystalPAY has a problem (HTTP 502). Try again later."),
    "500 with a JSON error": (
        Fault(status=500, body='{"error":true,"errors":["x"]}'),
        "CrystalPAY has a problem (HTTP 500). Try again later.",
    ),
    "429": (
        Fault(status=429),
        "Too many requests to CrystalPAY. Try again in a few seconds.",
    ),
    "a limit text": (
        Fault(body='{"error":true,"errors":["Requests limit exceeded"]}'),
        "Too many requests to CrystalPAY. Try again in a few seconds.",
    ),
    "wrong keys": (
        Fault(body='{"error":true,"errors":["Invalid auth credentials"]}'),
        "CrystalPAY rejected this register's login or secret.",
    ),
    "another refusal": (
        Fault(body='{"error":true,"errors":["Register <blocked>"]}'),
        "CrystalPAY error: Register <blocked>",
    ),
    "a refusal without words": (
        Fault(body='{"error":true,"errors":[]}'),
        "CrystalPAY returned an error without saying why.",
    ),
    "HTML": (Fault(body="<html>maintenance</html>"), UNREADABLE),
    "403 with HTML": (Fault(status=403), UNREADABLE),
    "broken JSON": (Fault(body='{"error": false, "items": {'), UNREADABLE),
    "a missing field": (Fault(body=NO_AMOUNT), UNREADABLE),
    "NaN": (Fault(body=NAN), UNREADABLE),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_failure_has_words_of_its_own_and_no_number(story: Story, fault: str) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    broken, words = FAULTS[fault]
    story.crystalpay.fault(broken, story.login(shop))
    screen = await viewer.sends("/balance")
    assert figures(screen) == ["⚠️ Shop", words, "No saved balances yet."]
    assert labels(screen) == ["🔄 Refresh"]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_failure_shows_the_last_known_reading_with_its_own_time(
    story: Story, fault: str
) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    rows, moments = figures(screen)[1:], as_of(screen)
    broken, words = FAULTS[fault]
    story.crystalpay.fault(broken, story.login(shop))
    await viewer.clicks("Refresh")
    assert figures(screen) == ["⚠️ Shop", words, "Last known balances:", *rows]
    assert as_of(screen) == moments
    assert labels(screen) == ["🔄 Refresh", "👁 Show empty (3)", "📄 Copy", "📈 History"]


async def test_one_failing_register_does_not_hide_another(story: Story) -> None:
    shop = await story.register("Shop")
    market = await story.register("Market")
    viewer = await story.viewer()
    story.crystalpay.fault(Fault(silence=True), story.login(market))
    screen = await viewer.sends("/balance")
    assert figures(screen)[:3] == [
        "💎 Shop",
        "  0.00050000 BTC · Bitcoin",
        "100.100000 USDT TRC-20",
    ]
    assert figures(screen)[3:] == [
        "",
        "⚠️ Market",
        "CrystalPAY is not answering.",
        "No saved balances yet.",
        "",
        "⚠️ Not up to date: Market",
    ]
    assert {"Shop", "⚠️ Market"} <= set(labels(screen))
    assert story.asked(shop) == 1


async def test_refresh_says_that_crystalpay_is_not_answering(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop, language="ru")
    await viewer.sends("/balance")
    story.crystalpay.fault(Fault(silence=True), story.login(shop))
    toast = await viewer.clicks("Обновить")
    assert toast.text == "CrystalPAY не отвечает"


async def test_refresh_of_several_names_the_register_that_failed(story: Story) -> None:
    await story.register("Shop")
    market = await story.register("Market")
    viewer = await story.viewer()
    await viewer.sends("/balance")
    story.crystalpay.fault(Fault(status=502), story.login(market))
    toast = await viewer.clicks("Refresh")
    assert toast.text == "Market: CrystalPAY has a problem (HTTP 502). Try again later."


async def test_a_screen_with_a_problem_keeps_it_while_it_is_turned(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    story.crystalpay.fault(Fault(status=502, times=1), story.login(shop))
    await viewer.clicks("Refresh")
    await viewer.clicks("Show empty")
    assert screen.text.startswith("⚠️ Shop")
    assert story.asked(shop) == 2
    await viewer.clicks("Refresh")
    assert screen.text.startswith("💎 Shop")


async def test_a_failed_try_is_no_young_reading_for_a_new_screen(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    story.crystalpay.fault(Fault(status=502, times=1), story.login(shop))
    assert (await viewer.sends("/balance")).text.startswith("⚠️")
    assert (await viewer.sends("/balance")).text.startswith("💎")


async def test_a_new_secret_ends_the_old_problem_at_once(story: Story) -> None:
    shop = await story.register("Shop", secret="wrong-test-secret")
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    assert "rejected this register's login or secret" in screen.text
    await story.services.registers.replace_secret(shop, SECRET)
    await viewer.clicks("Refresh")
    assert screen.text.startswith("💎 Shop")


async def test_an_amount_that_is_no_longer_zero_is_not_taken_for_empty(story: Story) -> None:
    tiny = {"BTC": SandboxBalance("Bitcoin", 0.00000309, "BTC", 8)}
    viewer = await story.viewer(await story.register("Shop", tiny))
    assert figures(await viewer.sends("/balance"))[1] == "0.00000309 BTC · Bitcoin"


async def test_words_of_crystalpays_never_carry_the_secret(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    said = json.dumps({"error": True, "errors": [f"bad secret {SECRET}"]})
    story.crystalpay.fault(Fault(body=said), story.login(shop))
    screen = await viewer.sends("/balance")
    assert SECRET not in screen.text


async def test_a_screen_that_turns_after_a_new_secret_shows_no_reading_of_the_old_one_as_new(
    story: Story,
) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    with closing(sqlite3.connect(story.settings.database_path)) as database:
        async with asyncio.timeout(10):
            while not database.execute(
                "SELECT 1 FROM readings WHERE register_id = ?", (shop.id,)
            ).fetchone():
                await asyncio.sleep(0.05)
    await story.services.registers.replace_secret(shop, "not the one")
    await viewer.clicks("Show empty", on=screen)
    assert screen.text.startswith("⚠️ Shop")
