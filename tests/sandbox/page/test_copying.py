"""What is copied by a tap, as in Telegram's clients: exactly the text, padding and all."""

from __future__ import annotations

import pytest

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
AMOUNT = "1\u202f234\u202f567\u202f890.123456789012"


@pytest.fixture
async def screen(visit, key):
    """The page with a message of the bot, and an empty clipboard."""
    page = await visit(**CLIPBOARD)
    await page.get_by_role("button", name="Start").click()
    await key(page, "Copy").wait_for()
    await page.evaluate("navigator.clipboard.writeText('')")
    return page


async def copied(page):
    return await page.evaluate("navigator.clipboard.readText()")


async def test_a_copy_button_copies(screen, key):
    await key(screen, "Copy").click()
    await screen.get_by_text("Copied: 0.5").wait_for()
    assert await copied(screen) == "0.5"


@pytest.mark.parametrize(("number", "text"), [(0, "   0.5"), (1, AMOUNT)])
async def test_a_tap_on_code_copies_its_text_exactly(screen, number, text):
    await screen.locator(".bot code").nth(number).click()
    await screen.locator(".toast", has_text="Copied").wait_for()
    assert await copied(screen) == text


async def test_code_is_copied_with_the_keyboard(screen):
    await screen.locator(".bot code").first.focus()
    await screen.keyboard.press("Enter")
    await screen.locator(".toast", has_text="Copied").wait_for()
    assert await copied(screen) == "   0.5"


async def test_a_block_of_code_is_copied_too(screen, api, telegram):
    anna = next(user for user in telegram.world.accounts.values() if not user.is_bot)
    await api.ok("sendMessage", chat_id=anna.id, text="<pre>a\n  b</pre>", parse_mode="HTML")
    await screen.locator(".bot pre").click()
    await screen.locator(".toast", has_text="Copied").wait_for()
    assert await copied(screen) == "a\n  b"


async def test_what_is_selected_by_hand_is_not_replaced(screen, key):
    code = screen.locator(".bot code").nth(1)
    box = await code.bounding_box()
    await screen.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    await screen.mouse.down()
    await screen.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=5)
    await screen.mouse.up()
    selected = await screen.evaluate("getSelection().toString()")
    assert selected
    assert selected in AMOUNT
    # Had the selection copied anything, its toast would stand before this one.
    await key(screen, "Copy").click()
    await screen.locator(".toast").first.wait_for()
    assert await screen.locator(".toast").all_inner_texts() == ["Copied: 0.5"]


REFUSING = """(missing) => {
  const real = navigator.clipboard;
  window.clipboardText = () => real.readText();
  const refusing = {writeText: () => Promise.reject(new Error('refused'))};
  Object.defineProperty(navigator, 'clipboard', {value: missing ? undefined : refusing});
}"""


@pytest.mark.parametrize("missing", [True, False])
async def test_a_browser_that_refuses_the_clipboard_copies_a_selection(screen, missing):
    await screen.evaluate(REFUSING, missing)
    await screen.locator(".bot code").first.click()
    await screen.locator(".toast", has_text="Copied").wait_for()
    assert await screen.evaluate("clipboardText()") == "   0.5"
