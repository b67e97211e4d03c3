"""How the page looks on a phone, light and dark, and the words that are its own."""

from __future__ import annotations

import re

import pytest

PHONE = {"width": 360, "height": 740}
MIN_CONTRAST = 4.5  # of text, as in WCAG 2.1 AA


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_it_all_without_scrolling_sideways(visit, scheme, key):
    page = await visit(PHONE, color_scheme=scheme, has_touch=True)
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    assert await page.evaluate("document.querySelector('#scroll').scrollWidth") == 360
    assert await page.locator("#panel").is_hidden()
    await page.get_by_role("button", name="Faults").click()
    await page.get_by_label("Shop").wait_for()
    await page.keyboard.press("Escape")
    assert await page.locator("#panel").is_hidden()
    ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 33, 43)"}[scheme]


CONTRAST = """([text, ground]) => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const luminance = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    if (alpha !== 255) throw new Error(`${color} lets through what is behind it`);
    const linear = (c) => (c <= 10 ? c / 3294 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  const [high, low] = [luminance(style(text).color), luminance(style(ground).backgroundColor)]
    .sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_written_in_bubbles_and_on_buttons_can_be_read(visit, scheme, key):
    page = await visit(PHONE, color_scheme=scheme)
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    for text, ground in (
        (".key", ".key"),
        (".me .command", ".me .bubble"),
        (".me .stamp", ".me .bubble"),
        (".bot .bubble", ".bot .bubble"),
        (".bot code", ".bot .bubble"),
        (".bot .stamp", ".bot .bubble"),
        (".send", ".send"),
        (".slash", ".slash"),
    ):
        assert await page.evaluate(CONTRAST, [text, ground]) >= MIN_CONTRAST, (text, ground)


async def test_the_page_says_the_same_in_both_languages(visit):
    page = await visit()
    words = await page.evaluate("import('/page/words.js').then((module) => module.WORDS)")
    assert words["en"].keys() == words["ru"].keys()
    for name, english in words["en"].items():
        russian = words["ru"][name]
        assert re.findall(r"{\w+}", english) == re.findall(r"{\w+}", russian), name
        assert not set(english) & set("\"'«»"), english
        assert not set(russian) & set("\"'“”"), russian
        assert re.search("[а-яё]", russian), russian
