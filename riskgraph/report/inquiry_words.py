"""Which question to ask next, in words: whom, what, how, what knowing is worth, which decision hangs on it.

The convention that bites: a worth is that of deciding after the answer, and never a judgement about the party asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.model.control import Catalogue
from riskgraph.model.inquiry import Flip, Inquiries, Inquiry
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import control_title
from riskgraph.report.names import moved_path_in_words, party_name
from riskgraph.report.numbers import decimal, percent, rounded, yen, yen_interval
from riskgraph.report.plain import wrapped
from riskgraph.report.table_rows import Columns
from riskgraph.report.tables import LINE
from riskgraph.text import t

_RATIO_FIGURES = 2


def inquiries_text(found: Inquiries, submission: Submission, catalogue: Catalogue, locale: str, *, title: str) -> str:
    """Return the questions for a terminal, the best first."""
    said = sentence(found, submission, catalogue, locale)
    blocks = [
        title,
        # None of many is listed where the caller wants none.
        "" if found.could_be_asked and not found.questions else wrapped(said, LINE),
        wrapped(counts(found, locale), LINE) if found.open_answers else "",
        *_blocks(found, submission, catalogue, locale),
        wrapped(t(locale, "inquiry.note"), LINE),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def sentence(found: Inquiries, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return which question to ask next, or that no decision hangs on any."""
    if not found.questions:
        return t(locale, "inquiry.sentence.none" if found.could_be_asked else "inquiry.sentence.nothing")
    first = found.questions[0]
    if not first.flips:
        return t(locale, "inquiry.sentence.none")
    return t(
        locale,
        "inquiry.sentence",
        party=party_name(first.party_id, submission, locale),
        controls=asked_words(first, catalogue, locale),
        way=t(locale, f"inquiry.way.{first.way.value}"),
        cost=yen(first.cost_yen, locale),
        worth=yen(first.worth_yen, locale),
    )


def counts(found: Inquiries, locale: str) -> str:
    """Return how much could be asked and how much of it was worked out."""
    return t(
        locale,
        "inquiry.counts",
        open=found.open_answers,
        could=found.could_be_asked,
        looked=found.looked_into,
        eal=yen_interval(found.eal, locale),
    )


def asked_words(one: Inquiry, catalogue: Catalogue, locale: str) -> str:
    """Return what is asked, by the titles of the controls."""
    titles = (t(locale, "inquiry.control", title=control_title(a.control_id, catalogue, locale)) for a in one.asked)
    return t(locale, "inquiry.separator").join(titles)


def why_words(one: Inquiry, locale: str) -> str:
    """Return why the answers are open, each reason once."""
    return _joined((t(locale, f"inquiry.why.{a.why.value}") for a in one.asked), locale)


def via_words(one: Inquiry, submission: Submission, locale: str) -> str:
    """Return the direct contractors through whom one asks; "" for a party under contract."""
    return _joined((party_name(party_id, submission, locale) for party_id in one.via), locale)


def lines(one: Inquiry, submission: Submission, locale: str) -> tuple[str, ...]:
    """Return how to ask, what knowing is worth, how far the range closes, and which decisions hang on it."""
    how = t(
        locale,
        "inquiry.how",
        way=t(locale, f"inquiry.way.{one.way.value}"),
        cost=yen(one.cost_yen, locale),
        why=why_words(one, locale),
    )
    told = [how + _through(one, submission, locale), _totals(one, locale)]
    if not one.flips:
        return (*told, t(locale, "inquiry.flips.none", p=percent(one.p_good, locale)))
    ratio = decimal(rounded(one.ratio, _RATIO_FIGURES), locale)
    worth = t(locale, "inquiry.worth", worth=yen(one.worth_yen, locale), ratio=ratio, p=percent(one.p_good, locale))
    return (told[0], worth, flip_words(one, submission, locale), told[1])


