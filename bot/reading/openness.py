"""The words by which a language says that something is not known, and asks how far, as tables.

`indirect.py` reads them; a further language is a further table.
"""

import re
from dataclasses import dataclass

from bot.reading.languages import word_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """How a language says that something is not known; words are cut at apostrophes."""

    doubts: frozenset[str]  # say so by themselves
    negations: frozenset[str]
    knowledge: frozenset[str]  # say so with a negation near them
    links: frozenset[str]  # may stand between those and the clause
    whether: frozenset[str]
    leading: frozenset[str]  # those of `whether` that open a sentence, before what says so
    wh: frozenset[str]
    yes_no: str  # what makes a question of a clause after *whether*; "{}" is the clause
    question: str  # likewise after a question word
    degree: re.Pattern[str]  # begins a question of degree


def _degree(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + r"\b", re.IGNORECASE)


OPENNESS = {
    "en": Openness(
        doubts=word_set(
            "unclear uncertain unknown undecided unresolved unsettled unanswered debatable "
            "doubtful moot guess wonder wonders wondering question mystery"
        ),
        negations=word_set(
            "not t no nobody none never yet few hardly cannot remains remain far nor neither"
        ),
        knowledge=word_set(
            "know knows known clear say says said tell tells told decide decides decided certain "
            "settled sure agree agrees agreed explain explains explained obvious seen"
        ),
        links=word_set(
            "about as to on over of is remains was then now still yet anyone anybody me "
            "us you them to"
        ),
        whether=word_set("whether if"),
        leading=word_set("whether"),
        wh=word_set("who whom whose what which when where why how"),
        yes_no="Is it true that {}?",
        question="",
        degree=_degree(
            r"how (?:far|much(?! (?:does|do|did|will|would|is|was|money|time|has|have))|well|"
            r"likely|serious|safe|fair|strong|deep|deeply|close|free|real|ready|good|bad|strictly|"
            r"worried|\w+(?:able|ible|ful|ous|ive|ant|ent))|to (?:what|which) (?:extent|degree)"
        ),
    ),
    "es": Openness(
        doubts=word_set("dudoso incierto pregunta preguntan pregunto preguntamos incógnita duda"),
        negations=word_set("no nadie ni tampoco falta queda nunca"),
        knowledge=word_set(
            "sabe sabemos saben sé claro clara dice dicen dicho explica explicado seguro decidido "
            "aclarado cierto ver saber decidir aclarar"
        ),
        links=word_set("es de sobre en aún todavía ahora a"),
        whether=word_set("si"),
        leading=word_set(""),
        wh=word_set("quién quiénes qué cuál cuáles cuándo dónde adónde cómo cuánto cuánta cuántos"),
        yes_no="¿{}?",
        question="¿{}?",
        degree=_degree(r"hasta qué punto|en qué medida|hasta dónde se|cuán \w+|qué tan \w+"),
    ),
    "fr": Openness(
        doubts=word_set("incertain demande demandent demandons ignore ignorons ignorent question"),
        negations=word_set("ne n pas personne nul reste restent demeure jamais"),
        knowledge=word_set(
            "sait savent savons sais dit disent dire explique décidé tranché clair sûr certain "
            "précisé savoir voir décider"
        ),
        links=word_set("encore est de toujours pas vraiment donc sur bien"),
        whether=word_set("si s"),
        leading=word_set(""),
        wh=word_set("qui quoi quel quelle quels quelles quand où pourquoi comment combien"),
        yes_no="Est-ce que {} ?",
        question="{} ?",
        degree=_degree(
            r"dans quelle mesure|jusqu[’']à quel point|jusqu[’']où|à quel (?:point|degré)"
        ),
    ),
    "de": Openness(
        doubts=word_set(
            "unklar offen ungewiss fraglich ungeklärt unsicher zweifelhaft strittig umstritten "
            "unbekannt frage fragt fragen"
        ),
        negations=word_set("nicht niemand keiner nie kaum bleibt"),
        knowledge=word_set(
            "weiß wissen sagt sagen klar sicher bekannt entschieden gesagt geklärt fest steht "
            "erklärt abzuwarten verrät"
        ),
        links=word_set(
            "ist bleibt sich man mich mir uns noch darüber also aber nur bis heute "
            "bislang weiterhin"
        ),
        whether=word_set("ob"),
        leading=word_set("ob"),
        wh=word_set(
            "wer wen wem wessen was welche welcher welches welchen wann wo wohin woher warum "
            "weshalb wieso wie wozu wofür womit woran inwieweit inwiefern wieviel"
        ),
        yes_no="Ob {}?",
        question="{}?",
        degree=_degree(
            r"inwieweit|inwiefern|in welchem (?:maße?|ausmaß|umfang)|wie (?:weit|sehr|stark|gut|"
            r"wahrscheinlich|wichtig|sicher|gefährlich|gerecht|ernst|nah)"
        ),
    ),
    "pt": Openness(
        doubts=word_set("incerto duvidoso pergunta perguntam pergunto perguntamos questão dúvida"),
        negations=word_set("não ninguém nem falta resta fica nunca"),
        knowledge=word_set(
            "sabe sabemos sabem sei claro clara diz disse dizem explica explicou certo decidido "
            "decidiu esclarecido ver saber decidir esclarecer"
        ),
        links=word_set("é de sobre em ainda agora se saber nos me"),
        whether=word_set("se"),
        leading=word_set(""),
        wh=word_set("quem qual quais quando onde aonde como quanto quanta quantos quantas porquê"),
        yes_no="{}?",
        question="{}?",
        degree=_degree(r"até que ponto|em que medida|até onde se|quão \w+"),
    ),
    "it": Openness(
        doubts=word_set("incerto dubbio chiede chiedono chiedo chiediamo domanda questione"),
        negations=word_set("non nessuno né resta rimane mai"),
        knowledge=word_set(
            "sa sappiamo sanno so chiaro chiara dice detto dicono spiega spiegato certo deciso "
            "chiarito vedere capire sapere decidere"
        ),
        links=word_set("è di su ancora ora sapere capire"),
        whether=word_set("se"),
        leading=word_set(""),
        wh=word_set("chi cosa quale quali quando dove perché come quanto quanta quanti quante"),
        yes_no="{}?",
        question="{}?",
        degree=_degree(r"fino a che punto|in che misura|fin dove|in quale misura"),
    ),
}
