"""Whether a database is in use can be asked at any time, and whoever opens one does not notice."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from bot.storage import is_held
from bot.storage.lock import InUse, exclusive, shared


def test_a_folder_is_held_while_a_database_in_it_is_open_or_replaced(tmp_path):
    for hold in (shared, exclusive):
        with hold(tmp_path):
            assert is_held(tmp_path)
        assert not is_held(tmp_path)
    assert not is_held(tmp_path / "missing")


def test_a_lock_of_a_moment_does_not_keep_anybody_from_opening(tmp_path):
    with ExitStack() as asked:
        asked.enter_context(exclusive(tmp_path))  # as `is_held` does
        with shared(tmp_path, before_retry=asked.close):
            assert is_held(tmp_path)


def test_a_lock_of_longer_does(tmp_path):
    with exclusive(tmp_path), pytest.raises(InUse), shared(tmp_path, before_retry=lambda: None):
        pass


def test_a_lock_of_a_moment_does_not_keep_a_restore_from_beginning(tmp_path):
    with ExitStack() as asked:
        asked.enter_context(exclusive(tmp_path))
        with exclusive(tmp_path, before_retry=asked.close):
            assert is_held(tmp_path)
