"""Published commission chains, measured on the whole road: the shape is real, all else is drawn from a seed.

The form is that of projects with *blocks* of recipients and *flows* between blocks. The first recipient of a block is
the consignor of the blocks below it; a block fed by several others stands under each, and a line ends where a block
would come up again.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from riskgraph.bench.made_up import SEED, Plan, as_submission, dressed, made_up
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import medians
from riskgraph.bench.whole_road import changes_of, scored
from riskgraph.catalogue import load_catalogue
from riskgraph.errors import WrongUse
from riskgraph.files import GivenFile

MOST_ENGAGEMENTS = 5_000
Placed = tuple[int, str]  # the engagement above (-1: the owner), the recipient


def public_ratios(file: GivenFile, *, runs: int) -> list[Ratio]:
    """Return the time an engagement of the published chains beside that of made-up ones, and of one change.

    Raises
    ------
    WrongUse
        ``use.chains_not_understood`` for anything that has not the form.
    """
    plan = published(file)
    real = as_submission(plan)
    other = as_submission(made_up(len(real.accesses), load_catalogue()))
    ours, theirs = medians(lambda: scored(real), lambda: scored(other), runs=runs)
    each = (ours / len(real.accesses)) / (theirs / len(other.accesses))
    detail = f"{len(real.engagements):,}; {len(real.accesses):,} / {len(other.accesses):,}"
    told = Ratio("public_each", each, np.inf, is_at_least=False, detail=detail)
    return [told, *changes_of(real, prefix="public")]


def published(file: GivenFile) -> Plan:
    """Return the published chains as a plan, whole projects until there are `MOST_ENGAGEMENTS` engagements."""
    above: list[int] = []
    chain: list[int] = []
    vendor: list[int] = []
    numbers: dict[str, int] = {}
    try:
        for number, project in enumerate(_projects(file)):
            begins = len(above)
            for parent, recipient in _unfolded(project):
                above.append(parent if parent < 0 else begins + parent)
                chain.append(number)
                vendor.append(numbers.setdefault(recipient, len(numbers)))
            if len(above) >= MOST_ENGAGEMENTS:
                break
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise WrongUse("use.chains_not_understood", {"path": file.name}) from error
    if not above:
        raise WrongUse("use.chains_not_understood", {"path": file.name})
    used = np.unique(np.array(chain), return_inverse=True)[1]
    above_, chain_, vendor_ = (np.array(values, dtype=np.int32) for values in (above, used, vendor))
    return dressed(above_, chain_, vendor_, load_catalogue(), owners=1, rng=np.random.default_rng(SEED))


def _projects(file: GivenFile) -> Iterable[Any]:
    """Return the projects of the published file, or of an extract of it."""
    try:
        text = gzip.decompress(file.data) if file.name.endswith(".gz") else file.data
        loaded = json.loads(text)
    except (OSError, EOFError, zlib.error, RecursionError) as error:
        raise ValueError("no JSON") from error
    found: Iterable[Any] = loaded["projects"] if "projects" in loaded else loaded.values()
    return found


def _unfolded(project: Any) -> Iterator[Placed]:
    """Give the engagements of one project, each after the one above it."""
    blocks = _blocks(project)
    below: dict[str, list[str]] = defaultdict(list)
    for source, target in dict.fromkeys(_flows(project)):
        below[source].append(target)
    waiting: list[tuple[int, str, frozenset[str]]] = [(-1, block, frozenset()) for block in below[""]]
    count = 0
    while waiting:
        parent, block, on_line = waiting.pop()
        first = count
        for recipient in blocks[block]:
            yield parent, recipient
            count += 1
        if block not in on_line:
            waiting.extend((first, target, on_line | {block}) for target in below[block])


def _blocks(project: Any) -> dict[str, list[str]]:
    """Return the recipients of each block, one company once; a block that names nobody has one of its own."""
    if isinstance(project["blocks"], dict):
        # An extract numbers recipients within each project.
        return {
            block: [f"{project['id']}-{name}" for name in named or [block]]
            for block, named in project["blocks"].items()
        }
    found = {}
    for block in project["blocks"]:
        named = [str(row["corporateNumber"] or row["name"]) for row in block["recipients"]]
        found[block["blockId"]] = list(dict.fromkeys(named)) or [f"{project['projectId']}-{block['blockId']}"]
    return found


def _flows(project: Any) -> Iterator[tuple[str, str]]:
    """Give the flows between blocks, "" standing for the ministry."""
    for flow in project["flows"]:
        source, target = (flow["sourceBlock"], flow["targetBlock"]) if isinstance(flow, dict) else flow
        yield source or "", target