def flip_words(one: Inquiry, submission: Submission, locale: str) -> str:
    """Return on how many paths the decision hangs, and with which amounts on the first of them."""
    first = one.flips[0]
    parties = first.path_key.partition("|")[0].split(">")
    return t(
        locale,
        "inquiry.flips",
        count=sum(1 + len(flip.together) for flip in one.flips),
        path=moved_path_in_words(parties, first.path_key, submission, locale),
        good=yen(first.good_yen, locale),
        bad=yen(first.bad_yen, locale),
        others=_others(first, locale),
        now=t(locale, f"inquiry.decision.{first.now.value}"),
        if_good=t(locale, f"inquiry.decision.{first.if_good.value}"),
        if_bad=t(locale, f"inquiry.decision.{first.if_bad.value}"),
    ).strip()


def _others(flip: Flip, locale: str) -> str:
    """Return what the other decisions come to, where they can be taken."""
    words = ""
    if flip.remediated_yen is not None:
        words += t(locale, "inquiry.flips.remediated", amount=yen(flip.remediated_yen, locale))
    if flip.refused_yen is not None:
        words += t(locale, "inquiry.flips.refused", amount=yen(flip.refused_yen, locale))
    if flip.together:
        words += t(locale, "inquiry.flips.together", count=len(flip.together))
    return words


def _through(one: Inquiry, submission: Submission, locale: str) -> str:
    if not one.via:
        return ""
    key = "inquiry.via" if len(one.via) == 1 else "inquiry.via.any"
    return t(locale, key, via=via_words(one, submission, locale))


def _totals(one: Inquiry, locale: str) -> str:
    good, bad = yen_interval(one.eal_if_good, locale), yen_interval(one.eal_if_bad, locale)
    totals = t(locale, "inquiry.totals", good=good, bad=bad)
    before, after, paths = yen(one.width_before, locale), yen(one.width_after, locale), len(one.path_keys)
    if before == after:
        return totals + t(locale, "inquiry.width.same", paths=paths, before=before)
    return totals + t(locale, "inquiry.width", paths=paths, before=before, after=after)


def inquiry_columns(questions: Iterable[Inquiry], submission: Submission, catalogue: Catalogue, locale: str) -> Columns:
    """Return the questions as a table, one row each."""
    rows = list(questions)
    return {
        "inquiry_party": [party_name(one.party_id, submission, locale) for one in rows],
        "inquiry_what": [asked_words(one, catalogue, locale) for one in rows],
        "inquiry_how": [t(locale, f"inquiry.way.{one.way.value}") for one in rows],
        "inquiry_why": [why_words(one, locale) for one in rows],
        "inquiry_worth": [yen(one.worth_yen, locale) for one in rows],
        "inquiry_cost": [yen(one.cost_yen, locale) for one in rows],
        "inquiry_p": [percent(one.p_good, locale) for one in rows],
        "inquiry_width": [f"{yen(one.width_before, locale)} → {yen(one.width_after, locale)}" for one in rows],
        "inquiry_via": [via_words(one, submission, locale) for one in rows],
    }


def _blocks(found: Inquiries, submission: Submission, catalogue: Catalogue, locale: str) -> Iterable[str]:
    """Give each question, and before the first on which no decision hangs a line that says so."""
    is_told = False
    for number, one in enumerate(found.questions, start=1):
        if not one.flips and not is_told:
            is_told = True
            yield wrapped(t(locale, "inquiry.rest"), LINE)
        yield _block(number, one, submission, catalogue, locale)


def _block(number: int, one: Inquiry, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    party, controls = party_name(one.party_id, submission, locale), asked_words(one, catalogue, locale)
    head = wrapped(t(locale, "inquiry.asked", number=number, party=party, controls=controls), LINE, indent="   ")
    told = (f"   {line}" for line in lines(one, submission, locale))
    return "\n".join([head, *(wrapped(line, LINE, indent="   ") for line in told)])


def _joined(words: Iterable[str], locale: str) -> str:
    return t(locale, "inquiry.names").join(dict.fromkeys(words))
