"""The control catalogue as nouns: controls, forms and the layers of each scenario.

Every text is a `Words` pair, so that no language can be forgotten.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from pydantic import Field

from riskgraph.model.noun import Noun


class Words(Noun):
    """One text in both languages; both are required and not blank."""

    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def said(self, locale: str) -> str:
        """Return the text in `locale` (``ja`` or ``en``)."""
        return self.ja if locale == "ja" else self.en


class Mark(StrEnum):
    """How much a control mattered in the decisive case: decisive, contributing, or neither."""

    DECISIVE = "decisive"
    CONTRIBUTING = "contributing"
    OTHER = "other"


MARK_WEIGHT = {Mark.DECISIVE: 3.0, Mark.CONTRIBUTING: 2.0, Mark.OTHER: 1.0}


class Grade(Noun):
    """One fixed grade of an item that is not simply there or not: the answer that it counts as, its words."""

    answer: str
    words: Words


class Scheme(Noun):
    """A scheme that controls refer to (guideline, standard), in one edition, with the basis of the mapping."""

    scheme_id: str
    title: Words
    edition: str
    basis: Words


class Control(Noun):
    """One control. `references` maps a scheme (``appi``, ``iso``, ``csf``, ``scs``) to its sections.

    `question` is one fact in plain words; `good` says what "in place" looks like; `parts` are the
    sub-boxes of a compound item (all = yes, some = partial); `grades` are the steps of an item that has
    fixed ones, best first. `cases` are lapse codes C01 to C30 that this
    control would have found. `earlier_questions` are the wordings of versions issued before, kept whenever a
    question is reworded, so that a form on which they are printed is still known. `feeds` tells which numbers
    it moves: gate keys such as ``INS.write_out``, ``hop.check``, ``latent_tier``, ``loss.share``; empty means
    *score only*.
    """

    control_id: str
    domain: str
    mark: Mark
    title: Words
    question: Words
    good: Words
    parts: tuple[Words, ...] = ()
    grades: tuple[Grade, ...] = ()
    references: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    cases: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    only_my_number: bool = False
    earlier_questions: tuple[Words, ...] = ()

    @property
    def weight(self) -> float:
        """Return the weight in the 0-100 weakness score."""
        return MARK_WEIGHT[self.mark]


class Fact(Noun):
    """A plain fact that a form asks beside its controls (where work is done, whether paper is used).

    `choices` and `codes` run in step; without choices the answer is free text.
    """

    fact_id: str
    question: Words
    choices: tuple[Words, ...] = ()
    codes: tuple[str, ...] = ()


class FormModule(Noun):
    """A group of questions that a form adds for some parties.

    `applies` says for whom: ``hosting`` (data lie with the party), ``trade`` (its line of work is the
    module's), ``my_number`` (it handles My Number data).
    """

    module_id: str
    title: Words
    applies: str
    controls: tuple[str, ...]


class Form(Noun):
    """One questionnaire form in one version. `controls` are asked of everybody, modules of some."""

    form_id: str
    version: str
    title: Words
    purpose: Words
    facts: tuple[Fact, ...] = ()
    controls: tuple[str, ...]
    modules: tuple[FormModule, ...] = ()

    def asked(self, modules: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the controls on this form with these modules, each once, in the order of the form."""
        chosen = [c for m in self.modules if m.module_id in modules for c in m.controls]
        return tuple(dict.fromkeys((*self.controls, *chosen)))


class Role(StrEnum):
    """Whose strength a layer takes."""

    HOST = "host"
    DEVICE_OWNER = "device_owner"
    SITE_OWNER = "site_owner"
    EMPLOYER = "employer"
    SUPERVISION = "supervision"
    ASSET_OWNER = "asset_owner"
    CONSIGNEE = "consignee"
    TENANT = "tenant"


class Combine(StrEnum):
    """How the parts of a gate are joined: the weakest (AND-gate) or the strongest of them."""

    MIN = "min"
    MAX = "max"


class Layer(Noun):
    """One layer of a scenario.

    `parts` are control ids of the role's party; `bulk_parts` join them where the right is bulk;
    `host_parts` are parts of the *host* in a layer whose main role is another (exit of a leaver). `needs`
    names a condition on the channel (``web``, ``cloud``) without which the layer is not there.
    `has_deletion_proof` adds the engagement's own proof of deletion. The efficacy is the parameter
    ``efficacy.<scenario>.<key>``.
    """

    key: str
    role: Role
    title: Words
    parts: tuple[str, ...] = ()
    bulk_parts: tuple[str, ...] = ()
    host_parts: tuple[str, ...] = ()
    combine: Combine = Combine.MIN
    needs: str = ""
    has_deletion_proof: bool = False


class Scenario(Noun):
    """A threat of the model with its layers; its base rate is the parameter ``rate.<scenario>``."""

    scenario_id: str
    title: Words
    sentence: Words
    layers: tuple[Layer, ...]


class LapseCode(Noun):
    """A control topic of the incident library (C01 to C30)."""

    code: str
    key: str
    title: Words


class Catalogue(Noun):
    """All that the method asks and assumes, in one version."""

    version: str
    controls: tuple[Control, ...]
    forms: tuple[Form, ...]
    scenarios: tuple[Scenario, ...]
    lapses: tuple[LapseCode, ...] = ()
    schemes: tuple[Scheme, ...] = ()

    @cached_property
    def control_by_id(self) -> dict[str, Control]:
        """Return the controls by id, in the order of the catalogue."""
        return {control.control_id: control for control in self.controls}

    def control(self, control_id: str) -> Control:
        """Return a control by id; KeyError if there is none."""
        return self.control_by_id[control_id]

    def form(self, form_id: str, version: str = "") -> Form:
        """Return a form by id, the newest version unless one is named; KeyError if there is none."""
        found = [f for f in self.forms if f.form_id == form_id and version in ("", f.version)]
        if not found:
            raise KeyError(f"{form_id}/{version}")
        return max(found, key=lambda f: f.version)
