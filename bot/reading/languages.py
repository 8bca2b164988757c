"""The words by which the reader knows a language's sentences and questions, as tables.

Everything that depends on a language stands here; a further language is a further table.
"""

import re
from collections import Counter
from dataclasses import dataclass


def word_set(text: str) -> frozenset[str]:
    """Give the words of a table's cell."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language's small words, all in lower case; phrases are joined with `_`."""

    code: str
    common: frozenset[str]  # tell the language of a text
    abbreviations: frozenset[str]  # before a full stop that ends no sentence, without the stop
    open_abbreviations: frozenset[str]  # likewise, but a sentence may end with them
    wh: frozenset[str]  # open a question that asks for more than yes or no
    relative: frozenset[str]  # those of `wh` that also open a subordinate clause
    prepositions: frozenset[str]  # may stand before a wh-word: "at what cost"
    auxiliaries: frozenset[str]  # open a yes/no question
    conjunctions: frozenset[str]  # join a question to what was said, and may be left out
    or_words: frozenset[str]
    no_choice: frozenset[str]  # after *or* they add to what was said instead of offering it
    subordinators: frozenset[str]  # open a condition, without which the question is another one
    pronouns: frozenset[str]  # need a noun before them
    determiners: frozenset[str]
    leads: frozenset[str]  # may stand before a question without changing it: "after all"
    tags: frozenset[str]  # after the last comma they turn a statement into a question
    starters: frozenset[str]  # begin a sentence even after "etc."


_EN_WH = "who whom whose what which when where why how whoever whatever"
_EN_AUX = """
    is are was were am do does did has have had can could will would shall should may might must
    isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't cannot couldn't
    won't wouldn't shouldn't mustn't ain't ought need dare
"""
_EN_START = "the a an this these those it they we he she but and so in on for if when as our there"

ENGLISH = Language(
    code="en",
    common=word_set(
        "the of and to in is that it for on with as are this be by not but what will a an or "
        "we you they have has can who how at from their would should do does more than if our its"
    ),
    abbreviations=word_set(
        "dr mr mrs ms prof st gen col sen rep gov rev hon capt lt sgt vs cf e.g i.e eg ie viz fig "
        "figs eq no nos vol pp p ed eds approx ca mt ft al dept est ph.d jan feb mar apr jun jul "
        "aug sept sep oct nov dec op resp"
    ),
    open_abbreviations=word_set("etc inc ltd co corp jr sr bros llc plc a.m p.m am pm"),
    wh=word_set(
        _EN_WH + " who's what's where's when's why's how's who're what're who'll what'll who'd "
        "what'd where'd how'd why'd who've what've where're how're when'll where'll how'll"
    ),
    relative=word_set("who whom whose which when where"),
    prepositions=word_set(
        "at by for from in of on to with under about against into through until up beyond without "
        "over between since before after behind above below during beside despite via"
    ),
    auxiliaries=word_set(_EN_AUX),
    conjunctions=word_set("and but or so yet then nor plus"),
    or_words=word_set("or"),
    no_choice=word_set(
        "not(?!_at_all) even any other so at_least indeed perhaps maybe another else no worse "
        "rather"
    ),
    subordinators=word_set(
        "if when once unless until while as since because after before though although whenever "
        "whether given assuming without with where wherever suppose supposing provided should had"
    ),
    pronouns=word_set(
        "it its itself they them their theirs themselves he him his himself she her hers herself "
        "this that these those such one ones"
    ),
    determiners=word_set(
        "the a an our your my their its his her this that these those such some any most many all "
        "both no every each more another"
    ),
    leads=word_set(
        "after_all in_short in_other_words that_said of_course in_the_end then_again again still "
        "however moreover furthermore now well ultimately finally meanwhile instead rather indeed "
        "besides perhaps though first second third more_broadly put_differently for_one_thing "
        "more_importantly most_importantly in_fact above_all even_so either_way and but so or yet"
    ),
    tags=word_set("right no yes ok okay correct eh"),
    starters=word_set(_EN_START) | word_set(_EN_WH) | word_set(_EN_AUX),
)

