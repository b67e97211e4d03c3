"""All that the bot can do, for the command line and for Telegram."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.crystalpay import CrystalPay
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


def build_services(
    database: Database,
    vault: Vault,
    crystalpay: CrystalPay,
    *,
    admin_ids: Iterable[int],
    reserved_names: Iterable[str],
    reading_ttl_seconds: float,
    watch_interval_seconds: float,
) -> Services:
    """Opens nothing. In the end, `close` those that have it: they still have something to write."""
    rights = RightsChanged(database)
    audit = Audit(AuditTable(database))
    admins = Admins(database, admin_ids, audit, rights)
    outbox = Outbox(database, admins)
    requests = AccessRequests(database, audit, outbox, rights)
    profiles = ChatProfiles(database, rights)
    last_views = LastViews(database)
    viewers = Viewers(database, admin_ids, profiles, last_views)
    gap_after = longest_step(watch_interval_seconds)
    recorder = Recorder(database, gap_after=gap_after)
    readings = Readings(crystalpay, database, vault, recorder, ttl_seconds=reading_ttl_seconds)
    history = History(database, recorder)
    comparisons = Comparisons(history, recorder, watched=watch_interval_seconds > 0)
    return Services(
        access=Access(database, audit, outbox, rights, requests, viewers, profiles),
        access_requests=requests,
        admins=admins,
        audit=audit,
        balance_series=BalanceSeries(database, history, gap_after=gap_after),
        chat_profiles=profiles,
        database_health=DatabaseHealth(database),
        encryption_keys=EncryptionKeys(database, vault, audit),
        ended_grants=EndedGrants(database, audit, outbox, rights, profiles),
        history=history,
        invites=Invites(database, audit, outbox, rights, requests),
        last_views=last_views,
        membership=Membership(database, audit, outbox, rights, requests),
        outbox=outbox,
        readings=readings,
        recorder=recorder,
        registers=Registers(database, crystalpay, vault, audit, rights, reserved_names),
        retention=Retention(database, requests, outbox),
        rights_changed=rights,
        roles=Roles(database, ChatTable(database), admins),
        unused_links=UnusedLinks(database, audit),
        update_inbox=UpdateInbox(UpdateInboxTable(database), vault),
        viewer_readings=ViewerReadings(readings, viewers, comparisons),
        viewers=viewers,
    )
