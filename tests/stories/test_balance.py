"""/balance: what stands on the screen, and what the buttons do to it."""

from story import EMPTY, EXAMPLE, Story, as_of, figures, labels

from sandbox.crystalpay import SandboxBalance

SHOP_SHOWN = [
    "💎 Shop",
    "  0.00050000 BTC · Bitcoin",
    "100.100000 USDT TRC-20",
]
SHOP_WITH_EMPTIES = [
    *SHOP_SHOWN,
    "  0.00000000 LTC · Litecoin",
    "  0.00000000 DASH",
    "  0.000000000 TON · Toncoin",
]


async def test_the_documented_example_is_shown_digit_for_digit(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    screen = await viewer.sends("/balance")
    (moment,) = as_of(screen)
    body, _, clock = screen.html.rpartition("\n")
    assert body == (
        "💎 <b>Shop</b>\n"
        "<code>  </code><code>0.00050000</code> BTC · Bitcoin\n"
        "<code>100.100000</code> USDT TRC\u201120"
    )
    assert clock.startswith(f'🕒 <tg-time unix="{moment}" format="r">')
    assert clock.endswith(" UTC</tg-time>")


async def test_empty_balances_are_hidden_at_first_and_counted_on_the_button(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
    screen = await viewer.sends("/balance")
    assert figures(screen) == SHOP_SHOWN
    assert labels(screen) == ["🔄 Refresh", "👁 Show empty (3)", "📄 Copy", "📈 History"]


async def test_a_press_shows_empty_balances_in_the_same_message_and_hides_them(
    story: Story,
) -> None:
    viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
    screen = await viewer.sends("/balance")
    await viewer.clicks("Show empty (3)")
    assert [line.split() for line in figures(screen)] == [w.split() for w in SHOP_WITH_EMPTIES]
    assert labels(screen) == ["🔄 Refresh", "🙈 Hide empty", "📄 Copy", "📈 History"]
    await viewer.clicks("Hide empty")
    assert figures(screen) == SHOP_SHOWN
    assert len(viewer.chat.screen) == 2  # her question and the one answer


async def test_the_choice_to_show_empty_balances_is_remembered_by_the_chat(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
    await viewer.sends("/balance")
    await viewer.clicks("Show empty")
    again = await viewer.sends("/balance")
    assert "🙈 Hide empty" in labels(again)


async def test_a_toggle_asks_crystalpay_nothing(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    await viewer.sends("/balance")
    for label in ("Show empty", "Hide empty", "Show empty"):
        await viewer.clicks(label)
    assert story.asked(shop) == 1


async def test_refresh_keeps_the_view_and_says_that_something_changed(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    await viewer.clicks("Show empty")
    story.crystalpay.receive(story.login(shop), "USDTTRC", "0.000001")
    toast = await viewer.clicks("Refresh")
    assert toast.text == "Updated"
    assert "100.100001" in screen.text
    assert "🙈 Hide empty" in labels(screen)


async def test_refresh_says_that_nothing_changed(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    before = figures(screen)
    toast = await viewer.clicks("Refresh")
    assert toast.text == "Checked: no change"
    assert figures(screen) == before
    assert story.asked(shop) == 2


async def test_refresh_compares_with_what_stands_on_its_own_screen(story: Story) -> None:
    shop = await story.register("Shop")
    viewer, other = await story.viewer(shop), await story.viewer(shop)
    await viewer.sends("/balance")
    story.crystalpay.receive(story.login(shop), "USDTTRC", "1")
    await other.sends("/balance")
    await other.clicks("Refresh")
    assert (await viewer.clicks("Refresh")).text == "Updated"
    assert (await viewer.clicks("Refresh")).text == "Checked: no change"
    assert (await other.clicks("Refresh")).text == "Checked: no change"


async def test_an_old_refresh_button_still_refreshes(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    screen = await viewer.sends("/balance")
    assert (await viewer.presses_data("b:r:0:1:0", on=screen)).text == "Updated"
    assert figures(screen) == SHOP_SHOWN


async def test_amounts_are_copied_as_numbers_in_the_same_message(story: Story) -> None:
    rubles = {"LZTMARKET": SandboxBalance("LZT Market", "1234567.5", "RUB", 2)}
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY, **rubles})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    before, usual = screen.text, labels(screen)
    await viewer.clicks("Copy")
    assert screen.text == before
    copied = [b.copy for row in screen.keyboard for b in row if b.copy]
    assert copied == ["0.00050000", "100.100000", "1234567.50"]
    await viewer.clicks("Back")
    assert labels(screen) == usual
    assert story.asked(shop) == 1


async def test_a_slow_refresh_leaves_the_buttons_that_copy(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    with story.crystalpay.hold(story.login(shop)) as hold:
        refreshing = viewer.pressed("Refresh", screen)
        await hold.arrived(1)
        await viewer.pressed("Copy", screen).answered.wait()
        story.crystalpay.receive(story.login(shop), "USDTTRC", "1")
    await story.telegram.confirmed(refreshing.update)
    assert "101.100000 USDT TRC\u201120" in labels(screen)


async def test_a_register_of_empty_balances_only_says_so(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop", EMPTY))
    screen = await viewer.sends("/balance")
    assert figures(screen) == ["💎 Shop", "All 3 balances are empty."]
    assert "👁 Show empty (3)" in labels(screen)


async def test_a_register_without_any_balance_says_so(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop", {}))
    screen = await viewer.sends("/balance")
    assert figures(screen) == ["💎 Shop", "No balances."]
    assert labels(screen) == ["🔄 Refresh", "📈 History"]


async def test_a_wide_amount_stands_whole_and_widens_no_other(story: Story) -> None:
    balances = {**EXAMPLE, "TOKEN": SandboxBalance("Token", "1234567890123.123456789012", "T", 18)}
    viewer = await story.viewer(await story.register("Shop", balances))
    screen = await viewer.sends("/balance")
    wide = "1\u202f234\u202f567\u202f890\u202f123.123456789012000000 T · Token"
    assert figures(screen) == [*SHOP_SHOWN, wide]


async def test_a_negative_amount_keeps_its_sign(story: Story) -> None:
    balances = {"DEBT": SandboxBalance("Debt", "-1234.5", "RUB", 2)}
    viewer = await story.viewer(await story.register("Shop", balances))
    screen = await viewer.sends("/balance")
    assert figures(screen) == ["💎 Shop", "\u22121\u202f234.50 RUB · Debt"]


async def test_names_that_look_like_markup_are_shown_as_they_are(story: Story) -> None:
    balances = {"ODD": SandboxBalance("<b>&amp;</b>", "1", "<i>", 0)}
    viewer = await story.viewer(await story.register("A<b>&", balances))
    screen = await viewer.sends("/balance")
    assert figures(screen) == ["💎 A<b>&", "1 <i> · <b>&amp;</b>"]


async def test_several_registers_stand_in_the_order_they_were_added(story: Story) -> None:
    await story.register("Shop")
    await story.register("Bazaar", {"DASH": SandboxBalance("Dash", "2", "DASH", 8)})
    viewer = await story.viewer()
    screen = await viewer.sends("/balance")
    assert figures(screen) == [*SHOP_SHOWN, "", "💎 Bazaar", "2.00000000 DASH"]
    assert labels(screen) == ["🔄 Refresh", "📄 Copy", "Σ Total", "Shop", "Bazaar"]


async def test_one_register_can_be_looked_at_alone_and_all_come_back(story: Story) -> None:
    shop = await story.register("Shop")
    await story.register("Bazaar", {"DASH": SandboxBalance("Dash", "2", "DASH", 8)})
    viewer = await story.viewer()
    screen = await viewer.sends("/balance")
    both = figures(screen)
    await viewer.clicks("Bazaar")
    assert figures(screen) == ["💎 Bazaar", "2.00000000 DASH"]
    assert labels(screen) == ["🔄 Refresh", "📄 Copy", "📈 History", "📋 All", "Shop"]
    await viewer.clicks("All")
    assert figures(screen) == both
    assert story.asked(shop) == 1


async def test_a_register_can_be_named_in_any_case(story: Story) -> None:
    await story.register("Shop")
    await story.register("Bazaar")
    viewer = await story.viewer()
    screen = await viewer.sends("/balance sHOP")
    assert figures(screen) == SHOP_SHOWN
    assert "📋 All" in labels(screen)


async def test_an_unknown_name_gets_the_names_that_the_chat_may_see(story: Story) -> None:
    shop = await story.register("Shop")
    hidden = await story.register("Hidden")
    viewer = await story.viewer(shop)
    for name in ("nothing", "Hidden"):
        answer = await viewer.sends(f"/balance {name}")
        assert answer.text == "There's no such register here. Choose one:"
        assert labels(answer) == ["Shop"]
    await viewer.clicks("Shop")
    assert figures(answer) == SHOP_SHOWN
    assert story.asked(hidden) == 0


async def test_a_chat_for_all_registers_sees_those_that_are_added_later(story: Story) -> None:
    viewer = await story.viewer()
    assert (await viewer.sends("/balance")).text == "No registers yet."
    await story.register("Shop")
    assert figures(await viewer.sends("/balance")) == SHOP_SHOWN


async def test_an_admin_sees_all_registers_without_a_grant(story: Story) -> None:
    await story.register("Shop")
    assert figures(await story.admin.sends("/balance")) == SHOP_SHOWN


async def test_more_than_a_message_holds_is_paged_in_the_same_message(story: Story) -> None:
    for number in range(9):
        rows = {
            f"KEY{row}": SandboxBalance(f"Balance number {row}", f"{row}.5", "USDT", 6)
            for row in range(24)
        }
        await story.register(f"Register {number}", rows)
    viewer = await story.viewer()
    screen = await viewer.sends("/balance")
    seen = list(figures(screen))
    assert labels(screen)[3:5] == ["1/5", "›"]
    for page in range(2, 6):
        await viewer.clicks("›")
        assert labels(screen)[3:5] == ["‹", f"{page}/5"]
        seen += figures(screen)
    assert sum(line.endswith("USDT · Balance number 7") for line in seen) == 9
    assert all(len(m.text.encode("utf-16-le")) <= 8192 for m in viewer.chat.screen)
    assert len(viewer.chat.screen) == 2
