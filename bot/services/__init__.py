"""All that the bot can do, in one hand: what the command line and Telegram are given."""

from dataclasses import dataclass

from bot.services.access import Access
from bot.services.access_requests import AccessRequests
from bot.services.admins import Admins
from bot.services.audit import Audit
from bot.services.database_probe import DatabaseProbe
from bot.services.encryption_keys import EncryptionKeys
from bot.services.invites import Invites
from bot.services.kept_updates import KeptUpdates
from bot.services.open_links import OpenLinks
from bot.services.outbox import Outbox
from bot.services.readings import Readings
from bot.services.registers import Registers
from bot.services.retention import Retention
from bot.services.rights_changed import RightsChanged
from bot.services.roles import Roles
from bot.services.viewer_readings import ViewerReadings


@dataclass(frozen=True, slots=True)
class Services:
    """The names of the fields are the names by which handlers ask for a service."""

    access: Access
    admins: Admins
    audit: Audit
    database_probe: DatabaseProbe
    kept_updates: KeptUpdates
    invites: Invites
    encryption_keys: EncryptionKeys
    open_links: OpenLinks
    outbox: Outbox
    readings: Readings
    registers: Registers
    access_requests: AccessRequests
    retention: Retention
    rights_changed: RightsChanged
    roles: Roles
    viewer_readings: ViewerReadings
