"""Turn flat ledgers, one row an engagement, into a register; everything that was guessed is told.

The convention that bites: names are the ids of a ledger, so that several ledgers that are read together
share their parties; nothing is merged but equal corporate numbers and equal spellings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from riskgraph.intake.ledger_chain import Joined, join
from riskgraph.intake.ledger_data import LedgerData, data_of
from riskgraph.intake.ledger_entries import Entry, entries_of, party_ids
from riskgraph.intake.ledger_people import access_of
from riskgraph.intake.ledger_sheet import LedgerSheet, ledger_sheets, looks_like_ledger
from riskgraph.intake.ledger_words import consent_of, forbids_onward, has_no_personal_data, period_of, place_of
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, fold, word_of
from riskgraph.intake.workbook import Workbook
from riskgraph.model.asset import Connection
from riskgraph.model.engagement import Consent, Engagement, HandlingPlace, Relation
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import RowSource
from riskgraph.model.submission import InputFile, Settings, Submission

__all__ = ["looks_like_ledger", "read_ledger", "read_ledgers"]

_KEPT_AS_THEY_ARE = (
    *("work", "owner_dept", "contract_form", "records", "status", "auto_renew"),
    *("audited_on", "next_review_on", "last_decision", "deletion_proof", "note"),
)


def read_ledger(workbook: Workbook) -> Submission:
    """Return what one flat ledger says; see `read_ledgers`."""
    return read_ledgers([workbook])


def read_ledgers(workbooks: Sequence[Workbook], *, known: Iterable[Party] = ()) -> Submission:
    """Return what one or several flat ledgers say together.

    Parameters
    ----------
    known
        Parties of a register that is read beside the ledgers; a name or number of theirs keeps their id.

    Returns
    -------
    Submission
        Its ids are the ledger numbers (with the file's name where two files use one number) and, for
        parties, corporate numbers or names. Every guess is an info or a warning at its cell.
    """
    sheets: list[LedgerSheet] = []
    problems: list[Problem] = []
    for workbook in workbooks:
        found, told = ledger_sheets(workbook)
        sheets.extend(found)
        problems.extend(told)
    beside = {party.party_id: party for party in known}
    entries = entries_of(sheets, problems)
    joined, companies = join(entries, sheets, party_ids(entries, beside.values()), problems)
    data = data_of(joined, problems)
    links = [j for j in joined if _is_connection(j.entry)]
    engagements = [_engagement(j, data, problems) for j in joined if not _is_connection(j.entry)]
    submission = Submission(
        parties=tuple(_parties(joined, companies, beside, problems)),
        engagements=tuple(engagements),
        assets=data.assets,
        accesses=tuple(access_of([j for j in joined if not _is_connection(j.entry)], problems)),
        connections=tuple(_connection(link) for link in links),
        settings=Settings(owner=_main_owner(joined, companies)),
        files=tuple(InputFile(file=book.file, sha256=book.sha256, kind="ledger") for book in workbooks),
    )
    return submission.with_problems(*problems, *_summaries(sheets, submission))


def _is_connection(entry: Entry) -> bool:
    return entry.values.get("relation") == "connection"


def _connection(joined: Joined) -> Connection:
    """Return the technical link that a row of the relation 接続 tells of."""
    entry = joined.entry
    return Connection(
        connection_id=entry.entry_id,
        start=joined.consignor,
        end=joined.consignee,
        extra=dict(entry.extra),
        source=entry.source,
    )


def _engagement(joined: Joined, data: LedgerData, problems: list[Problem]) -> Engagement:
    """Return the engagement of a row."""
    entry = joined.entry
    said = period_of(entry.text("period"))
    dates = {"starts_on": said.starts_on, "ends_on": said.ends_on, "auto_renew": said.auto_renew}
    stated = {name: entry.values[name] for name in _KEPT_AS_THEY_ARE if name in entry.values}
    own_dates = {name: entry.values[name] for name in dates if name in entry.values}
    return Engagement(
        engagement_id=entry.entry_id,
        consignor=joined.consignor,
        consignee=joined.consignee,
        parent_engagement=joined.parent.entry_id if joined.parent else "",
        relation=_relation(entry),
        handling_place=_place(entry, problems),
        asset_ids=data.of_entry.get(entry.order, ()),
        **{**dates, **stated, **own_dates},
        **_consent(joined, problems),
        extra=_kept(entry),
        source=entry.source,
    )


def _relation(entry: Entry) -> Relation:
    return Relation(entry.values.get("relation") or Relation.CONSIGN)


def _kept(entry: Entry) -> dict[str, str]:
    """Return what has no column of its own in a register, under the ledger's words."""
    return {
        **entry.extra,
        **{name: as_text(entry.values[name]) for name in ("contract", "means", "place") if name in entry.values},
    }


def _consent(joined: Joined, problems: list[Problem]) -> dict[str, object]:
    """Return consent with its date and giver; a row at the top and people who are sent need none."""
    entry = joined.entry
    written = entry.text("consent")
    said = consent_of(written)
    on = entry.values.get("consent_on") or said.on
    needs_none = joined.parent is None or _relation(entry) in (Relation.DISPATCH, Relation.SECOND)
    granted = said.consent or (Consent.EXPLICIT if on else None)
    if forbids_onward(written):
        granted = None
    if joined.parent is not None and forbids_onward(joined.parent.text("consent")):
        name = shown(joined.parent.text("party_name"))
        at = entry.at("party_name")
        problems.append(problem_at(at, "finding.onward_not_allowed", Severity.WARNING, name=name))
    consent = (granted or Consent.NOT_NEEDED) if needs_none else granted
    return {"consent": consent, "consent_on": on, "consent_by": entry.text("consent_by") or said.by}


def _place(entry: Entry, problems: list[Problem]) -> HandlingPlace:
    """Return the handling place that the texts about place and access suggest; a guess is told."""
    if has_no_personal_data(entry.text("data")):
        return HandlingPlace.NONE
    written = entry.text("place")
    place = place_of(written) if written else HandlingPlace.UNKNOWN
    if place is HandlingPlace.UNKNOWN and entry.text("means"):
        place = place_of(entry.text("means"))
    if written:
        code = "ledger.place_unknown" if place is HandlingPlace.UNKNOWN else "ledger.place_guessed"
        fields = {"value": shown(written)} | (
            {}
            if place is HandlingPlace.UNKNOWN
            else {"place": f"{word_of('handling_place', place.value, 'ja')} / {place.value}"}
        )
        problems.append(problem_at(entry.at("place"), code, Severity.INFO, **fields))
    return place


def _parties(
    joined: Sequence[Joined], companies: Mapping[str, str], beside: Mapping[str, Party], problems: list[Problem]
) -> Iterable[Party]:
    """Give the parties of the rows, each with all that any row says of it, then those named at the top only."""
    rows: dict[str, list[Entry]] = {}
    for j in joined:
        rows.setdefault(j.consignee, []).append(j.entry)
    for party_id, entries in rows.items():
        if party_id not in beside:
            yield _party(party_id, entries, problems)
    for j in joined:
        if j.consignor not in rows and j.consignor not in beside:
            rows[j.consignor] = []
            upper = RowSource(j.entry.source.file, j.entry.source.sheet, j.entry.source.row, _only_upper(j.entry))
            yield Party(party_id=j.consignor, name=companies.get(j.consignor, j.consignor), source=upper)


def _only_upper(entry: Entry) -> dict[str, str]:
    """Return where the name of a party stands that is named in the column 上位 only."""
    return {"name": entry.source.cells["upper"]} if "upper" in entry.source.cells else {}


def _party(party_id: str, entries: Sequence[Entry], problems: list[Problem]) -> Party:
    """Return one party from all rows that it receives work in."""
    first = entries[0]
    names = list(dict.fromkeys(entry.text("party_name") for entry in entries))
    spellings = [name for name in names[1:] if fold(name) != fold(names[0])]
    if spellings:
        at = first.at("party_name")
        fields = {"name": shown(names[0]), "others": shown("、".join(spellings)), "party": shown(party_id)}
        problems.append(problem_at(at, "ledger.one_number_two_names", Severity.INFO, **fields))
    stated = {
        name: next((entry.values[name] for entry in entries if name in entry.values), None)
        for name in ("corporate_number", "country", "certificates")
    }
    return Party(
        party_id=party_id,
        name=names[0],
        aliases=tuple(spellings),
        kind=_kind(entries),
        **{name: value for name, value in stated.items() if value is not None},
        source=next((entry.source for entry in entries if "corporate_number" in entry.values), first.source),
    )


def _kind(entries: Sequence[Entry]) -> PartyKind:
    """Return what kind of party the rows suggest: people are sent by agencies."""
    name = entries[0].text("party_name")
    if "個人事業主" in name or "フリーランス" in name:
        return PartyKind.INDIVIDUAL
    sends = all(_sends_people(entry) for entry in entries)
    return PartyKind.AGENCY if sends else PartyKind.ORGANISATION


def _sends_people(entry: Entry) -> bool:
    return entry.values.get("relation") == Relation.DISPATCH


def _main_owner(joined: Sequence[Joined], companies: Mapping[str, str]) -> str:
    """Return the party whose data most rows at the top are about; blank without any."""
    tops = [j.consignor for j in joined if j.parent is None and j.consignor in companies]
    return max(dict.fromkeys(tops), key=tops.count, default="")


def _summaries(sheets: Iterable[LedgerSheet], submission: Submission) -> Iterable[Problem]:
    """Give for each sheet what it became."""
    for sheet in sheets:
        table = sheet.table
        where = (table.file, table.title)
        count = sum((e.source.file, e.source.sheet) == where for e in submission.engagements)
        yield Problem(
            code="ledger.read",
            severity=Severity.INFO,
            file=table.file,
            sheet=table.title,
            cell=f"A{table.header.last_row}",
            fields={"engagements": count, "parties": len(submission.parties), "assets": len(submission.assets)},
        )