SPANISH = Language(
    code="es",
    common=word_set("el la los las de que y en un una es por con para del se no su más lo como"),
    abbreviations=word_set("sr sra srta dr dra ud uds pág págs núm art fig p.ej ej av prof ee.uu"),
    open_abbreviations=word_set("etc s.a"),
    wh=word_set(
        "qué quién quiénes cuál cuáles cuándo dónde cómo cuánto cuánta cuántos cuántas adónde"
    ),
    relative=word_set(""),
    prepositions=word_set(
        "a al partir de del con por para en hasta desde sobre ante bajo contra según hacia tras "
        "entre sin cada"
    ),
    auxiliaries=word_set("es son está están puede pueden debe deben hay será serán ha han fue"),
    conjunctions=word_set("y e o u pero mas entonces así pues"),
    or_words=word_set("o u o_bien"),
    no_choice=word_set(
        "no incluso siquiera al_menos tal_vez quizá quizás otro otra cualquier sea aun peor"
    ),
    subordinators=word_set("si cuando mientras aunque porque como sin con antes después una"),
    pronouns=word_set("ello ellos ellas él ella esto eso estos estas esos esas les lo su sus"),
    determiners=word_set("el la los las un una unos unas su sus este esta estos estas nuestro"),
    leads=word_set("entonces al_fin_y_al_cabo por_último además sin_embargo ahora_bien en_fin"),
    tags=word_set("verdad no cierto eh no_es_así no_es_cierto no_crees no_te_parece a_que_sí o_no"),
    starters=word_set("el la los las un una es en pero y si no qué quién cómo"),
)

FRENCH = Language(
    code="fr",
    common=word_set("le la les de des et en un une est que qui dans pour du au pas sur ce il plus"),
    abbreviations=word_set("m mm mme mlle dr pr st ste p pp fig art env cf éd vol av"),
    open_abbreviations=word_set("etc"),
    wh=word_set(
        "qui que quoi quel quelle quels quelles quand où pourquoi comment combien lequel laquelle "
        "lesquels lesquelles qu'est-ce qu'est-ce-que jusqu'où d'où"
    ),
    relative=word_set("qui que où quand lequel laquelle lesquels lesquelles"),
    prepositions=word_set(
        "à au aux partir auprès de du des par pour avec en dans sur sous contre jusqu' "
        "jusqu'à jusqu'au vers chez depuis dès entre sans selon pendant après avant derrière"
    ),
    auxiliaries=word_set(
        "est-ce est-il est-elle sont-ils sont-elles faut-il peut-on peut-il peut-elle doit-on "
        "doit-il doit-elle a-t-il a-t-elle ont-ils y-a-t-il va-t-il va-t-elle vont-ils sommes-nous "
        "pouvons-nous devons-nous voulons-nous avons-nous sera-t-il sera-t-elle"
    ),
    conjunctions=word_set("et ou mais donc or alors"),
    or_words=word_set("ou ou_bien"),
    no_choice=word_set(
        "pas(?!_du_tout) même peut-être au_moins plutôt non autre encore tout_autre tout_cela pire"
    ),
    subordinators=word_set("si quand lorsque dès tant puisque comme alors parce sans avec avant"),
    pronouns=word_set("il elle ils elles lui leur leurs cela ceci ça celui celle ceux celles en y"),
    determiners=word_set("le la les l' un une des du ce cet cette ces son sa ses notre nos leur"),
    leads=word_set("alors enfin après_tout en_somme dès_lors au_fond cependant toutefois"),
    tags=word_set("non oui n'est-ce_pas hein pas_vrai d'accord"),
    starters=word_set("le la les un une est il elle mais et si que qui pourquoi comment"),
)

GERMAN = Language(
    code="de",
    common=word_set("der die das und in den von zu mit ist im für auf nicht ein eine es sich auch"),
    abbreviations=word_set(
        "z.b z b d.h d h u.a dr prof hr fr nr bzw ca vgl abb bd s st jh mio mrd inkl ggf sog evtl"
    ),
    open_abbreviations=word_set("usw etc"),
    wh=word_set(
        "wer wen wem wessen was welche welcher welches welchen welchem wann wo wohin woher warum "
        "wieso weshalb wie wieviel woran womit wofür wodurch wovon worin worum wozu wogegen "
        "worauf woraus worüber worunter wovor wonach wobei inwieweit inwiefern"
    ),
    relative=word_set("welche welcher welches wo was wie"),
    prepositions=word_set(
        "zu zum zur mit für von vom in im an am auf bei beim nach über unter gegen um bis seit ab "
        "aus ohne durch wegen trotz neben hinter vor zwischen"
    ),
    auxiliaries=word_set(
        "ist sind war waren hat haben hatte hatten kann können könnte könnten wird werden würde "
        "würden soll sollen sollte sollten muss müssen müsste darf dürfen dürfte will wollen mag "
        "hätte hätten wäre wären gibt bleibt bleiben braucht brauchen reicht hält halten geht macht"
    ),
    conjunctions=word_set("und oder aber doch denn also"),
    or_words=word_set("oder oder_aber oder_doch"),
    no_choice=word_set(
        "nicht gar(?!_nicht) sogar etwa vielleicht zumindest wenigstens so andere anderes eher "
        "schlimmer"
    ),
    subordinators=word_set(
        "wenn falls sobald solange während weil obwohl da nachdem bevor ohne dass ob indem sodass"
    ),
    pronouns=word_set("er sie es ihn ihm ihr ihnen ihre ihren ihrem ihrer sein seine dies dieser"),
    determiners=word_set("der die das den dem des ein eine einen einem unser unsere ihre ihr kein"),
    leads=word_set("schließlich letztlich kurz also nun vor_allem letzten_endes immerhin"),
    tags=word_set("oder nicht nicht_wahr ja richtig gell stimmt's oder_nicht"),
    starters=word_set("der die das ein eine es wir sie ist und aber wer was wie warum wenn"),
)

