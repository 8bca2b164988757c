"""Discord's limits, in one place; all are inclusive and measured after trimming."""

from typing import Final

MESSAGE_CONTENT: Final = 2000

EMBED_TITLE: Final = 256
EMBED_DESCRIPTION: Final = 4096
EMBED_FIELDS: Final = 25
EMBED_FIELD_NAME: Final = 256
EMBED_FIELD_VALUE: Final = 1024
EMBED_FOOTER: Final = 2048
EMBED_AUTHOR: Final = 256
EMBED_URL: Final = 2048
# Titles, descriptions, fields, footers and authors of all embeds of one message together.
EMBEDS_TOTAL: Final = 6000

THREAD_NAME: Final = 100

BUTTON_LABEL: Final = 80
SELECT_OPTIONS: Final = 25
SELECT_OPTION: Final = 100
MODAL_TITLE: Final = 45
TEXT_INPUT: Final = 4000

CHOICES: Final = 25
CHOICE_NAME: Final = 100
COMMAND_DESCRIPTION: Final = 100


def length(text: str) -> int:
    """Count characters so that a limit holds however Discord counts.

    It does not say whether an emoji beyond U+FFFF is one character or, as in its clients, two.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
