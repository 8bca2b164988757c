"""An English question ▶ the statement that would answer it: *will they act* ▶ *they act*."""

from bot.reading.languages import ENGLISH, word_set

_VERBS = word_set(
    """
    abandon abolish absorb accelerate accept accompany accomplish accumulate achieve acknowledge
    acquire act adapt add address adjust admit adopt advance affect afford agree aim align allow
    amplify announce answer appear apply approach approve argue arise arrive ask assess assist
    assume attack attract automate avoid balance ban bear beat become begin believe belong
    benefit blame block boost borrow break breathe bridge bring broaden build buy call calm
    cancel capture care carry catch cause celebrate centralise centralize challenge change
    charge chase check choose claim clarify close collapse collect combine come comfort command
    comment communicate compete complain complete comply concentrate confirm confuse connect
    conserve consider constrain construct consume contain continue contribute control convince
    cooperate copy correct cost count cover crash create cross curb cut damage dare deal decide
    decline deepen defeat defend define delay deliver demand deny depend deploy deprive deserve
    design destroy deteriorate develop disappear disclose discover discuss dismiss displace
    distort distribute divide do dominate double draw dream drive drop earn eat educate elect
    eliminate embrace emerge employ empower enable encourage end endanger enforce engage enhance
    enjoy enrich ensure enter entrench equip erode escape establish evolve examine exceed
    exclude exercise exist expand expect experience explain exploit export expose express extend
    face fade fail fall favor favour fear feed feel fight fill finance find finish fit fix
    flourish follow forbid force forget forgive foster free fuel fund gain gather generate get
    give go govern grant grasp grow guarantee guide halt hand handle happen harm have hear help
    hide hinder hire hold honour host hurt identify ignore imitate impose improve include
    increase inform innovate insist inspect inspire install intend interfere interpret intervene
    invent invest invite join judge justify keep kill know label lag last launch lead learn
    leave let license lie lift limit link listen live lobby lock look lose lower maintain make
    manage mark match matter mean measure meet mind mirror mislead miss monitor move multiply
    name nationalise nationalize need negotiate note notice nudge obey object observe obtain
    occur offer open operate oppose order organise organize outpace overcome overlook override
    overtake own panic pass pause pay penalise perform permit persist persuade pick plan play
    point post prefer prepare present preserve press prevent prioritise prioritize privatise
    process produce profit prohibit promise promote prosper protect prove provide publish pull
    punish pursue push put qualify question race raise rate reach read reason rebuild recognise
    recognize recommend reconsider record recover redefine redistribute reduce refer reflect
    reform refuse regain regard regulate reinforce reject relax release relieve rely remain
    remember remove repair repeat replace replicate report represent reproduce require rescue
    research reserve resist resolve respect respond rest restrict retain rethink retire return
    reveal reverse review revive reward rewrite ride rise risk roll rule run sacrifice satisfy
    save say scale secure see seek sell send separate serve set settle shape share shift show
    shrink shut sign sink sit sleep slip slow smooth soften solve sound spark speak speed spend
    split spoil spread stabilise stagnate stand start stay steer stick stifle stop store
    strengthen strike strive struggle study submit subsidise subsidize succeed suffer suit
    supply support surpass surprise surrender survive suspect sustain swallow switch tackle take
    tame target tax teach tell tend test think threaten thrive tie tighten tip tolerate top
    touch track trade train transfer transform travel treat trigger trust try turn undermine
    understand undo unite update upgrade uphold use vanish violate visit vote wait waive walk
    want warn waste watch weaken wear welcome widen win wipe withdraw wither wonder work worry
    worsen write yield
    mend paint rent halve quarter cook clean wash plant knock hang print burn bury chain feed fell
    heat heal lend lock mow pack pave plough polish post pour repaint roof scrap sew shout shout
    silence sing soak sow sweep swim swap tear tidy tow trim uproot water weigh wind wrap cycle fly
    """
)
_PRONOUNS = word_set(
    """
    i you we they he she it this that these those there everyone everybody anyone anybody someone
    somebody nobody everything anything something nothing both one
    """
)
_PERSONAL = word_set("i you we they he she it one")
_PLURAL_PRONOUNS = word_set("i you we they these those both")
_ADVERBS = word_set("ever never still also really just only soon again not finally always")
_BEING = word_set("is are was were am")
_HAVING = word_set("has have had")
_PARTICIPLES = word_set(
    """
    been become begun broken brought built bought caught chosen come cost done drawn driven fallen
    felt forgotten forgiven found given gone grown had heard held hidden kept known learnt led left
    lost made meant met paid proven put read risen run said seen sent set shown shut slept sold
    spent spoken stolen stood taken taught thought told thrown understood won worn written
    """
)
_BEFORE_NOUNS = word_set("last first next second other same own past one two three new old")
_FOLLOWING_THOSE = word_set("who that which whom")
_DROPPED = word_set("will do does")  # a statement says the same without them
_FOLLOWING_BE = word_set(
    """
    a an the not just really more less too already still about over in on to for at by our their its
    your there here simply merely truly ever only so as better worse good bad right wrong
    """
)
_MOST_SUBJECT_WORDS = 8
_ARTICLE_AND_NOUN = 2
_IRREGULAR_PLURALS = word_set("people children men women police feet teeth mice sheep fish")
_IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}


