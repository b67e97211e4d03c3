"""/settings: what a chat chooses for itself, and that its screens follow."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from story import EMPTY, EXAMPLE, Story, labels, new_story


async def test_the_screen_says_what_is_chosen_and_each_button_changes_it(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
    screen = await viewer.sends("/settings")
    title, _, language, zone = screen.text.splitlines()
    assert title == "⚙️ Settings of this chat"
    assert language == "Language: Same as each person's Telegram"
    assert zone.startswith("Time zone: UTC, the default, now ")
    assert labels(screen) == [
        "🌐 Language",
        "🕒 Time zone",
        "🔀 Changes since the last look: on",
        "📈 Charts: light",
        "👁 Empty balances: hidden",
    ]
    for label in ("Changes", "Charts", "Empty"):
        await viewer.clicks(label)
    assert labels(screen)[2:] == [
        "🔀 Changes since the last look: off",
        "📈 Charts: dark",
        "👁 Empty balances: shown",
    ]
    chosen = await story.services.viewers.get(viewer.id)
    assert (chosen.show_changes, chosen.dark_charts, chosen.hide_empty) == (False, True, False)
    assert "🙈 Hide empty" in labels(await viewer.sends("/balance"))
    await viewer.clicks("Changes", on=screen)
    assert "🔀 Changes since the last look: on" in labels(screen)
    assert (await story.services.viewers.get(viewer.id)).show_changes


async def test_a_time_zone_is_chosen_by_a_button_and_given_back(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"), language="ru")
    screen = await viewer.sends("/settings")
    await viewer.clicks("Часовой пояс")
    assert "Другой город или пояс: /settings Токио" in screen.text
    offered = labels(screen)
    assert offered[:3] == ["+0 UTC", "+2 Калининград", "+3 Москва"]
    assert offered[-3:] == ["›", "✓ По умолчанию: +0 UTC", "‹ Назад"]
    toast = await viewer.clicks("Москва")
    assert toast.text == "Готово"
    assert "Часовой пояс: Europe/Moscow (UTC+3), сейчас " in screen.text
    assert "MSK" in (await viewer.sends("/balance")).html
    await viewer.clicks("Часовой пояс", on=screen)
    assert "✓ +3 Москва" in labels(screen)
    await viewer.clicks("›", on=screen)
    assert "+3 Минск" in labels(screen)
    await viewer.clicks("По умолчанию", on=screen)
    assert "Часовой пояс: UTC, по умолчанию" in screen.text
    assert " UTC</tg-time>" in (await viewer.sends("/balance")).html


async def test_a_time_zone_is_chosen_by_its_name(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    screen = await viewer.sends("/settings new york")
    here = datetime.now(ZoneInfo("America/New_York"))
    assert "Time zone: America/New_York (UTC−" in screen.text
    assert f"now {here:%H:}" in screen.text
    assert (await story.services.viewers.get(viewer.id)).timezone == "America/New_York"
    assert "Time zone: UTC+3, now " in (await viewer.sends("/settings utc+3")).text
    unknown = await viewer.sends("/settings Moscwo")
    assert unknown.text == "I don't know this time zone.\nDid you mean:"
    assert labels(unknown)[-1] == "🕒 Choose from a list"
    await viewer.clicks("+3 Moscow", on=unknown)
    assert "Time zone: Europe/Moscow (UTC+3)" in unknown.text
    assert "/settings with a large city" in (await viewer.sends("/settings <b>&")).text
    assert (await story.services.viewers.get(viewer.id)).timezone == "Europe/Moscow"


async def test_language_leads_to_the_settings_and_back(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    screen = await viewer.sends("/language")
    await viewer.clicks("Settings")
    assert screen.text.startswith("⚙️ Settings of this chat")
    await viewer.clicks("🌐 Language", on=screen)
    await viewer.clicks("Русский")
    await viewer.clicks("Настройки")
    assert "Язык: Русский" in screen.text


async def test_anyone_in_a_group_may_choose_and_nobody_by_a_press_in_a_channel(
    story: Story,
) -> None:
    shop = await story.register("Shop")
    group, channel = story.telegram.group("Team"), story.telegram.channel("News")
    for chat in (group, channel):
        await story.services.access.allow(chat.id, [shop])
    member = story.telegram.user("Member")
    assert "Europe/Moscow" in (await member.sends("/settings Moscow", to=group)).text
    post = await channel.posts("/balance")
    for data in ("switch:hide:0", "zone:Europe/Moscow", "settings", "zones:0", "langs"):
        assert "out of date" in (await member.presses_data(data, post)).text
    chosen = await story.services.viewers.get(channel.id)
    assert (chosen.hide_empty, chosen.timezone) == (True, None)


async def test_a_zone_that_is_gone_from_this_machine_counts_as_none(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        viewer = await story.viewer(await story.register("Shop"))
        await story.services.viewers.set_timezone(viewer.id, "Europe/Atlantis")
        screen = await viewer.sends("/settings")
        assert "Time zone: UTC, the default" in screen.text
        assert " UTC</tg-time>" in (await viewer.sends("/balance")).html
        answer = await viewer.presses_data("zone:../../etc/passwd", screen)
        assert "out of date" in answer.text
