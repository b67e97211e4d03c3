"""/start, /help, /id, /language and the command menu, in each language there is."""

from pathlib import Path

from story import EMPTY, EXAMPLE, Story, figures, labels, new_story


async def test_help_says_what_this_chat_can_do(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    for command in ("/start", "/help", "/start anything"):
        assert (await viewer.sends(command)).text == (
            "💎 Exact balances of CrystalPAY registers\n\n"
            "/balance — balances of all registers\n"
            "/balance NAME — balances of one register\n"
            "/balance 01.11 — balances on a date; also: yesterday 14:00\n"
            "/total — sum of each currency\n"
            "/history — how balances have changed: chart and list\n"
            "/export — changes and daily balances as a file\n"
            "/language — language of this chat\n"
            "/settings — time zone and what is shown\n"
            "/id — this chat's ID and yours\n\n"
            "Registers in this chat:\n"
            "• Shop"
        )


async def test_help_in_a_channel_does_not_offer_what_works_only_elsewhere(story: Story) -> None:
    channel = story.telegram.channel("News")
    await story.services.access.allow(channel.id)
    answer = await channel.posts("/help")
    assert "/balance" in answer.text
    for command in ("/language", "/settings"):
        assert command not in answer.text
        await channel.posts_unanswered(command)


async def test_an_unknown_command_gets_a_hint_in_private(story: Story) -> None:
    viewer = await story.viewer()
    hint = "I don't know this command. See what I can do: /help"
    assert (await viewer.sends("/nothing")).text == hint


async def test_a_text_that_answers_nothing_gets_a_hint_in_private(story: Story) -> None:
    hints = {
        "en": "I only understand commands: /help. If you just sent a secret, delete that message.",
        "ru": "Я понимаю только команды: /help. Если вы только что отправили секрет, "
        "удалите то сообщение.",
    }
    for language, hint in hints.items():
        viewer = await story.viewer(language=language)
        for text in ("hello", "/no+command/but=a-secret"):
            assert (await viewer.sends(text)).text == hint


async def test_ids_are_told_to_strangers_too_and_ready_to_copy(story: Story) -> None:
    stranger = story.telegram.user("Stranger")
    answer = await stranger.sends("/id")
    assert answer.html == (
        f"Chat ID: <code>{stranger.id}</code>\nYour user ID: <code>{stranger.id}</code>"
    )
    copied = [button.copy for row in answer.keyboard for button in row]
    assert copied == [str(stranger.id)] * 2


async def test_ids_of_a_topic_and_of_a_channel(story: Story) -> None:
    forum = story.telegram.supergroup("Forum", forum=True)
    topic = forum.topic("Money")
    user = story.telegram.user("User")
    answer = await user.sends("/id", topic=topic)
    assert answer.text == (
        f"Chat ID: {forum.id}\nYour user ID: {user.id}\nTopic ID: {topic.thread_id}"
    )
    channel = story.telegram.channel("News")
    assert (await channel.posts("/id")).text == f"Chat ID: {channel.id}"


async def test_the_asker_is_answered_in_her_language(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    russian = await story.viewer(shop, language="ru")
    assert labels(await russian.sends("/balance")) == [
        "🔄 Обновить",
        "👁 Показать пустые (3)",
        "📄 Скопировать",
        "📈 История",
    ]
    await russian.clicks("Показать пустые")
    assert labels(russian.chat.last) == [
        "🔄 Обновить",
        "🙈 Скрыть пустые",
        "📄 Скопировать",
        "📈 История",
    ]
    brazilian = await story.viewer(shop, language="pt-br")
    assert "🔄 Refresh" in labels(await brazilian.sends("/balance"))


async def test_a_number_is_the_same_in_every_language(story: Story) -> None:
    shop = await story.register("Shop")
    rows = [
        figures(await (await story.viewer(shop, language=code)).sends("/balance"))
        for code in ("en", "ru", "de")
    ]
    assert rows[0] == rows[1] == rows[2]


async def test_in_a_group_the_one_who_presses_is_answered_in_her_language(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    group = story.telegram.group("Team")
    await story.services.access.allow(group.id, [shop])
    english = story.telegram.user("E")
    russian = story.telegram.user("R", language="ru")
    screen = await english.sends("/balance", to=group)
    toast = await russian.clicks("Refresh", on=screen)
    assert toast.text == "Проверено: без изменений"
    assert "🔄 Обновить" in labels(screen)


async def test_a_fixed_language_holds_for_everyone_in_the_chat_until_it_is_freed(
    story: Story,
) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    choice = await viewer.sends("/language")
    assert labels(choice) == [
        "English",
        "Русский",
        "✓ Same as each person's Telegram",
        "⚙️ Settings",
    ]
    toast = await viewer.clicks("Русский")
    assert toast.text == "Готово"
    languages = ["English", "✓ Русский", "Как в Telegram у каждого"]
    assert labels(choice) == [*languages, "⚙️ Настройки"]
    assert labels(await viewer.sends("/balance")) == ["🔄 Обновить", "📄 Скопировать", "📈 История"]
    await viewer.clicks("Как в Telegram", on=choice)
    assert labels(await viewer.sends("/balance")) == ["🔄 Refresh", "📄 Copy", "📈 History"]


async def test_the_command_menu_is_set_for_each_language_and_by_default(story: Story) -> None:
    codes = ("", "en", "ru")
    await story.telegram_has_menus(*codes)
    for code in codes:
        names = [c["command"] for c in story.telegram.commands(language=code)]
        assert names == ["help", "id", "start"]
    assert story.telegram.commands(language="ru")[0]["description"] == "Что здесь можно сделать"


async def test_default_language_is_for_those_whose_own_is_unknown(tmp_path: Path) -> None:
    async with new_story(tmp_path, default_language="ru") as story:
        await story.register("Shop")
        group = story.telegram.group("Team")
        await story.services.access.allow(group.id)
        member = story.telegram.user("Member", language=None)
        assert labels(await member.sends("/balance", to=group)) == [
            "🔄 Обновить",
            "📄 Скопировать",
            "📈 История",
        ]
        channel = story.telegram.channel("News")
        assert "открыл доступ" in (await channel.posts("/balance")).text
