"""What a sheet and a column of the register are; the table of all of them is `riskgraph.intake.columns`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from riskgraph.intake.folding import fold
from riskgraph.intake.vocabulary import codes, word_of
from riskgraph.text import t


class Kind(Enum):
    """How the cells of a column are read."""

    ID = "id"
    PARTY = "party"
    ROLE = "role"
    IDS = "ids"
    TEXT = "text"
    NAMES = "names"
    ITEMS = "items"
    DATE = "date"
    END = "end"
    INTERVAL = "interval"
    PROBABILITY = "probability"
    NUMBER = "number"
    HOURS = "hours"
    LEVEL = "level"
    CHOICE = "choice"
    FLAG = "flag"
    CORPORATE_NUMBER = "corporate_number"
    CERTIFICATES = "certificates"
    CONTROL = "control"


@dataclass(frozen=True)
class Column:
    """One column. `choice` names its words; `default` is the code of what a blank stands for.

    A `default` that is no word of the choice is a key ``default.<code>`` of the texts; with `is_told`, blanks are
    listed as an info, because something is assumed for them.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    choice: str = ""
    default: str = ""
    is_required: bool = False
    is_told: bool = False

    @property
    def default_label(self) -> str:
        """Return in both languages what a blank stands for."""
        if self.choice and self.default in codes(self.choice):
            return f"{word_of(self.choice, self.default, 'ja')} / {self.default}"
        return f"{t('ja', f'default.{self.default}')} / {t('en', f'default.{self.default}')}"

    @property
    def levels(self) -> tuple[int, ...]:
        """Return the numbers that a level may take."""
        return (6, 3, 1) if self.name == "identifiability" else (1, 2, 3)


@dataclass(frozen=True)
class SheetKind:
    """One noun's sheet. `name` is the English title in small letters, also the key of its texts."""

    name: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    is_needed: bool = False

    def title(self, locale: str) -> str:
        """Return the title that is written."""
        return t(locale, f"sheet.{self.name}")

    def header(self, column: str, locale: str) -> str:
        """Return the header that is written."""
        return t(locale, f"column.{self.name}.{column}")

    def label(self, column: str) -> str:
        """Return the column in both languages, for messages about a column that a sheet lacks."""
        japanese, english = self.header(column, "ja"), self.header(column, "en")
        return english if japanese == english else f"{japanese} ({english})"

    @property
    def both_titles(self) -> str:
        """Return the title in both languages."""
        return f"{self.title('ja')} / {self.title('en')}"

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Return the columns by English name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def by_header(self) -> Mapping[str, str]:
        """Return the English name by every folded header that is understood; first come, first served."""
        found: dict[str, str] = {}
        for column in self.columns:
            for header in (column.name, column.name.replace("_", " "), self.header(column.name, "ja")):
                found.setdefault(fold(header), column.name)
        for column in self.columns:
            for header in column.aliases:
                found.setdefault(fold(header), column.name)
        return found
