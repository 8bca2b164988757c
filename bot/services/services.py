"""All services of one running bot, as the client carries them to the cogs."""

from dataclasses import dataclass

from bot.services.access import Access
from bot.services.arranging import Arranging
from bot.services.control import Control
from bot.services.correcting import Correcting
from bot.services.dispatch import Dispatch
from bot.services.doctor import Doctor
from bot.services.drafting import Drafting
from bot.services.editing import Editing
from bot.services.excluding import Excluding
from bot.services.healing import Healing
from bot.services.indexing import Indexing
from bot.services.intake import Intake
from bot.services.library import Library
from bot.services.moderation import Moderation
from bot.services.packing import Packing
from bot.services.planning import Planning
from bot.services.polling import Polling
from bot.services.privacy import Privacy
from bot.services.readback import Readback
from bot.services.reporting import Reporting
from bot.services.rescheduling import Rescheduling
from bot.services.setup import Setup
from bot.services.starting import Starting
from bot.services.steering import Steering
from bot.services.sweep import Sweep
from bot.services.updating import Updating
from bot.services.upkeep import Upkeep


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What cogs may ask for; built once in `assembly.py`."""

    library: Library
    editing: Editing
    correcting: Correcting
    packing: Packing
    updating: Updating
    planning: Planning
    drafting: Drafting
    starting: Starting
    arranging: Arranging
    control: Control
    steering: Steering
    rescheduling: Rescheduling
    polling: Polling
    excluding: Excluding
    reporting: Reporting
    access: Access
    setup: Setup
    doctor: Doctor
    healing: Healing
    privacy: Privacy
    moderation: Moderation
    intake: Intake
    readback: Readback
    sweep: Sweep
    dispatch: Dispatch
    upkeep: Upkeep
    indexing: Indexing
