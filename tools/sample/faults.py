"""The faults that the sample has on purpose: problem code, rows that show it, and the story behind.

A register without faults would teach nothing; one with faults that nobody knows of would teach wrong
things. The test of the sample holds the two lists together: every fault here is found, and no finding
stands there that is not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Rows (ids of the register) that show one problem, and why such a thing happens."""

    rows: frozenset[str]
    story: str


def _fault(rows: str, story: str) -> Fault:
    return Fault(frozenset(rows.split()), story)


REGISTER: Mapping[str, Fault] = {
    "finding.circular_consignment": _fault(
        "K-0144", "The printer has its mail sent by the mailing house, which has inserts printed by the printer."
    ),
    "finding.host_without_engagement": _fault(
        "SYS-21", "A sister company of the call centre runs the old voice recording; nobody has a contract with it."
    ),
    "finding.consent_missing": _fault(
        "K-0107 K-0110 K-0113 K-0124 K-0143 K-0147 K-0149 K-0164 K-0183 K-0185 K-0193 K-0213 K-0231 K-0232 K-0244",
        "Re-consignments found at the stock-taking, through an invoice, or known to nobody's file.",
    ),
    "finding.consent_pending": _fault("K-0127", "Work began while the application was still being decided."),
    "finding.consent_after_start": _fault("K-0144 K-0146", "Blanket consent was given years after the work began."),
    "finding.direction_not_employer_jun_inin": _fault(
        "T-001 T-035", "People under a contract for services take their daily orders from another firm."
    ),
    "finding.direction_of_individual": _fault(
        "T-005 T-064 T-072 T-096", "Freelancers are told day by day what to do, as employees would be."
    ),
    "finding.ended_or_renewed": _fault(
        "K-0109 K-0149 K-0150 K-0187", "The date has passed, the work goes on, and no automatic renewal is on file."
    ),
    "register.renewed_automatically": _fault("K-0120 K-0144 K-0162", "Renewed by itself; the date still stands."),
    "finding.expired_access": _fault("T-005 T-047 T-048", "Rights past their date without a confirmed withdrawal."),
    "finding.expired_certificate": _fault("P-034 P-041", "Certificates whose renewal nobody has asked for."),
    "finding.my_number_blanket_consent": _fault("K-0226", "Withholding slips are stored under an old blanket consent."),
    "finding.my_number_consent_by_nobody": _fault("K-0226", "and who gave it is not written down."),
    "register.personal_name": _fault("P-091", "A sales person's name stands where a department should."),
    "register.records_above_parent": _fault("K-0225", "More applicants in the tool than the agency was given."),
    "register.struck_row": _fault("K-0186 K-0253", "Rows crossed out when deletion was confirmed."),
    "cell.no_time_agreed": _fault("K-0120 K-0187", "The contract says at once or without delay, and no hours."),
}
"""What stands in the register itself."""

RETURNED: Mapping[str, Fault] = {
    "form.all_yes": _fault("P-031_short.xlsx P-044_short.xlsx", "Yes everywhere, and nothing to show for it."),
    "form.hedged_answer": _fault("P-043_short.xlsx", "A yes whose remark takes half of it back."),
    "form.na_without_reason": _fault("P-043_short.xlsx", "Not applicable, and nobody says why."),
    "form.some_open": _fault(
        "P-013_short.xlsx P-030_short.xlsx P-032_short.xlsx P-053_short.xlsx P-083_short.xlsx", "Questions left blank."
    ),
    "finding.contradiction_onward": _fault(
        "P-032_short.xlsx P-051_short.xlsx P-061_short.xlsx",
        "Nobody works below, they say; the register knows better.",
    ),
    "finding.tier_told_by_party": _fault("P-013_short.xlsx", "A fourth tier that the register does not have."),
    "finding.tier_list_missing": _fault("P-021_short.xlsx", "Work is passed on, and the list is empty."),
}
"""What the returned questionnaires bring to light, by file."""

NOT_RETURNED = ("P-018", "P-046", "P-062", "P-093")
"""Parties whose questionnaire is overdue on the as-of date."""

PENDING = ("P-048", "P-072", "P-092")
"""Parties that still have time."""

DECLARED_NEW = ("P-013", "合同会社しおさい橋デジタル")
"""The party of the third tier that names a fourth which the register does not have."""
