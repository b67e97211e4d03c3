"""A Bot API server of one's own that is older than <tg-time>: everything works, times are plain."""

from pathlib import Path

import pytest
from story import EMPTY, EXAMPLE, Story, as_of, figures, labels, new_story

TOO_OLD = "This Bot API server is older than 9.5: times are shown as plain text"


def refused(story: Story) -> int:
    return sum(call.ok is False for call in story.telegram.calls)


async def test_balances_come_with_plain_times_and_only_the_first_is_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_story(tmp_path) as story:
        await story.register("Shop", {**EXAMPLE, **EMPTY})
        modern = await story.admin.sends("/balance")
        assert as_of(modern)
        plain_text = modern.text
        story.telegram.older_than_times()
        screen = await story.admin.sends("/balance")
        assert figures(screen)[0] == "💎 Shop"
        assert as_of(screen) == []
        assert screen.text == plain_text  # a reading that is young: the same time, as it reads
        assert refused(story) == 1
        await story.admin.clicks("Show empty")
        assert "🙈 Hide empty" in labels(screen)
        assert figures(await story.admin.sends("/balance"))[0] == "💎 Shop"
        assert refused(story) == 1
    assert caplog.text.count(TOO_OLD) == 1


async def test_another_refusal_of_a_text_is_not_taken_for_that(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_story(tmp_path) as story:
        await story.register("Shop")
        story.telegram.unknown_tags = frozenset({"b"})
        await story.admin.sends("/balance")
    assert TOO_OLD not in caplog.text
