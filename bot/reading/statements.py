"""An English question ▶ the statement that would answer it: *will they act* ▶ *they act*."""

from bot.reading.languages import word_set

_VERBS = word_set(
    """
    accept achieve act adapt add address admit adopt advance affect agree aim align allow
    amplify answer apply ask assess avoid ban bear become begin believe belong benefit blame
    block break bring build buy call care change choose claim close come compete comply
    consider continue control cost count create curb cut deal decide decline deepen define
    delay deliver demand depend deploy deserve design destroy develop disappear disclose do
    double drive earn embrace emerge empower enable end endanger enforce enhance enjoy ensure
    entrench erode evolve exist expand expect explain exploit expose face fade fail fall
    favour favor fear feel fight find fix follow forbid force foster free fuel fund gain get
    give go govern grow guide halt happen harm have help hide hold hurt ignore impose improve
    increase inform innovate invest join judge keep kill know lag lead learn leave let license
    lie limit listen live look lose lower maintain make manage matter mean measure meet miss
    move need obey offer open oppose outpace own panic pass pause pay perform persist play
    point prefer press prevent prioritise prioritize promise promote protect prove publish
    pull push put race raise reach read reduce reflect refuse regulate reinforce reject
    release rely remain remove replace require resist respect respond restrict rethink return
    reveal ride rise risk rule run save say scale see seek sell send serve set shape share
    shift show shrink shut slow solve speed spend spread stand start stay stifle stop
    strengthen strive struggle succeed suffer support surpass survive take teach tell think
    threaten thrive transform treat trust try turn understand undermine unite use wait want
    warn waste weaken welcome widen win withdraw work worry worsen write yield
    """
)
_PRONOUNS = word_set(
    """
    i you we they he she it this that these those there everyone everybody anyone anybody someone
    somebody nobody everything anything something nothing both
    """
)
_PLURAL_PRONOUNS = word_set("i you we they these those both")
_ADVERBS = word_set("ever never still also really just only soon again not finally always")
_BEING = word_set("is are was were am")
_DROPPED = word_set("will do does")  # a statement says the same without them
_FOLLOWING_BE = word_set(
    """
    a an the not just really more less too already still about over in on to for at by our their its
    your simply merely truly ever only so as better worse good bad right wrong
    """
)
_MOST_SUBJECT_WORDS = 8
_IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}


def state(clause: str) -> str:
    """Turn a question's clause into a statement; one that is not understood keeps its order."""
    auxiliary, _, rest = clause.partition(" ")
    words = rest.split()
    length = _subject_length(auxiliary.lower(), words)
    if not length or length >= len(words):
        return clause
    subject, predicate = words[:length], words[length:]
    if auxiliary.lower() not in _DROPPED:
        return " ".join([*subject, auxiliary.lower(), *predicate])
    if _is_singular(subject):
        _inflect_verb(predicate)
    return " ".join([*subject, *predicate])


def predicate_of(clause: str) -> str:
    """Give what a question's clause says of its subject; nothing if that was not found."""
    auxiliary, _, rest = clause.partition(" ")
    words = rest.split()
    length = _subject_length(auxiliary.lower(), words)
    return " ".join(words[length:]) if length else ""


def _subject_length(auxiliary: str, words: list[str]) -> int:
    """Count the words of the subject that follows the auxiliary; 0 if its end does not show."""
    ends = _FOLLOWING_BE if auxiliary in _BEING else _VERBS | {"be"}
    if not words:
        return 0
    if words[0].lower() in _PRONOUNS:
        is_known = auxiliary in _BEING or any(word in ends for word in words[1:4])
        return 1 if is_known else 0
    for length, word in enumerate(words[1 : _MOST_SUBJECT_WORDS + 1], start=1):
        if word in ends:
            return length - 1 if length > 1 and _is_adverb(words[length - 1]) else length
    return 0


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and word.islower())


def _is_singular(subject: list[str]) -> bool:
    last = subject[-1].lower()
    if last in _PRONOUNS:
        return last not in _PLURAL_PRONOUNS
    is_plural = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return not is_plural and "and" not in subject


def _inflect_verb(predicate: list[str]) -> None:
    """Put the verb of a predicate into the third person, past adverbs, in place."""
    for place, word in enumerate(predicate):
        if _is_adverb(word):
            continue
        predicate[place] = _third_person(word)
        return


def _third_person(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"
