"""The panel of the chat page: faults and payments."""

from __future__ import annotations

from sandbox import seed


async def test_faults_are_chosen_per_register(visit, http, crystalpay):
    page = await visit()
    await page.get_by_label("Shop").select_option("Bad gateway (502)")
    await page.locator(".register.faulty").wait_for()
    shop, market = seed.REGISTERS
    for register, status in ((shop, 502), (market, 200)):
        keys = {"auth_login": register.login, "auth_secret": register.secret}
        async with http.post(crystalpay.url + "balance/list/", json=keys) as response:
            assert response.status == status


async def test_a_payment_says_what_was_received(visit):
    page = await visit()
    await page.get_by_role("button", name="+ Test payment").first.click()
    toast = page.get_by_role("status").get_by_text("Received: 25.5 USDT TRC-20.")
    await toast.wait_for()
