"""Calls on a page's readers: to subscribe, share, follow, pay, comment or write in.

They are kept, for an organizer to leave out, but are neither headings nor questions.
"""

import re

_PAGE_WORD = re.compile(
    r"""
    \b(?: subscrib\w* | newsletters? | sign(?:ed|ing)?[ -]up | patreon | donat(?:e|ion|ing)
        | share\s+(?:this|on|it\s+(?:with|on|to)) | sharing\s+this
        | follow(?:ing|ed)?\s+(?:us|me) | inbox
        | become\s+a\s+(?:member|supporter|patron|subscriber) | join(?:ed|ing)?\s+our | log\s+in
        | suscr[ií]b\w* | boletín | abonn(?:ez|é|iert|ieren|ements?) | infolettre
        | iscri(?:viti|tto|versi) | inscrev\w+ | assin(?:e|ou) | (?:vous|s['’])\s?abonner
        | compartilhe | comparte\s+est | partage[rz]?\s+(?:cet|ce|sur) | condividi\s+(?:quest|su)
        | teil(?:en|t|e)\s+(?:sie\s+)?dies\w* | e-?mail\s+(?:us|me)
        | submit\s+(?:a|your)\s+(?:letter|comment) | letters?\s+to\s+the\s+editor
    )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:you|your|our|us|we|me|here|below|now|today|free|tu|vous|sie|você|usted|nous|uns)\b",
    re.IGNORECASE,
)
_PLAIN_CALL = re.compile(
    r"""
      \b (?:enjoy|enjoyed|enjoying|like|liked|found|loved?) \s+ (?:reading\s+)?
         (?:this|the|our|my) \s+ (?:article|post|story|piece|essay|newsletter|episode|read)\b
    | ^ (?:did\s+you\s+)? (?:enjoy(?:ed)?|liked?|found?)
         \s+ (?:this|that|it) \s* (?:useful|helpful)? \s* \?
    | \b why \s+ not \s+ (?:forward|share|send|pass) \b
    | \b (?:was|were|been) \s+ (?:\w+\s+)? forwarded\b | \b forwarded \s+ to \s+ you\b
    | \b what \s+ you(?:['’]ve)? (?:\s+just)? \s+ read\b
    | \b if \s+ you(?:['’]ve)? \s+ (?:liked?|enjoy(?:ed)?|loved?) \s+ (?:this|it)
         , \s+ why \s+ not \b
    | \b buy \s+ me \s+ a \s+ coffee\b
    | ^ (?:do\s+you\s+)? (?:got|have) \s+ (?:a\s+|any\s+)?
         (?:questions?|feedback|tips?|comments|thoughts)\b
    | ^ ¿? (?:gostou|gostaram|(?:te|os|le|les)\s+ha\s+gustado
         |(?:vous|tu)\s+(?:avez|as)\s+aimé|ti\s+è\s+piaciut[oa]
         |hat\s+(?:ihnen|dir|euch) .{0,40} gefallen|vi\s+è\s+piaciut[oa]) .{0,40}\?
    | ^ (?:any\s+)? (?:comments|questions|feedback|thoughts|corrections|typos|suggestions)
         (?:\s+or\s+\w+)? \s* \? $
    | ^ (?:found|spotted|seen?) \s+ an? \s+ (?:mistake|typo|error|bug)\b
    | \b opinion \s+ on \s+ (?:the\s+issues|this\s+(?:article|story|piece))
    | ^ want \s+ (?:more|to\s+(?:read|learn|know)\s+more)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# An offer to send something, if what follows is a call to subscribe.
_OFFER = re.compile(
    r"""
    ¿? (?: (?:do\s+you\s+)?want | would\s+you\s+like | quer(?:es|em)? | quieres? | quiere\s+usted
         | voulez-vous | (?:vous\s+)?voulez | vuoi | volete | möchten\s+sie | möchtest\s+du
         | wollen\s+sie )
    \b .{0,200} \?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "Tell me in the comments", "Dites-le en commentaire": where answers are to be written.
_ANSWER_HERE = re.compile(
    r"""
    (?: ^ | [.!?…,:;—–][”\"’)*_]?\s ) (?:(?:please|do|so|just|and|bitte)\s)?
    (?: let\s(?:me|us|her|him|them)\sknow\b
      | (?: tell\s(?:me|us|her|him|them) | (?:write|talk)\s(?:to\s)?(?:me|us|her|him|them)
          | write\sto | send | e-?mail
          | hit | press | reply | answer | share\syour | join\sin | sound\soff | weigh\sin
          | (?:leave|drop)\s(?:me|us|a|your) | (?:post|put)\s(?:it|your)
          | cuént\w+ | díg[ao]\w+ | dím?e\w* | dinos | escríb\w+ | d[ée]ja\w+
          | responde\w*
          | dites | dis | écri(?:s|vez) | racont(?:e|ez) | répond(?:s|ez)
          | sag(?:t|en)?\s | schreib(?:t|en)?\s | erzähl(?:t|en|e)?\s | antworte(?:t|n)?\s
          | cont(?:e|a|em) | diga(?:m)? | diz | escreva(?:m)? | deixe(?:m)? | responda(?:m)?
          | scriv\w+ | dite\w+ | dimm\w+ | raccont\w+ | rispond(?:i|ete) | lasci\w+
        ) \b [^.!?]{0,80}? (?:
            \b(?:comments?|reply|replies|below|inbox|e-?mail|comentarios?|comentários?
               |commentaires?|kommentar\w{0,4}|commenti|correo|courriel)\b
          | \S{1,40}@\S | \bat\s\S{1,60}\.\w ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Those whom a question speaks to or of, if it is one for readers and not one of the article's.
_BETWEEN_US = re.compile(
    r"""
    \b(?: i | i['’]\w+ | me | my | you | your | yours | she | he
      | me | mi | he | te | tú | usted(?:es)? | os | vosotr[oa]s
      | je | j['’]\w+ | ai-je | moi | vous | votre | vos | tu
      | ich | mich | mir | du | dir | dich | ihr | euch | ihnen | sie
      | você | vocês | eu | io | mi | ti | vi | voi | lei )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOST_BARE_WORDS = 3  # of a question that names nobody: "Any ideas?"
LONGEST_CALL = 300


def is_call(words: str) -> bool:
    """Say whether a line or short paragraph asks to subscribe, share, follow, pay or comment."""
    if is_promotion(words):
        return True
    return len(words) <= LONGEST_CALL and _ANSWER_HERE.search(words) is not None


def is_promotion(words: str) -> bool:
    """Say whether a line or short paragraph asks to subscribe, share, follow or pay."""
    if len(words) > LONGEST_CALL:
        return False
    if _PLAIN_CALL.search(words):
        return True
    page_word = _PAGE_WORD.search(words)
    return page_word is not None and (page_word.start() == 0 or _ADDRESS.search(words) is not None)


def leads_to_call(words: str, following: str) -> bool:
    """Say whether a question only leads to the call that follows it: to subscribe, or to answer."""
    if "?" not in words:
        return False
    if _OFFER.fullmatch(words) is not None and is_call(following):
        return True
    if _ANSWER_HERE.match(following[:LONGEST_CALL]) is None:
        return False
    return len(words.split()) <= _MOST_BARE_WORDS or _BETWEEN_US.search(words) is not None
