"""The whole way from a request to a removed register, as a Russian-speaking team reads it."""

import re
from pathlib import Path

from story import EXAMPLE, SECRET, labels, new_world, running_bot


async def test_a_team_that_speaks_russian_reads_russian_everywhere(tmp_path: Path) -> None:
    async with new_world(tmp_path, default_language="ru") as story, running_bot(story):
        admin, telegram = story.admin, story.telegram
        admin.speaks("ru")
        story.crystalpay.add_register("login", SECRET, "Магазин", EXAMPLE)

        screen = await admin.sends("/registers")
        assert screen.text == "Кассы\n\nКасс пока нет."
        await admin.clicks("Добавить")
        assert "Соль («Secret 2») не нужна" in screen.text
        assert "Теперь отправьте секрет для login" in (await admin.sends("login")).text
        assert (await admin.sends("wrong-test-secret")).text == (
            "⚠️ CrystalPAY не принимает логин или секрет этой кассы.\n"
            "Логин: login\n\n"
            "Ничего не сохранено. Отправьте секрет ещё раз или нажмите «Отмена»."
        )
        added = await admin.sends(SECRET)
        assert added.text == ("✅ Касса Магазин добавлена. Отправьте другое имя или оставьте это.")
        assert (await admin.sends("все")).text == "Так называется кнопка бота. Выберите другое имя."
        assert (await admin.sends("Лавка")).text == "Касса называется Лавка."

        guest = telegram.user("Гость", language="ru")
        await guest.sends("/start")
        assert (await guest.clicks("Запросить доступ")).alert
        question = admin.chat.last
        assert question.text.startswith(f"🔔 Гость запрашивает доступ.\nID чата: {guest.id}")
        assert labels(question) == ["Лавка", "✅ Все", "✖️ Отказать", "⛔ Отказать навсегда"]
        await admin.clicks("Лавка", on=question)
        assert guest.chat.last.text == "✅ Доступ открыт. Посмотреть балансы: /balance"

        screen = await admin.sends("/access")
        await admin.clicks("Пригласить")
        await admin.clicks("Далее")
        assert labels(screen) == ["1 час", "24 часа", "7 дней", "Навсегда", "‹ Назад"]
        await admin.clicks("24 часа")
        assert "Ссылка одноразовая и действует 7 дней." in screen.text

        screen = await admin.sends("/registers")
        await admin.clicks("Лавка")
        await admin.clicks("Удалить")
        assert re.fullmatch(
            "Удалить кассу Лавка\\? Доступ к ней закроется у всех\\.\n"
            "История с .+ тоже удалится, вернуть её нельзя\\.\n"
            "Доступ потеряют чаты:\n"
            "• Гость",
            screen.text,
        )
        await admin.clicks("Удалить")
        assert screen.text == "Кассы\n\nКасс пока нет."
        assert "открыл доступ его владелец" in (await guest.sends("/balance")).text
        assert (await admin.sends("/admins")).text.startswith("Администраторы\n\n• ")
