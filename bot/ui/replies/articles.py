"""Refusals about articles: files, words, edits."""

from bot import errors
from bot.ui.headings import OPENING
from bot.ui.replies.phrases import FALLBACK, megabytes, quoted
from bot.ui.speech import _, number


def about_file(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with a file; None for another error."""
    match error:
        case errors.UnreadableArticle(name):
            return _(
                "{name} is not a text I can read. Give me plain text (.txt), Markdown "
                "(.md) or a web page (.html): as a file, by its address, or pasted.",
                name=quoted(name),
            )
        case errors.SeveralTexts():
            return _(
                "You gave both a file and an address, and they may differ. Give me "
                "either `file` or `url`."
            )
        case errors.AttachmentLost(name):
            return _(
                "I could not get {name} from Discord just now. Attach it again; if that "
                "does not help, paste the text instead.",
                name=quoted(name),
            )
        case errors.EmptyArticle(name):
            return _(
                "{name} has no words in it. Check that it is the right one. If you can "
                "read it in a browser, paste it: give `/article add` or `/article "
                "update` neither `file` nor `url`.",
                name=quoted(name),
            )
        case _:
            return _about_reading(error)


def _about_reading(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.ArticleTooLarge(name, size, limit):
            return _(
                "{name} has {size}; I read up to {limit}. Attach the article’s text "
                "alone, or cut it into several files.",
                name=quoted(name),
                size=megabytes(size),
                limit=megabytes(limit),
            )
        case errors.SeriesTooLong(name, sections, questions, most_sections, most_questions):
            return _(
                "{name} would make a series of {sections} sections with {questions} "
                "questions; I take up to {most_sections} sections and {most_questions} "
                "questions. Cut it into several files, or leave out headings that head "
                "little.",
                name=quoted(name),
                sections=number(sections),
                questions=number(questions),
                most_sections=most_sections,
                most_questions=most_questions,
            )
        case errors.ReadingTookTooLong(name):
            return _(
                "I gave up on {name}: reading it took too long. Save the article’s text "
                "alone as plain text (.txt) and attach that file.",
                name=quoted(name),
            )
        case errors.ReadingBroke(name):
            return _(
                "I could not get through {name}. Save the article’s text alone as plain "
                "text (.txt) and attach that file.",
                name=quoted(name),
            )
        case _:
            return None


def about_words(error: errors.InvalidInput) -> str | None:
    """Word what is wrong with words, options or a pack; None for another error."""
    match error:
        case errors.WordsWanted():
            return _("There are no words. Write some, and send it again.")
        case errors.OptionWithoutWords(sign):
            return _(
                "The option {sign} has no words. Write some behind it, as in `✅ Yes`.",
                sign=quoted(sign),
            )
        case errors.WordsTooLong(given, length, limit):
            return _(
                "{given} has {length} characters; there is room for {limit}. Say it more briefly.",
                given=quoted(given),
                length=number(length),
                limit=number(limit),
            )
        case errors.TooManyParagraphs(wanted, most):
            return _(
                "That would make {wanted} added paragraphs; an article may have up to {most}, and "
                "each line counts as one. Remove some, or put them into the text and give that "
                "with `/article update`.",
                wanted=wanted,
                most=most,
            )
        case errors.TooManyToPost(sections, questions, most_sections, most_questions):
            return _(
                "That would make a series of {sections} sections with {questions} questions; I "
                "take up to {most_sections} sections and {most_questions} questions. Nothing was "
                "changed: merge sections, or ask fewer questions.",
                sections=number(sections),
                questions=number(questions),
                most_sections=most_sections,
                most_questions=most_questions,
            )
        case errors.WrongNumberOfOptions(given, least, most):
            return _(
                "With the neutral one that makes {given} options; a poll has {least} to "
                "{most}. Write one option to a line.",
                given=given,
                least=least,
                most=most,
            )
        case errors.RepeatedEmoji(emoji):
            return _(
                "Two options have {emoji}, which is one reaction to Discord. Give each "
                "an emoji of its own.",
                emoji=quoted(emoji),
            )
        case errors.UnknownEmoji(given):
            return _(
                "This server has no emoji {given} of its own. Use one of this server’s, "
                "or one that every Discord has.",
                given=quoted(given),
            )
        case _:
            return None


def about_editing(error: errors.Conflict) -> str:
    """Word why an edit cannot be made."""
    match error:
        case errors.ArticleChangedMeanwhile(title, by):
            who = f"<@{by}>" if by else _("Somebody")
            return _(
                "{who} changed {title} meanwhile, so your change was not made. See how it "
                "stands now, and make it again if it is still right.",
                who=who,
                title=quoted(title),
            )
        case errors.SectionAlreadyPosted(heading, channel_id):
            return _(
                "{heading} is posted or skipped in <#{channel_id}>, so it stays as it is. "
                "Edit what is still to come, or stop that discussion first.",
                heading=quoted(heading or _(OPENING)),
                channel_id=channel_id,
            )
        case errors.NoSectionBelow():
            return _("That is the last section: there is none below to merge it with.")
        case errors.NoCutHere():
            return _("No section can begin there. Choose a paragraph below the section’s first.")
        case errors.LastSection():
            return _("It is the only section that would be posted. Include another one first.")
        case errors.NothingToUndo():
            return _("There is nothing to undo: no earlier state of the article is remembered.")
        case errors.NothingToRedo():
            return _("There is nothing to redo: the last thing done was not an undo.")
        case _:
            return about_update(error)


def about_update(error: errors.Conflict) -> str:
    """Word why a text cannot be updated."""
    match error:
        case errors.SectionUnderWay(channel_id):
            return _(
                "A section is on its way to <#{channel_id}> and still needs its text. "
                "Try again in a minute, or see in `/discussion status` what holds it up.",
                channel_id=channel_id,
            )
        case errors.SameText(title):
            return _(
                "That is the text {title} has already, so there is nothing to update. "
                "Check that it is the corrected one.",
                title=quoted(title),
            )
        case errors.ProposalGone():
            return _(
                "That text is no longer kept, for another was given since. Give it again "
                "with `/article update`."
            )
        case _:
            return _(FALLBACK)


def get_text(address: str | None) -> str:
    """Say where the text of a pack is to be had."""
    if address is None:
        return _("Add that text first with `/article add`, then give me the pack again.")
    return _(
        "Add that text first from {address} with `/article add`, then give me the pack again.",
        address=quoted(address),
    )
