"""Which questions a text asks, of what kind, and how each is shown."""

import pytest

from bot.domain.article import LONGEST_ALTERNATIVE, LONGEST_QUESTION, QuestionKind
from bot.reading.questions import MOST_QUESTIONS
from bot.reading.reader import read_article

# So that the language of a single sentence is beyond doubt.
CONTEXT = "This is what it is all about, and that is the end of it."


def ask(text, context=CONTEXT):
    """Give the body's questions of a paragraph."""
    article = read_article(f"A Title of Sorts\n\n{context}\n\n{text}\n".encode(), name="x.txt")
    return article.questions


@pytest.mark.parametrize(
    ("text", "core", "shown"),
    [
        ("One question stays: is it safe?", "is it safe?", "One question stays: is it safe?"),
        ("So does a whip; would we buy one?", "would we buy one?", "Would we buy one?"),
        (
            "It ended (some will remember?) in the brook.",
            "some will remember?",
            "Some will remember?",
        ),
        ("One question stays: is AI safe?", "is AI safe?", "Is AI safe?"),
        (
            "But who decides what is shown?",
            "who decides what is shown?",
            "Who decides what is shown?",
        ),
        ("And can they stop?", "can they stop?", "And can they stop?"),
        ("In Europe, who decides?", "who decides?", "In Europe, who decides?"),
        ("After all, what is openness?", "what is openness?", "What is openness?"),
        ("If it fails, who pays?", "who pays?", "If it fails, who pays?"),
        (
            "If it fails, who pays, and how do we know?",
            "who pays, and how do we know?",
            "If it fails, who pays, and how do we know?",
        ),
        (
            "When machines decide, who answers?",
            "who answers?",
            "When machines decide, who answers?",
        ),
        ("When will the rules come?", "When will the rules come?", "When will the rules come?"),
        ("They build it, but why?", "why?", "They build it, but why?"),
        ("The law is old but is the court?", "is the court?", "Is the court?"),
        ("The law (who wrote the law?) is old.", "who wrote the law?", "Who wrote the law?"),
        ("Which raises the point: is AI safe?", "is AI safe?", "Is AI safe?"),
        (
            "Can Meta, which owns it, be trusted?",
            "Can Meta, which owns it, be trusted?",
            "Can Meta, which owns it, be trusted?",
        ),
        ("**Who decides?**", "Who decides?", "Who decides?"),
        ("- Who decides?", "Who decides?", "Who decides?"),
        ("Is this open?Or is AI closed?", "Is this open?", "Is this open?"),
        ("iPhones or what?", "iPhones or what?", "iPhones or what?"),
    ],
)
def test_the_core_is_shown_where_it_stands_alone(text, core, shown):
    """The clause that asks is found; where it needs the rest, the sentence is shown."""
    question = ask(text)[0]

    assert (question.text, question.shown) == (core, shown)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Is it safe?", "yes_no"),
        ("You trust them?", "yes_no"),
        ("It is safe, isn't it?", "yes_no"),
        ("You trust Meta, right?", "yes_no"),
        ("Really?", "yes_no"),
        ("Do users get a say or not?", "yes_no"),
        ("Is it more or less safe?", "yes_no"),
        ("Should it be kept, or even shown?", "yes_no"),
        ("Will it help doctors, nurses, or patients?", "yes_no"),
        ("Figures about what?", "wh"),
        ("Who pays when a robot, a car or a drone crashes?", "wh"),
        ("Is Meta, or any other company, ready?", "yes_no"),
        ("Can users see or change their data?", "yes_no"),
        ("Does it matter whether a model is open or closed?", "yes_no"),
        ("Will they act in time or with care?", "yes_no"),
        ("Should we help a person in need or danger?", "yes_no"),
        ("Why?", "wh"),
        ("At what cost?", "wh"),
        ("To whom does it belong?", "wh"),
        ("Who's next?", "wh"),
        ("And the cost?", "wh"),
        ("What if it fails?", "wh"),
        ("Where on a slider do you put a dog?", "wh"),
        ("How do we stop bias, misinformation, or manipulation?", "wh"),
        ("Which is worse: a, b, or c?", "either_or"),
    ],
)
def test_the_kind_follows_from_the_grammar(text, kind):
    """Verb first asks for yes or no, a question word for more; `or` is not always a choice."""
    assert [question.kind for question in ask(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("Will Meta act, or will users wait?", ("Meta acts", "Users wait")),
        ("Does it learn, or does it sulk?", ("It learns", "It sulks")),
        ("Does one bless the drone, the stick, or the aim?", ("The drone", "The stick", "The aim")),
        ("Should one give what is read or what is right?", ("What is read", "What is right")),
        ("Does it count her once or twice?", ("Once", "Twice")),
        (
            "Is it now the exhibit, or just a cheaper guide?",
            ("The exhibit", "Just a cheaper guide"),
        ),
        ("Is that trust, habit, or simply the stairs?", ("Trust", "Habit", "Simply the stairs")),
        ("Does it serve the town or the company?", ("The town", "The company")),
        ("What is it then, a room, or a window?", ("A room", "A window")),
        ("Will Meta really try, or will it go?", ("Meta really tries", "It goes")),
        ("Do laws help, or do they harm?", ("Laws help", "They harm")),
        (
            "Should states act now, or should they wait?",
            ("States should act now", "They should wait"),
        ),
        (
            "Is the company a leader or is it a follower?",
            ("The company is a leader", "It is a follower"),
        ),
        ("Were users asked or were they ignored?", ("Users were asked", "They were ignored")),
        (
            "Could quiet diplomacy or could tribunals?",
            ("Could quiet diplomacy", "Tribunals could"),
        ),
        ("Is AI a tool or a threat?", ("A tool", "A threat")),
        ("Is AI a tool, a toy, or a threat?", ("A tool", "A toy", "A threat")),
        ("Is it good or bad?", ("Good", "Bad")),
        ("Is it a library — or is it a shed?", ("It is a library", "It is a shed")),
        ("Should we speed up or slow down?", ("Speed up", "Slow down")),
        ("Should we wait, or press on?", ("Wait", "Press on")),
        ("Do we want safety or speed?", ("Safety", "Speed")),
        ("Should this be decided in law or in practice?", ("In law", "In practice")),
        ("Will openness make AI safer or more dangerous?", ("Safer", "More dangerous")),
        ("Will it be more open or more closed?", ("More open", "More closed")),
        ("Which is worse, haste or delay?", ("Haste", "Delay")),
        ("Who decides: users or companies?", ("Users", "Companies")),
        ("The choice: a blessing or a curse?", ("A blessing", "A curse")),
        ("A tool, a toy or a threat?", ("A tool", "A toy", "A threat")),
    ],
)
def test_an_either_or_question_gives_its_alternatives(text, alternatives):
    """The alternatives are worded as answers, in the article's words."""
    (question,) = ask(text)

    assert question.kind is QuestionKind.EITHER_OR
    assert question.alternatives == alternatives


