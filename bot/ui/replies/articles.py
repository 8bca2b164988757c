"""Refusals about articles: files, words, edits, packs."""

from bot import errors
from bot.ui.headings import OPENING
from bot.ui.replies.phrases import FALLBACK, megabytes, quoted


def about_file(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with a file; None for another error."""
    match error:
        case errors.UnreadableArticle(name):
            return (
                f"{quoted(name)} is not a text I can read. Give me plain text (.txt), "
                "Markdown (.md) or a web page (.html): as a file, by its address, or pasted."
            )
        case errors.SeveralTexts():
            return (
                "You gave both a file and an address, and they may differ. "
                "Give me either `file` or `url`."
            )
        case errors.AttachmentLost(name):
            return (
                f"I could not get {quoted(name)} from Discord just now. "
                "Attach it again; if that does not help, paste the text instead."
            )
        case errors.EmptyArticle(name):
            return (
                f"{quoted(name)} has no words in it. "
                "Check that it is the right one. If you can read it in a browser, paste it: "
                "give `/article add` or `/article update` neither `file` nor `url`."
            )
        case errors.UnreadableCalendar(name):
            return (
                f"{quoted(name)} is no calendar I can read. "
                "Export the holidays as an iCalendar file (.ics) of up to 1 MB and give me that."
            )
        case errors.ArticleTooLarge(name, size, limit):
            return (
                f"{quoted(name)} has {megabytes(size)}; I read up to {megabytes(limit)}. "
                "Attach the article’s text alone, or cut it into several files."
            )
        case errors.SeriesTooLong(name, sections, questions, most_sections, most_questions):
            return (
                f"{quoted(name)} would make a series of {sections:,} sections with {questions:,} "
                f"questions; I take up to {most_sections} sections and {most_questions} questions. "
                "Cut it into several files, or leave out headings that head little."
            )
        case errors.ReadingTookTooLong(name):
            return (
                f"I gave up on {quoted(name)}: reading it took too long. "
                "Save the article’s text alone as plain text (.txt) and attach that file."
            )
        case errors.ReadingBroke(name):
            return (
                f"I could not get through {quoted(name)}. "
                "Save the article’s text alone as plain text (.txt) and attach that file."
            )
        case _:
            return None


def about_words(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with words, options or a pack; None for another error."""
    match error:
        case errors.WordsWanted():
            return "There are no words. Write some, and send it again."
        case errors.WordsTooLong(given, length, limit):
            return (
                f"{quoted(given)} has {length} characters; there is room for {limit}. "
                "Say it more briefly."
            )
        case errors.WrongNumberOfOptions(given, least, most):
            return (
                f"With the neutral one that makes {given} options; a poll has {least} to {most}. "
                "Write one option to a line."
            )
        case errors.RepeatedEmoji(emoji):
            return (
                f"Two options have {quoted(emoji)}, which is one reaction to Discord. "
                "Give each an emoji of its own."
            )
        case errors.UnknownEmoji(given):
            return (
                f"This server has no emoji {quoted(given)} of its own. "
                "Use one of this server’s, or one that every Discord has."
            )
        case _:
            return about_pack(error)


def about_pack(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with a pack; None for another error."""
    match error:
        case errors.PackTooLarge(name, size, limit):
            return (
                f"{quoted(name)} has {megabytes(size)}; a discussion pack has up to "
                f"{megabytes(limit)}. Give me the file that `/article export-pack` made."
            )
        case errors.PackTooNew(name):
            return (
                f"{quoted(name)} was made by a newer version of me than this one. Ask whoever "
                "hosts me to update me, or for a pack made by this version."
            )
        case errors.UnreadablePack(name):
            return (
                f"{quoted(name)} is no discussion pack I can read. "
                "Give me the file that `/article export-pack` made, as it was made."
            )
        case errors.UnusablePack():
            return (
                "The parts of this discussion pack do not fit together, so nothing was changed. "
                "Ask for it again where it was made with `/article export-pack`."
            )
        case errors.PackOfAnotherText(title, address):
            return (
                f"This discussion pack was made for another text than {quoted(title)}. "
                f"{get_text(address)}"
            )
        case errors.PageOfAnotherText(title, address):
            return (
                f"The page at {quoted(address)}, now {quoted(title)}, no longer has the text that "
                "this discussion pack was made for. Ask whoever made the pack for that text, add "
                "it with `/article add`, then give me the pack again."
            )
        case _:
            return None


def about_editing(error: errors.Conflict) -> str:
    """Word why an edit cannot be made."""
    match error:
        case errors.ArticleChangedMeanwhile(title, by):
            who = f"<@{by}>" if by else "Somebody"
            return (
                f"{who} changed {quoted(title)} meanwhile, so nothing of yours was done. "
                "Look at how it stands now, and do it again if it is still wanted."
            )
        case errors.SectionAlreadyPosted(heading, channel_id):
            return (
                f"{quoted(heading or OPENING)} is posted or skipped in <#{channel_id}>, so it "
                "stays as it is cut. Stop that discussion first, or edit what is still to come."
            )
        case errors.NoSectionBelow():
            return "That is the last section: there is none below to merge it with."
        case errors.NoCutHere():
            return "No section can begin there. Choose a paragraph below the section’s first."
        case errors.LastSection():
            return "It is the last section that is posted. Take another one in first."
        case errors.NothingToUndo():
            return "There is nothing to undo: no earlier state of the article is remembered."
        case errors.NothingToRedo():
            return "There is nothing to redo: the last thing done was not an undoing."
        case _:
            return about_update(error)


def about_update(error: errors.Conflict) -> str:
    """Word why a text cannot be updated."""
    match error:
        case errors.SectionUnderWay(channel_id):
            return (
                f"A section is on its way to <#{channel_id}> and still needs its text. "
                "Try again in a minute, or see in `/discussion status` what holds it up."
            )
        case errors.SameText(title):
            return (
                f"That is the text {quoted(title)} has already, so there is nothing to update. "
                "Check that it is the corrected one."
            )
        case errors.ProposalGone():
            return (
                "That text is no longer kept, for another was given since. "
                "Give it again with `/article update`."
            )
        case _:
            return FALLBACK


def get_text(address: str | None) -> str:
    """Say where the text of a pack is to be had."""
    where = f" from {quoted(address)}" if address else ""
    return f"Add that text first{where} with `/article add`, then give me the pack again."
