"""Services put together: the one place where one sees which needs which."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.services.access import Access
from bot.services.arranging import Arranging
from bot.services.checks import Checks
from bot.services.control import Control
from bot.services.correcting import Correcting
from bot.services.dispatch import Alarm, Dispatch
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
from bot.services.posting import Posting
from bot.services.privacy import Privacy
from bot.services.publisher import Publisher
from bot.services.reactions import Reactions
from bot.services.readback import Readback
from bot.services.reporting import Reporting
from bot.services.rescheduling import Rescheduling
from bot.services.services import Services
from bot.services.setup import Setup
from bot.services.starting import Starting
from bot.services.steering import Steering
from bot.services.steps import Steps
from bot.services.sweep import Sweep
from bot.services.updating import Updating
from bot.services.upkeep import Upkeep
from bot.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What services stand on: rows, time, Discord behind its two ports, and what settings shape."""

    database: Database
    clock: Clock
    alarm: Alarm
    publisher: Publisher
    reactions: Reactions
    library: Library
    upkeep: Upkeep


def assemble(ground: Ground) -> Services:
    """Put all services of one bot together."""
    database, clock, publisher = ground.database, ground.clock, ground.publisher
    intake, readback, sweep = _hearing(ground)
    dispatch, indexing = _posting(ground, intake, readback)
    moderation = Moderation(database, publisher, intake, dispatch, clock)
    readback.report_to(moderation)
    editing = Editing(database, dispatch, clock)
    planning, doctor = Planning(database, publisher), Doctor(database, publisher)
    control = Control(database, planning, publisher, dispatch, clock)
    return Services(
        library=ground.library,
        editing=editing,
        correcting=Correcting(database, editing, dispatch, clock),
        packing=Packing(database, editing, ground.library),
        updating=Updating(database, editing, clock),
        planning=planning,
        drafting=Drafting(database, ground.library, planning, publisher, doctor, clock),
        starting=Starting(database, planning, publisher, editing, dispatch, clock),
        arranging=Arranging(database, planning, publisher, dispatch, clock),
        control=control,
        steering=Steering(control),
        rescheduling=Rescheduling(database, planning, control, editing, clock),
        polling=Polling(database, intake, readback, dispatch, clock),
        excluding=Excluding(database, intake, dispatch, clock),
        reporting=Reporting(database, intake),
        access=Access(database),
        setup=Setup(database, clock),
        doctor=doctor,
        healing=Healing(database, publisher, readback, dispatch, clock),
        privacy=Privacy(database, intake),
        moderation=moderation,
        intake=intake,
        readback=readback,
        sweep=sweep,
        dispatch=dispatch,
        upkeep=ground.upkeep,
        indexing=indexing,
    )


def _hearing(ground: Ground) -> tuple[Intake, Readback, Sweep]:
    """Put together what hears votes, and what reads back those that nobody heard."""
    database, clock = ground.database, ground.clock
    intake = Intake(database, clock)
    checks = Checks(database, ground.reactions, intake, clock)
    readback = Readback(database, checks, clock)
    intake.report_dropped_to(readback.ask_poll)
    return intake, readback, Sweep(database, checks, readback, clock)


def _posting(ground: Ground, intake: Intake, readback: Readback) -> tuple[Dispatch, Indexing]:
    """Put together what posts sections and keeps their indexes."""
    database, clock, publisher = ground.database, ground.clock, ground.publisher
    posting = Posting(database, Steps(database, publisher, intake, readback, clock), clock)
    indexing = Indexing(database, publisher, clock)
    intake.report_kept_to(indexing.note_votes)
    return Dispatch(database, posting, publisher, indexing, clock, ground.alarm), indexing