@pytest.mark.parametrize(
    "text",
    [
        "He asked, “Who pays?” and left.",
        "“Who pays?” he asked.",
        "'Who knows?' he said, and ‘Why not?’ they cried.",
        'The paper "Is AI Safe?" says that it is.',
        "“Who pays? I do not.”",
        "“Who pays? I do not,\n\n“and neither do you?”",
        "> Who pays?",
        "See https://example.org/?q=1 and www.example.org/a?b for more.",
        "Read [is it safe?](https://example.org/?a=b) first.",
        "Run `who?` now.",
        "```\nwho?\n```",
        "    print('who?')",
        "| a? | b? |\n|----|----|\n| c? | d? |",
        "Have you subscribed yet?",
        "Did you enjoy this article?",
        "Want to read more?",
        "What do you think? Let us know in the comments!",
        "It was long. What did I miss? Tell me in the comments.",
        "Jane Doe writes. What should she write about next? Tell her at jane@example.org.",
        "Any ideas? Hit reply.",
        "Got thoughts? Any will do.",
        "Et vous, que savez-vous de cela ? Dites-le en commentaire.",
        "¿Qué me he dejado? Cuéntamelo en los comentarios.",
        "Was habe ich vergessen? Schreibt es in die Kommentare.",
        "## Subscribe to our letter\n\nIs it free? It is.",
        "Some (?) say so. ?? And so on.",
        "About the Author\n\nJane Doe writes about grids. Have you met her anywhere?",
    ],
)
def test_what_the_article_does_not_ask_itself_is_no_question(text):
    """Quotations, code, addresses, calls and notes on the author ask nothing."""
    assert ask(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "What did I miss? Tell me, I said.",
        "Who pays for all of that? Tell us in the comments.",
        "What did I miss? The comments below the line say it all.",
        f"## Why we share this with you\n\nIs it free? {'It is. ' * 60}",
    ],
)
def test_a_question_near_words_of_a_call_is_asked(text):
    """One that is not put to readers, or whose answer nobody is told where to write."""
    assert len(ask(text)) == 1


