"""What the checks of a register, and of answers against it, show, as findings with lasting keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from riskgraph.model.assessment import Path
from riskgraph.model.chain import Chain
from riskgraph.model.finding import Finding, Weight
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Submission

_PREFIX, _SPOKEN_AGAINST = "finding.", "contradiction."
# What names the matter of a problem, the narrowest first; where none is given all fields do.
_NAMES = ("access", "engagement", "engagements", "party", "parties", "name")
_DUTIES = ("consent_", "my_number_")
_RISKS = frozenset(
    {"expired_access", "access_after_end", "host_without_engagement", "expired_certificate", "tier_list_missing",
     "contradiction_onward", "na_contradicted", "tier_without_engagement"}
)  # fmt: skip


class OnPaths:
    """The listed paths by engagement (as written) and by party, riskiest first."""

    def __init__(self, paths: Sequence[Path], chain: Chain) -> None:
        self._of_engagement: dict[str, list[str]] = defaultdict(list)
        self._of_party: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            for engagement_id in path.engagements:
                if engagement_id is not None and engagement_id in chain.engagements:
                    self._of_engagement[chain.engagements[engagement_id].row_id].append(path.key)
            for party_id in dict.fromkeys(path.parties):
                self._of_party[party_id].append(path.key)

    def engagement(self, engagement_id: str) -> tuple[str, ...]:
        """Return the keys of the paths over an engagement, by the id of its row."""
        return tuple(dict.fromkeys(self._of_engagement.get(engagement_id, ())))

    def party(self, party_id: str) -> tuple[str, ...]:
        """Return the keys of the paths on which a party stands."""
        return tuple(self._of_party.get(party_id, ()))


def of_problems(problems: Iterable[Problem], on: OnPaths, submission: Submission) -> Iterator[Finding]:
    """Give what the checks of the register, and of answers against it, show."""
    called = {party.name for party in submission.parties}
    for problem in problems:
        if not problem.code.startswith((_PREFIX, _SPOKEN_AGAINST)):
            continue
        code = problem.code.removeprefix(_PREFIX)
        names = list(_named(problem, called))
        if problem.code.startswith(_SPOKEN_AGAINST):
            code = problem.code.replace(".", "_")
            names = [problem.file, str(problem.fields.get("question", "")), *names]
        engagement_id = _known_engagement(problem, submission)
        party_id = str(problem.fields.get("party", ""))
        if party_id not in submission.party_by_id:
            party_id = submission.engagement_by_id[engagement_id].consignee if engagement_id else ""
        row_id = submission.engagement_by_id[engagement_id].row_id if engagement_id else ""
        yield Finding(
            key="|".join([code, *(names or sorted(map(str, problem.fields.values())))]),
            code=code,
            weight=_weight(code),
            party_id=party_id,
            engagement_id=row_id,
            fields=problem.fields,
            path_keys=on.engagement(row_id) if row_id else on.party(party_id),
            source=Cell(problem.file, problem.sheet, problem.cell),
        )


def _named(problem: Problem, called: Collection[str]) -> Iterator[str]:
    """Give what names the matter; the name of a party only where no id does, because firms change their names."""
    for field in _NAMES:
        value = str(problem.fields.get(field, ""))
        if value and (field != "name" or value not in called or not any(n in problem.fields for n in _NAMES[:-1])):
            yield value


def _known_engagement(problem: Problem, submission: Submission) -> str:
    """Return the first engagement that a problem names and the register has; that of the access row else; or ""."""
    named = f"{problem.fields.get('engagement', '')}, {problem.fields.get('engagements', '')}"
    ids = {e.row_id: e.engagement_id for e in reversed(submission.engagements)}
    for name in (part.strip() for part in named.split(",")):
        if name in ids:
            return ids[name]
    access_id = str(problem.fields.get("access", ""))
    row = next((a for a in submission.accesses if access_id and a.access_id == access_id), None)
    return ids.get(row.engagement_id, "") if row is not None else ""


def _weight(code: str) -> Weight:
    if code.startswith(_DUTIES):
        return Weight.DUTY
    return Weight.RISK if code in _RISKS else Weight.LOOK