def state(clause: str) -> str:
    """Turn a question's clause into a statement; one that is not understood keeps its order."""
    auxiliary, _, rest = clause.partition(" ")
    words = rest.split()
    length = _subject_length(auxiliary.lower(), words)
    if not length and _is_bare_subject(words):  # "should children decide, or should their parents"
        return f"{rest} {auxiliary.lower()}"
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


def begins_with_verb(phrase: str) -> bool:
    """Say whether a phrase says what somebody might do."""
    return phrase.partition(" ")[0] in _VERBS


def _subject_length(auxiliary: str, words: list[str]) -> int:
    """Count the words of the subject that follows the auxiliary; 0 if its end does not show."""
    ends = _FOLLOWING_BE if auxiliary in _BEING else _VERBS | {"be"}
    ends = _PARTICIPLES if auxiliary in _HAVING else ends
    if not words:
        return 0
    if words[0].lower() in _PRONOUNS:
        if words[1:2] and words[1].lower() in _FOLLOWING_THOSE:
            return 0  # "those who pay": where the subject ends does not show
        is_known = auxiliary in _BEING or words[0].lower() in _PERSONAL
        is_known = is_known or any(word in ends for word in words[1:4])
        return 1 if is_known else 0
    depending = 0
    for length, word in enumerate(words[: _MOST_SUBJECT_WORDS + 1]):
        if length and words[length - 1].endswith(","):
            break
        depending += word in _FOLLOWING_THOSE
        if length < _shortest(words) or not _may_end(word, ends, auxiliary):
            continue
        if depending:  # "the people who use it": that verb is theirs
            depending -= 1
            continue
        return length - 1 if length > 1 and _is_adverb(words[length - 1]) else length
    return 1 if auxiliary in _BEING and _is_plural(words[0]) else 0


def _is_bare_subject(words: list[str]) -> bool:
    is_noun = len(words) == 1 and _is_plural(words[0])
    return is_noun or (len(words) == _ARTICLE_AND_NOUN and words[0] in ENGLISH.determiners)


def _shortest(words: list[str]) -> int:
    """Count the words that a subject has at least: an article, what is between, and its noun."""
    if words[0].lower() not in ENGLISH.determiners:
        return 1
    return _ARTICLE_AND_NOUN + (len(words) > 1 and words[1] in _BEFORE_NOUNS)


def _may_end(word: str, ends: frozenset[str], auxiliary: str) -> bool:
    return word in ends or (auxiliary in _HAVING and word.endswith("ed"))


def _is_plural(noun: str) -> bool:
    if noun.lower() in _IRREGULAR_PLURALS:
        return True
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is"))


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and word.islower())


def _is_singular(subject: list[str]) -> bool:
    last = subject[-1].lower()
    if last in _PRONOUNS:
        return last not in _PLURAL_PRONOUNS
    return not _is_plural(last) and "and" not in subject


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