def test_a_plain_invitation_without_a_call_is_a_question():
    """What do you think is asked where nothing sends the reader to the comments."""
    (question,) = ask("What do you think?")

    assert question.kind is QuestionKind.WH


def test_every_question_of_a_sentence_is_asked():
    """Two question marks in one sentence are two questions."""
    cores = [question.text for question in ask("The question — who pays? — stays: but is AI safe?")]

    assert cores == ["who pays?", "is AI safe?"]


def test_the_sentence_of_an_items_question_is_without_its_bullet():
    """A question's sentence can be shown as it is."""
    (question,) = ask("- If rules come, who writes them?\n- Another item.")

    assert question.sentence == question.shown == "If rules come, who writes them?"


def test_a_headings_question_is_found_behind_its_number_and_name():
    """The number of a heading and the words before a colon are not part of its question."""
    article = read_article(
        b"The Grid: Friend or Foe?\n\n1. Who pays?\n\nNobody does so far, it is said.\n\n"
        b"2. The Street: Is It Loud?\n\nIt hums, and that is not the same.\n",
        name="x.txt",
    )

    assert [(q.section, q.text, q.shown) for q in article.questions] == [
        (None, "Friend or Foe?", "Friend or Foe?"),
        (0, "Who pays?", "Who pays?"),
        (1, "Is It Loud?", "Is It Loud?"),
    ]


def test_a_long_question_is_cut_for_showing_and_kept_whole():
    """What is shown fits; the core and the sentence stay whole."""
    many = "very " * 80
    (long_core,) = ask(f"Is this a {many}long question?")
    (long_sentence,) = ask(f"If this is a {many}long condition, who pays?")

    assert long_core.shown.endswith("very…")
    assert len(long_core.shown) <= LONGEST_QUESTION < len(long_core.text)
    assert long_sentence.shown.startswith("… very")
    assert long_sentence.shown.endswith("who pays?")
    assert len(long_sentence.shown) <= LONGEST_QUESTION < len(long_sentence.sentence)


def test_a_very_long_sentence_is_taken_whole():
    """Nobody reads the grammar of a sentence of several pages."""
    (question,) = ask(f"Is this a {'very ' * 800}long question?")

    assert question.kind is QuestionKind.YES_NO
    assert question.text == question.sentence


def test_many_questions_of_an_endless_sentence_do_not_each_carry_it():
    """All that is kept of the questions is not much more than the text."""
    text = "is it so? and " * 3000
    kept = sum(len(question.sentence) + len(question.text) for question in ask(text))

    assert kept < 2 * len(text)


def test_long_alternatives_are_cut():
    """An alternative fits beside its emoji."""
    (question,) = ask(f"Is it a {'very ' * 25}good thing or is it a bad one?")

    assert len(question.alternatives[0]) <= LONGEST_ALTERNATIVE
    assert question.alternatives[0].endswith("very…")


def test_there_is_a_most_of_questions():
    """A text of question marks costs no more than a bounded number of questions."""
    assert len(ask("Is it? " * (MOST_QUESTIONS + 10))) == MOST_QUESTIONS


