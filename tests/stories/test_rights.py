"""Each right from the outside: every command and every button, pressed by everybody."""

import pytest
from story import EMPTY, EXAMPLE, Story

from bot.domain.audit import Actor
from bot.domain.registers import Register
from sandbox.telegram.messages import Message
from sandbox.telegram.people import User

PEOPLE = ("stranger", "viewer of another register", "guest whose grant ended")
MANAGING = ("/registers", "/access", "/admins", "/audit")
PRESSES = {
    "b:l:{shop}:1:0",
    "b:t:{shop}:0:0",
    "b:r:{shop}:1:0",
    "sum:l:{shop}:1:0::",
    "sum:t:{shop}:0:0::",
    "sum:r:{shop}:1:0::",
    "sum:p:0:1:0::",
    "h:l:{shop}",
    "h:l:{shop}:l:w:0:0:0:0",
    "h:l:{shop}:s:w:0:0:0:0",
    "h:r:{shop}:e:w",
    "h:t:{shop}:c:w:::1",
    "reg:list:0",
    "reg:add:0",
    "reg:open:{shop}",
    "reg:rename:{shop}",
    "reg:secret:{shop}",
    "reg:ask:{shop}",
    "reg:remove:{shop}",
    "dlg:cancel:1",
    "dlg:keep:1",
    "dlg:login:1",
    "acc:list:0:0:0",
    "acc:open:{me}:0:0",
    "acc:give:{me}:0:0",
    "acc:give:{me}:{shop}:0",
    "acc:take:{viewer}:{shop}:0",
    "acc:ask:{viewer}:0:0",
    "acc:remove:{viewer}:0:0",
    "inv:pick::",
    "inv:time:{shop}:",
    "inv:make::ever",
    "dec:1:grant:0",
    "dec:1:grant:{shop}",
    "dec:1:deny:0",
    "adm:list:0",
    "adm:link:0",
    "adm:ask:{admin}",
    "adm:remove:{admin}",
}


async def person(story: Story, who: str, shop: Register, other: Register) -> User:
    user = story.telegram.user("Somebody")
    if who == "viewer of another register":
        await story.services.access.allow(user.id, [other])
    if who == "guest whose grant ended":
        token = (await story.services.invites.make([shop], 0, Actor(story.admin.id, "Admin"))).token
        await story.services.invites.use(token, user.id, "Title", Actor(user.id, user.first_name))
    return user


async def state(story: Story) -> object:
    """All that a forbidden press could have changed."""
    return (
        await story.services.registers.listed(),
        await story.services.access.granted(),
        await story.services.admins.listed(),
        [m.text for m in story.admin.chat.screen if "has ended" not in m.text],
    )


def shows(messages: list[Message], *words: str) -> bool:
    return any(word in message.text for message in messages for word in words)


@pytest.mark.parametrize("who", PEOPLE)
async def test_what_is_not_allowed_shows_nothing_changes_nothing_and_asks_nothing(
    story: Story, who: str
) -> None:
    shop = await story.register("Secret shop", {**EXAMPLE, **EMPTY})
    other = await story.register("Other")
    viewer = await story.viewer(shop)
    ids = {"shop": shop.id, "viewer": viewer.id, "admin": story.admin.id}
    user = await person(story, who, shop, other)
    hanger = await user.sends("/id")
    before, asked = await state(story), story.asked(shop)
    for command in (
        *MANAGING,
        "/balance Secret shop",
        "/total Secret shop",
        "/history Secret shop",
        "/history",
        "/start",
        "/help",
    ):
        await user.sends(command)
    for press in sorted(PRESSES):
        toast = await user.presses_data(press.format(me=user.id, **ids), on=hanger)
        assert "Secret" not in toast.text
    told = [message for message in user.chat.screen if message.sender is not user]
    answers = [message for message in told if "has ended" not in message.text]
    assert not shows(answers, "Secret shop", "100.1", "t.me", "login")
    assert await state(story) == before
    assert story.asked(shop) == asked


async def test_a_viewer_may_read_toggle_refresh_and_choose_a_language_and_nothing_else(
    story: Story,
) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    await viewer.sends("/balance")
    for label in ("Show empty", "Refresh", "Hide empty"):
        await viewer.clicks(label)
    await viewer.sends("/language")
    assert (await viewer.clicks("Русский")).text == "Готово"
    before = await state(story)
    ids = {"shop": shop.id, "viewer": viewer.id, "admin": story.admin.id, "me": viewer.id}
    hanger = viewer.chat.last
    for press in sorted(p for p in PRESSES if not p.startswith(("b:", "h:", "sum:"))):
        toast = await viewer.presses_data(press.format(**ids), on=hanger)
        assert toast.text == "Эта кнопка устарела. Отправьте команду ещё раз."
    for command in MANAGING:
        assert "Такой команды нет" in (await viewer.sends(command)).text
    assert await state(story) == before


async def test_an_admin_may_press_everything(story: Story) -> None:
    """The same presses do something for one who may: they are no junk that nobody can press."""
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    hanger = await story.admin.sends("/help")
    ids = {"shop": shop.id, "viewer": viewer.id, "admin": story.admin.id, "me": viewer.id}
    harmless = {p for p in PRESSES if not p.startswith(("reg:remove", "dec:", "dlg:"))}
    for press in sorted(harmless):
        toast = await story.admin.presses_data(press.format(**ids), on=hanger)
        refused = (
            "This button is out of date. Send the command again.",
            "This admin can't be removed here.",
        )
        if not press.startswith("adm:"):
            assert toast.text not in refused, press
