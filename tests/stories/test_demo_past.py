"""The demo has a past: there is something to see in it at once."""

from datetime import UTC, datetime
from decimal import Decimal

from bot.app import open_services
from bot.demo import open_world
from bot.domain.readings import ProblemKind
from sandbox import seed


async def test_the_demo_begins_with_a_past_that_leads_to_what_is_shown() -> None:
    async with open_world(0, "en") as world, open_services(world.settings) as services:
        for register in await services.registers.listed():
            changes = [change async for change in services.history.changes(register.register.id)]
            now = {change.key: change.after for change in changes}
            (seeded,) = [each for each in seed.REGISTERS if each.name == register.register.name]
            assert now == {k: Decimal(str(b.amount)) for k, b in seeded.balances.items()}
            assert len(changes) > 200
            gaps = await services.history.gaps(
                register.register.id, changes[0].at, datetime.now(UTC)
            )
            assert [gap.problem for gap in gaps] == [ProblemKind.TIMED_OUT] * 2