@pytest.mark.parametrize(
    ("text", "kind", "core"),
    [
        ("¿Quién decide?", "wh", "¿Quién decide?"),
        ("Pero ¿es seguro?", "yes_no", "¿es seguro?"),
        ("¿Y si nos equivocamos?", "wh", "¿Y si nos equivocamos?"),
        ("¿Y si llueve, cerramos?", "yes_no", "¿Y si llueve, cerramos?"),
        ("Es bonito, ¿eh?", "yes_no", "Es bonito, ¿eh?"),
        (
            "¿De quién es, del timbre o del cartero?",
            "either_or",
            "¿De quién es, del timbre o del cartero?",
        ),
        ("Según el Sr. Pérez, «¿es seguro?» no basta. ¿O sí?", "yes_no", "¿O sí?"),
    ],
)
def test_spanish_questions_begin_at_their_mark(text, kind, core):
    """The inverted mark shows where a question begins."""
    (question,) = ask(text, "Esto es lo que se dice de las cosas en la ciudad y no es poco.")

    assert (question.kind, question.text) == (kind, core)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("L’IA est-elle sûre ?", "yes_no"),
        ("Est-ce une chance ou un danger ?", "either_or"),
        ("« Est-ce sûr ? » Mais comment savoir ?", "wh"),
    ],
)
def test_french_questions_keep_their_space(text, kind):
    """A space before the mark, and quotation marks with spaces, are French."""
    (question,) = ask(text, "C’est ce que les gens disent de la ville, et ce n’est pas rien.")

    assert question.kind == kind


def test_italian_statements_may_be_choices():
    """Languages that do not turn subject and verb around may ask in a statement's order."""
    (question,) = ask(
        "I modelli sono un’opportunità o una minaccia?",
        "Questo è quello che si dice della città, e non è poco per chi la ama.",
    )

    assert question.alternatives == ("Un’opportunità", "Una minaccia")


@pytest.mark.parametrize(
    ("text", "core", "kind"),
    [
        ("Aber hört er auch zu?", "hört er auch zu?", "yes_no"),
        ("Und doch: Hätte er fragen müssen?", "Hätte er fragen müssen?", "yes_no"),
        ("Wenn er irrt, haftet dann der Arzt?", "haftet dann der Arzt?", "yes_no"),
        ("Inwieweit macht das den Fehler?", "Inwieweit macht das den Fehler?", "wh"),
        (
            "Haftet der Arzt oder der Hersteller?",
            "Haftet der Arzt oder der Hersteller?",
            "either_or",
        ),
        ("Das gilt für alle im Haus, oder?", "Das gilt für alle im Haus, oder?", "yes_no"),
    ],
)
def test_german_questions_open_with_any_verb(text, core, kind):
    """A verb before its subject asks, whichever verb it is."""
    (question,) = ask(
        text, "Das ist es, was man in der Stadt von den Dingen sagt, und nicht wenig."
    )

    assert (question.text, question.kind) == (core, kind)


@pytest.mark.parametrize(
    ("text", "core", "kind"),
    [
        ("Mais apprend-elle vite ?", "apprend-elle vite ?", "yes_no"),
        ("Qu’avons-nous gagné là ?", "Qu’avons-nous gagné là ?", "wh"),
        ("On est dehors : était-ce difficile ?", "était-ce difficile ?", "yes_no"),
        ("Une plante peut-elle être seule ?", "Une plante peut-elle être seule ?", "yes_no"),
        (
            "La pompe parle-t-elle, ou est-ce le capteur ?",
            "La pompe parle-t-elle, ou est-ce le capteur ?",
            "either_or",
        ),
        ("Jusqu’où faut-il aller ?", "Jusqu’où faut-il aller ?", "wh"),
        ("Et si nous avions tort ?", "Et si nous avions tort ?", "wh"),
    ],
)
def test_french_questions_open_with_any_verb(text, core, kind):
    """Also where the subject stands before the verb and is taken up behind it."""
    (question,) = ask(text, "C’est ce que les gens disent de la ville, et ce n’est pas rien.")

    assert (question.text, question.kind) == (core, kind)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("—¿Y quién paga? —preguntó la alcaldesa.", "Es lo que se dice de la ciudad y no es poco."),
        ("— Qui paie ? demanda le maire.", "C’est ce que disent les gens de la ville et des rues."),
    ],
)
def test_what_is_said_after_a_dash_is_somebody_elses(text, language):
    """Romance languages open speech with a dash."""
    assert ask(text, language) == ()
