"""What the bot says, gathered from the code, and the catalogues that translate it.

`make catalogues` (python -m tests.catalogue) brings the catalogues up to date: new sentences are
added without a translation, gone ones taken out. `tests/ui/test_speech.py` holds them complete.
"""

import ast
import asyncio
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.domain.ballot import DEFAULT_LABELS
from bot.domain.language import Language
from bot.ui.limits import BUTTON_LABEL, MODAL_TITLE, SELECT_OPTION
from tests.commands import command_tree, option_words

_ROOT = Path(__file__).parents[1]
_LOCALES = _ROOT / "bot" / "resources" / "locales"
_SPOKEN_IN = ("bot", "cogs")
_WORDS = re.compile(r"[^\W\d_]{2,}[’,;:]? [^\W\d_]{2,}")
# A menu's callback has rights of its own, as a group's command never has.
_MADE_BY = {"app_commands.command", "app_commands.default_permissions"}
_NOT_SAID_HERE = frozenset(
    {"_", "N_", "ngettext", "describe", "compile", "Choice", "ContextMenu"}
    | {"RuntimeError", "TypeError", "AssertionError"}
)
# By what is called, and as which argument: how many characters Discord gives.
_BOUNDS = {
    ("button", "0"): BUTTON_LABEL,
    ("select", "0"): SELECT_OPTION,
    ("Choice", "1"): SELECT_OPTION,
    ("Choice", "2"): SELECT_OPTION,
    ("Confirmation", "do"): BUTTON_LABEL,
    ("Confirmation", "leave"): BUTTON_LABEL,
    # Its button has a number before it.
    ("_Offer", "1"): BUTTON_LABEL - 5,
    ("_form", "1"): MODAL_TITLE,
    ("_line", "0"): MODAL_TITLE,
    ("_field", "0"): MODAL_TITLE,
    ("Modal", "title"): MODAL_TITLE,
    ("TextInput", "label"): MODAL_TITLE,
    ("TextInput", "placeholder"): SELECT_OPTION,
    ("RoleSelect", "placeholder"): SELECT_OPTION,
    ("ChannelSelect", "placeholder"): SELECT_OPTION,
}


def translated_languages() -> list[Language]:
    """Give the languages that have a catalogue: all but the code's own."""
    return [language for language in Language if language is not Language.ENGLISH]


def read_catalogue(language: Language) -> Catalog:
    """Read a language's catalogue; an empty one where there is none yet."""
    place = _place(language)
    if not place.exists():
        return Catalog(locale=language.value, domain="colloquy")
    with place.open("rb") as file:
        return read_po(file, locale=language.value, domain="colloquy")


def gather() -> Catalog:
    """Gather every sentence the code says."""
    template = Catalog(domain="colloquy")
    for label in sorted(DEFAULT_LABELS):
        template.add(label)
    for folder in _SPOKEN_IN:
        for path in sorted((_ROOT / folder).rglob("*.py")):
            for message in sentences_of(path.read_text(encoding="utf-8")):
                template.add(message, flags=["python-brace-format"] if "{" in str(message) else [])
    for path in sorted((_ROOT / "cogs").glob("*.py")):
        for description in descriptions_in(path.read_text(encoding="utf-8")):
            template.add(description)
    for words in words_of_options():
        template.add(words)
    return template


@cache
def words_of_options() -> tuple[str, ...]:
    """Gather what Discord shows of options, from the commands themselves."""

    async def gathered() -> tuple[str, ...]:
        async with command_tree() as tree:
            told = [command.to_dict(tree) for command in tree.get_commands()]
        return tuple(words for one in told for words in option_words(one))

    return asyncio.run(gathered())


def sentences_of(source: str) -> Iterator[str | tuple[str, str]]:
    """Give what a module says, with both forms of what has a number.

    Raises `ValueError` for a sentence that is put together where it is said: no catalogue has it.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in {"_", "N_"}:
            given = node.args[0]
            if isinstance(given, ast.JoinedStr | ast.BinOp):
                raise ValueError(ast.unparse(node))
            if isinstance(given, ast.Constant):
                yield str(given.value)
        elif node.func.id == "ngettext":
            one, many = node.args[:2]
            yield str(ast.literal_eval(one)), str(ast.literal_eval(many))


def descriptions_in(source: str) -> Iterator[str]:
    """Give the descriptions of a module's commands, of their groups and of what stands in menus."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AsyncFunctionDef):
            is_command = any(
                isinstance(one, ast.Call) and ast.unparse(one.func) in _MADE_BY
                for one in node.decorator_list
            )
            said = ast.get_docstring(node) if is_command else None
            if said:
                yield " ".join(said.split("\n\n")[0].split())
        elif isinstance(node, ast.keyword) and node.arg == "description":
            yield str(ast.literal_eval(node.value))


def unspoken_in(source: str) -> Iterator[str]:
    """Give what a module seems to say in English alone: words side by side, outside of `_`.

    What is registered with Discord (descriptions, choices) or raised for developers is left out.
    """

    def found(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Call) and _called(node) in _NOT_SAID_HERE:
            return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return  # a docstring
        if isinstance(node, ast.keyword) and node.arg == "description":
            return
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "…" for part in node.values]
            text = "".join(map(str, parts))
        else:
            text = str(node.value) if isinstance(node, ast.Constant) else ""
        if _WORDS.search(text):
            yield text
        for child in ast.iter_child_nodes(node):
            if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
                yield from found(child)

    yield from found(ast.parse(source))


def bounded_in(source: str) -> Iterator[tuple[str, int]]:
    """Give the sentences that stand on something small, each with the characters it has there."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        given = [(name, str(place), value) for place, value in enumerate(node.args)]
        given += [(name, key.arg or "", key.value) for key in node.keywords]
        for called, where, value in given:
            limit = _BOUNDS.get((called, where))
            if limit is not None:
                spoken = ast.Module(body=[ast.Expr(value)], type_ignores=[])
                for message in sentences_of(ast.unparse(spoken)):
                    yield (message if isinstance(message, str) else message[-1]), limit


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Subscript):
        function = function.value
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _place(language: Language) -> Path:
    return _LOCALES / language.value / "LC_MESSAGES" / "colloquy.po"


def _bring_up_to_date() -> None:
    template = gather()
    for language in translated_languages():
        catalogue = read_catalogue(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        place = _place(language)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            write_po(file, catalogue, sort_output=True, omit_header=True, width=100)
        missing = sum(not entry.string or not all(entry.string) for entry in catalogue if entry.id)
        print(f"{language.value}: {len(catalogue)} sentences, {missing} without a translation")  # noqa: T201


if __name__ == "__main__":
    _bring_up_to_date()