PORTUGUESE = Language(
    code="pt",
    common=word_set("o a os as de que e em um uma é do da não para com por se mais ao dos no na"),
    abbreviations=word_set("sr sra dr dra prof pág págs núm art fig av p.ex ex exa"),
    open_abbreviations=word_set("etc s.a"),
    wh=word_set(
        "que quem qual quais quando onde como quanto quanta quantos quantas quê porquê por "
        "porque aonde"
    ),
    relative=word_set("que quem quando onde como por porque"),
    prepositions=word_set(
        "a ao à aos às partir de do da dos das com por pelo pela para em no na nos nas até desde "
        "sobre sob contra entre sem após perante"
    ),
    auxiliaries=word_set(
        "é são está estão pode podem deve devem há será serão tem têm vai vão foi seria "
        "seriam teria deveria deveriam poderia poderiam haverá"
    ),
    conjunctions=word_set("e ou mas então pois"),
    or_words=word_set("ou ou_então"),
    no_choice=word_set("não mesmo até talvez pelo_menos outro outra qualquer seja ainda pior"),
    subordinators=word_set("se quando enquanto embora porque como sem com antes depois"),
    pronouns=word_set(
        "ele ela eles elas isso isto aquilo esse essa este esta lhe lhes seu sua seus"
    ),
    determiners=word_set("o a os as um uma uns umas seu sua este esta nosso nossa"),
    leads=word_set("afinal então enfim por_fim no_entanto além_disso no_fundo"),
    tags=word_set("não certo verdade né não_é não_acha hein pois_não"),
    starters=word_set("o a os as um uma é mas e se não que quem como"),
)

ITALIAN = Language(
    code="it",
    common=word_set("il la lo di che e in un una è per con del non si della le i da più sono al"),
    abbreviations=word_set("sig sigg dott dr prof ing avv pag pagg fig art es cfr n vol"),
    open_abbreviations=word_set("ecc etc"),
    wh=word_set(
        "chi che cosa cos' qual dov' com' quand' quant' quale quali quando dove perché come "
        "quanto quanta quanti quante"
    ),
    relative=word_set("che chi quale quali quando dove come perché"),
    prepositions=word_set(
        "a al alla allo ai agli alle partire di del della dello dei degli delle con per in nel "
        "nella nello da dal dalla su sul sulla fino fin contro verso fra tra senza presso dopo"
    ),
    auxiliaries=word_set("è sono può possono deve devono c'è ci sarà saranno ha hanno fu era"),
    conjunctions=word_set("e o ma oppure dunque allora quindi"),
    or_words=word_set("o od oppure ovvero o_invece"),
    no_choice=word_set(
        "no addirittura perfino persino forse almeno altro altra piuttosto anche peggio"
    ),
    subordinators=word_set("se quando mentre benché poiché finché appena senza con prima dopo"),
    pronouns=word_set("esso essa essi esse lui lei loro ciò questo quello questi quelli suo sua"),
    determiners=word_set("il la lo i gli le un una uno l' questo questa nostro nostra suo sua"),
    leads=word_set("dopo_tutto insomma infine dunque allora in_fondo tuttavia"),
    tags=word_set("vero no giusto eh non_è_vero non_trova non_credi"),
    starters=word_set("il la lo i gli le un una è ma e se non chi che come"),
)

LANGUAGES = (ENGLISH, SPANISH, FRENCH, GERMAN, PORTUGUESE, ITALIAN)

_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")


def recognise_language(text: str) -> Language:
    """Give the language whose commonest words the text has most of; English where none is."""
    counts = Counter(_WORD.findall(text[:_SAMPLE].lower()))
    return max(LANGUAGES, key=lambda language: sum(counts[word] for word in language.common))
