"""All that the bot can do, for the command line and for Telegram."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.crystalpay import CrystalPay
from bot.exports.temporary import TemporaryFolder
from bot.services.access import Access
from bot.services.access_requests import AccessRequests
from bot.services.admins import Admins
from bot.services.audit import Audit
from bot.services.balance_series import BalanceSeries
from bot.services.changes_since import Comparisons
from bot.services.chat_profiles import ChatProfiles
from bot.services.database_health import DatabaseHealth
from bot.services.encryption_keys import EncryptionKeys
from bot.services.ended_grants import EndedGrants
from bot.services.exports import Exports
from bot.services.history import History
from bot.services.invites import Invites
from bot.services.last_views import LastViews
from bot.services.membership import Membership
from bot.services.outbox import Outbox
from bot.services.readings import Readings
from bot.services.recorder import Recorder, longest_step
from bot.services.registers import Registers
from bot.services.retention import Retention
from bot.services.rights_changed import RightsChanged
from bot.services.roles import Roles
from bot.services.unused_links import UnusedLinks
from bot.services.update_inbox import UpdateInbox
from bot.services.viewer_readings import ViewerReadings
from bot.services.viewers import Viewers
from bot.services.watching import Watching
from bot.storage import AuditTable, ChatTable, Database, UpdateInboxTable
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Services:
    """A handler asks for a service by the name of its field."""

    access: Access
    access_requests: AccessRequests
    admins: Admins
    audit: Audit
    balance_series: BalanceSeries
    chat_profiles: ChatProfiles
    database_health: DatabaseHealth
    encryption_keys: EncryptionKeys
    ended_grants: EndedGrants
    exports: Exports
    history: History
    invites: Invites
    last_views: LastViews
    membership: Membership
    outbox: Outbox
    readings: Readings
    recorder: Recorder
    registers: Registers
    retention: Retention
    rights_changed: RightsChanged
    roles: Roles
    unused_links: UnusedLinks
    update_inbox: UpdateInbox
    viewer_readings: ViewerReadings
    viewers: Viewers
    watching: Watching


class _Shared(NamedTuple):
    """What several of the other services use."""

    access_requests: AccessRequests
    admins: Admins
    audit: Audit
    chat_profiles: ChatProfiles
    last_views: LastViews
    outbox: Outbox
    rights_changed: RightsChanged
    viewers: Viewers


class _Reading(NamedTuple):
    """Registers are read by these, and what they held is recorded."""

    balance_series: BalanceSeries
    history: History
    readings: Readings
    recorder: Recorder
    viewer_readings: ViewerReadings
    watching: Watching


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How often CrystalPAY may be asked.

    `ttl_seconds`: for which a reading is recent; `watch_interval_seconds` 0: nobody watches;
    `rate_limit`: requests per second.
    """

    ttl_seconds: float
    watch_interval_seconds: float
    rate_limit: int


def build_services(
    database: Database,
    vault: Vault,
    crystalpay: CrystalPay,
    *,
    admin_ids: Iterable[int],
    reserved_names: Iterable[str],
    limits: ReadingLimits,
) -> Services:
    """Opens nothing. In the end, `close` those that have it: they still have something to write."""
    shared = _build_shared(database, admin_ids)
    audit, outbox, rights = shared.audit, shared.outbox, shared.rights_changed
    requests, profiles, viewers = shared.access_requests, shared.chat_profiles, shared.viewers
    reading = _build_reading(database, vault, crystalpay, viewers, limits)
    return Services(
        **shared._asdict(),
        **reading._asdict(),
        access=Access(database, audit, outbox, rights, requests, viewers, profiles),
        database_health=DatabaseHealth(database),
        encryption_keys=EncryptionKeys(database, vault, audit),
        ended_grants=EndedGrants(database, audit, outbox, rights, profiles),
        exports=Exports(reading.history, TemporaryFolder(database.path.with_name("bot.exports"))),
        invites=Invites(database, audit, outbox, rights, requests),
        membership=Membership(database, audit, outbox, rights, requests),
        registers=Registers(database, crystalpay, vault, audit, rights, reserved_names),
        retention=Retention(database, requests, outbox),
        roles=Roles(database, ChatTable(database), shared.admins),
        unused_links=UnusedLinks(database, audit),
        update_inbox=UpdateInbox(UpdateInboxTable(database), vault),
    )


def _build_shared(database: Database, admin_ids: Iterable[int]) -> _Shared:
    rights = RightsChanged(database)
    audit = Audit(AuditTable(database))
    admins = Admins(database, admin_ids, audit, rights)
    outbox = Outbox(database, admins)
    requests = AccessRequests(database, audit, outbox, rights)
    profiles = ChatProfiles(database, rights)
    last_views = LastViews(database)
    viewers = Viewers(database, admin_ids, profiles, last_views)
    return _Shared(requests, admins, audit, profiles, last_views, outbox, rights, viewers)


def _build_reading(
    database: Database,
    vault: Vault,
    crystalpay: CrystalPay,
    viewers: Viewers,
    limits: ReadingLimits,
) -> _Reading:
    interval = limits.watch_interval_seconds
    gap_after = longest_step(interval)
    recorder = Recorder(database, gap_after=gap_after)
    readings = Readings(crystalpay, database, vault, recorder, ttl_seconds=limits.ttl_seconds)
    watching = Watching(database, readings, interval, limits.rate_limit)
    history = History(database, recorder)
    comparisons = Comparisons(history, recorder, watched=watching.is_on)
    viewer_readings = ViewerReadings(readings, viewers, comparisons)
    series = BalanceSeries(database, history, gap_after=gap_after)
    return _Reading(series, history, readings, recorder, viewer_readings, watching)
