"""What the control catalogue promises: complete, in two languages, and tied to the numbers that it moves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.consistency import OTHER_FEEDS, contradictions, gate_feeds
from riskgraph.model.control import Catalogue, Control, Mark, Words
from riskgraph.model.noun import Noun
from riskgraph.text import has_text, t

CATALOGUE = load_catalogue()
CONTROLS = CATALOGUE.controls
# Guidelines on the Act on the Protection of Personal Information, general rules, annex (10-1 to 10-7).
ANNEX_SECTIONS = ["10-1", "10-2", "10-3", "10-4", "10-5", "10-6", "10-7"]
ANNEX_PARAGRAPHS = [
    *[f"10-3({n})" for n in range(1, 6)],
    *[f"10-5({n})" for n in range(1, 5)],
    *[f"10-6({n})" for n in range(1, 5)],
]
# Words that accuse or judge; a questionnaire asks.
UNWANTED = re.compile("危険|安全|違反|犯人|不正|ワースト|格付け|下請")
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def words_in(value: object) -> Iterator[Words]:
    """Give every pair of texts inside a noun."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, Noun):
        for field in type(value).model_fields:
            yield from words_in(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from words_in(item)


def test_catalogue_has_the_71_controls_of_its_version() -> None:
    """57 of the first table and 14 that lapses and practice ask for."""
    counts = Counter(control.control_id[:3] for control in CONTROLS)
    assert counts == {
        "ORG": 10,
        "CHN": 10,
        "HUM": 7,
        "PHY": 5,
        "DEV": 5,
        "IAM": 5,
        "MON": 5,
        "SYS": 12,
        "OUT": 1,
        "LIF": 2,
        "INC": 4,
        "EXT": 4,
        "MYN": 1,
    }
    assert CATALOGUE.version == "2026.1"


def test_shipped_catalogue_does_not_contradict_itself() -> None:
    assert list(contradictions(CATALOGUE)) == []


def test_every_lapse_code_has_a_question_that_would_have_found_it() -> None:
    asked = {code for control in CONTROLS for code in control.cases}
    assert asked == {f"C{n:02}" for n in range(1, 31)} == {lapse.code for lapse in CATALOGUE.lapses}


def test_every_decisive_control_moves_a_gate_a_hop_or_the_undeclared_tier() -> None:
    idle = [c.control_id for c in CONTROLS if c.mark is Mark.DECISIVE and not c.feeds]
    assert idle == []
    assert sum(c.mark is Mark.DECISIVE for c in CONTROLS) == 16
    assert sum(c.mark is Mark.CONTRIBUTING for c in CONTROLS) == 21


def test_weights_of_the_weakness_score_follow_from_the_marks() -> None:
    weights = {mark: {c.weight for c in CONTROLS if c.mark is mark} for mark in Mark}
    assert weights == {Mark.DECISIVE: {3.0}, Mark.CONTRIBUTING: {2.0}, Mark.OTHER: {1.0}}


def test_what_a_control_feeds_is_what_the_scenarios_take() -> None:
    told = {c.control_id: set(c.feeds) - set(OTHER_FEEDS) for c in CONTROLS if set(c.feeds) - set(OTHER_FEEDS)}
    assert told == {control_id: set(gates) for control_id, gates in gate_feeds(CATALOGUE).items()}


@pytest.mark.parametrize(
    ("feed", "controls"),
    [
        ("hop.terms", {"CHN-03"}),
        ("hop.check", {"CHN-05"}),
        ("hop.follow_up", {"CHN-04"}),
        ("hop.people", {"HUM-01", "HUM-02"}),
        ("latent_tier", {"CHN-01", "CHN-02", "CHN-05", "HUM-01"}),
        ("own_staff.supervision", {"ORG-05"}),
        ("loss.share", {"INC-03"}),
    ],
)
def test_feeds_outside_the_scenarios_are_told(feed: str, controls: set[str]) -> None:
    assert {c.control_id for c in CONTROLS if feed in c.feeds} == controls


@pytest.mark.parametrize("section", [*ANNEX_SECTIONS, *ANNEX_PARAGRAPHS])
def test_every_section_of_the_annex_has_a_control(section: str) -> None:
    sections = {s for control in CONTROLS for s in control.references.get("appi", ())}
    assert any(s == section or s.startswith(f"{section}(") for s in sections)


def test_every_text_is_there_in_both_languages_and_in_the_right_one() -> None:
    pairs = list(words_in(CATALOGUE))
    assert len(pairs) > 3 * len(CONTROLS)
    assert [p for p in pairs if not JAPANESE.search(p.ja)] == []
    assert [p for p in pairs if JAPANESE.search(p.en)] == []


def test_no_text_accuses_or_judges() -> None:
    # The title of a law is a name, not a judgement; none of them holds such a word today.
    assert [p.ja for p in words_in(CATALOGUE) if UNWANTED.search(p.ja)] == []


def test_texts_are_short_enough_for_a_row_of_a_form() -> None:
    assert [c.control_id for c in CONTROLS if len(c.question.ja) > 110 or len(c.good.ja) > 70] == []
    assert [c.control_id for c in CONTROLS if len(c.title.ja) > 35 or len(c.title.en) > 80] == []


def test_no_two_controls_ask_the_same_question() -> None:
    for texts in ([c.question.ja for c in CONTROLS], [c.question.en for c in CONTROLS], [c.title.ja for c in CONTROLS]):
        assert [text for text, count in Counter(texts).items() if count > 1] == []


@pytest.mark.parametrize(
    "control_id", ["DEV-01", "MON-04", "SYS-05", "INC-03", "HUM-05", "HUM-07", "DEV-05", "PHY-05", "EXT-02"]
)
def test_compound_items_have_boxes_of_their_own(control_id: str) -> None:
    assert len(CATALOGUE.control(control_id).parts) >= 2


def test_a_control_has_boxes_or_grades_but_not_both() -> None:
    assert [c.control_id for c in CONTROLS if c.parts and c.grades] == []


def test_phones_in_the_area_have_four_grades() -> None:
    assert [grade.answer for grade in CATALOGUE.control("PHY-02").grades] == ["yes", "partial", "no", "no"]


def test_suitability_is_checked_by_the_employer_and_moves_no_gate() -> None:
    control = CATALOGUE.control("HUM-03")
    assert "雇用する会社が採用時に確認し、派遣先は選考していない" in control.question.ja
    assert control.feeds == ()


def test_roster_is_asked_for_headcounts_and_never_for_names() -> None:
    question = CATALOGUE.control("HUM-01").question
    assert "名簿は送らず" in question.ja
    assert "人数だけ" in question.ja
    assert "Do not send the list" in question.en


def test_only_the_my_number_item_is_for_my_number_data() -> None:
    assert [c.control_id for c in CONTROLS if c.only_my_number] == ["MYN-01"]


def test_references_have_the_form_of_their_scheme() -> None:
    forms = {
        "appi": r"\d{1,2}(-\d)+(\(\d\))?",
        "number_act": r"\d+",
        "iso": r"[5-8]\.\d{1,2}",
        "csf": r"(GV|ID|PR|DE|RS|RC)\.[A-Z]{2}-\d{2}",
        "scs": r"[GPIDMR]★[34]",
    }
    wrong = [
        (c.control_id, section)
        for c in CONTROLS
        for scheme, sections in c.references.items()
        for section in sections
        if not re.fullmatch(forms[scheme], section)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("control_id", "appi", "iso", "csf", "scs"),
    [
        ("DEV-01", ("10-6(4)", "10-5(3)"), ("8.12", "7.10"), ("PR.DS-01", "PR.PS-01"), ("D★4",)),
        ("CHN-07", ("3-4-4(2)", "3-4-4(3)"), ("5.20",), ("GV.SC-07",), ("P★4",)),
        ("SYS-05", ("10-6(4)",), ("8.24",), ("PR.DS-01", "PR.DS-02"), ("D★3",)),
        ("INC-02", ("3-5-3-3", "3-5-3-4"), ("5.26", "5.31"), ("RS.CO-02",), ("R★3",)),
    ],
)
def test_references_of_some_controls_are_those_mapped(
    control_id: str, appi: tuple[str, ...], iso: tuple[str, ...], csf: tuple[str, ...], scs: tuple[str, ...]
) -> None:
    references = CATALOGUE.control(control_id).references
    assert (references["appi"], references["iso"], references["csf"], references["scs"]) == (appi, iso, csf, scs)


def test_every_domain_and_mark_has_a_name_and_domains_are_not_torn_apart() -> None:
    domains = [control.domain for control in CONTROLS]
    assert all(has_text(f"control_domain.{domain}") for domain in domains)
    assert all(t("ja", f"control_mark.{mark.value}") for mark in Mark)
    runs = [domain for i, domain in enumerate(domains) if i == 0 or domains[i - 1] != domain]
    assert len(runs) == len(set(runs))


def test_an_unknown_control_is_a_key_error(control_id: str = "XXX-99") -> None:
    with pytest.raises(KeyError):
        CATALOGUE.control(control_id)


def without(catalogue: Catalogue, control_id: str) -> Catalogue:
    """Return the catalogue without one control."""
    controls: tuple[Control, ...] = tuple(c for c in catalogue.controls if c.control_id != control_id)
    fields = {name: getattr(catalogue, name) for name in Catalogue.model_fields}
    return Catalogue(**(fields | {"controls": controls}))


def test_a_missing_control_is_noticed_in_forms_and_layers() -> None:
    found = {(wrong.file, wrong.key) for wrong in contradictions(without(CATALOGUE, "DEV-01"))}
    assert ("short-2026.1.yaml", "DEV-01") in found
    assert ("full-2026.1.yaml", "DEV-01") in found
    assert ("scenarios.yaml", "INS.write_out") in found
