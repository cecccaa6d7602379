"""The supply-chain part of the DORA register of information: providers (B_05.01) and service chains (B_05.02).

The convention that bites: a rank is counted from the contract downwards (1 for the direct provider) and never kept
with a party: the same firm may stand on several ranks of several contracts.
"""

from __future__ import annotations

import re

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell

NOT_APPLICABLE = "Not applicable"
LEGAL_PERSON = "Legal person, excluding individual acting in business capacity"
INDIVIDUAL = "Individual acting in a business capacity"
SERVICES = frozenset(f"S{number:02d}" for number in range(1, 20))
CODE_TYPE = re.compile(r"LEI|EUID|[A-Z]{2}_(?:CRN|VAT|PNR|NIN)")
JAPANESE_NUMBER = "JP_CRN"
# The number of each column of the template, and the field of the line that holds it.
PROVIDER_COLUMNS: tuple[tuple[str, str], ...] = (
    ("0010", "code"),
    ("0020", "code_type"),
    ("0030", "other_code"),
    ("0040", "other_code_type"),
    ("0050", "name"),
    ("0060", "latin_name"),
    ("0070", "person_type"),
    ("0080", "country"),
    ("0090", "currency"),
    ("0100", "expense"),
    ("0110", "parent_code"),
    ("0120", "parent_code_type"),
)
CHAIN_COLUMNS: tuple[tuple[str, str], ...] = (
    ("0010", "contract"),
    ("0020", "service"),
    ("0030", "code"),
    ("0040", "code_type"),
    ("0050", "rank"),
    ("0060", "recipient"),
    ("0070", "recipient_type"),
)
TEMPLATES = {"B_05.01": PROVIDER_COLUMNS, "B_05.02": CHAIN_COLUMNS}
# Columns of a register that say what it has no column for; they go out as they came in.
EXTRA = {
    "lei": "LEI",
    "code": "DORA code",
    "code_type": "DORA code type",
    "currency": "DORA currency",
    "expense": "DORA expense",
    "parent_code": "DORA parent code",
    "parent_code_type": "DORA parent code type",
    "contract": "DORA contract",
    "service": "DORA service",
}


class ProviderLine(Noun):
    """One row of B_05.01; `expense` is in `currency` a year, None where it is not known."""

    code: str
    code_type: str = ""
    other_code: str = ""
    other_code_type: str = ""
    name: str = ""
    latin_name: str = ""
    person_type: str = LEGAL_PERSON
    country: str = ""
    currency: str = ""
    expense: float | None = None
    parent_code: str = ""
    parent_code_type: str = ""
    is_direct: bool = False
    source: Cell = Cell()


class ChainLine(Noun):
    """One row of B_05.02; `rank` is 0 where it could not be read, `recipient` "" for a direct provider.

    `engagement_id` names the work of the register that the row stands for, "" for a row that was read.
    """

    contract: str
    service: str = ""
    code: str
    code_type: str = ""
    rank: int = Field(ge=0)
    recipient: str = ""
    recipient_type: str = ""
    engagement_id: str = ""
    source: Cell = Cell()


class DoraRegister(Noun):
    """Both templates, in the order of their keys."""

    providers: tuple[ProviderLine, ...] = ()
    chains: tuple[ChainLine, ...] = ()
