"""Returned questionnaires, measured: read, checked and stored, beside openpyxl that only loads the same files.

The convention that bites: openpyxl loads the files one after the other in one process. Ours are read by a pool of
processes that was started before, as that of the page is: once with a child for each file, which is how files are
read unless somebody sets it otherwise, and once with `TOGETHER` files a child.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from riskgraph.bench.made_up import AS_OF
from riskgraph.bench.made_up_forms import made_up_forms, party_id
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import medians
from riskgraph.catalogue import load_catalogue
from riskgraph.intake.assigning import party_of
from riskgraph.intake.batch import read_many
from riskgraph.intake.contradictions import Beside, Ground, contradictions
from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.processes import Spawning
from riskgraph.intake.reader_pool import ReaderPool
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import has_errors
from riskgraph.model.submission import Submission
from riskgraph.store.opening import Store, open_store
from riskgraph.store.questionnaires import Arrived, receive_many
from riskgraph.store.registers import create_register

TARGET, MEMORY_TARGET = 0.25, 1.2
COUNT, QUICK_COUNT = 1_000, 24
SHARE = 10  # the memory of all is held against that of a tenth of them
PORTION = 50
TOGETHER = replace(LIMITS, files_a_child=25)
ACTOR = "bench"


def receiving_ratios(count: int, *, runs: int, say: Callable[[str], None]) -> list[Ratio]:
    """Return the time beside openpyxl's, and how memory grows with the number of files."""
    say("receiving")
    with TemporaryDirectory() as folder:
        paths = made_up_forms(Path(folder), count, load_catalogue())
        with ReaderPool() as pool:
            apart, together, alone = medians(
                lambda: received(paths, pool),
                lambda: received(paths, pool, limits=TOGETHER),
                lambda: _loaded(paths),
                runs=runs,
            )
            workers = pool.workers
        say("receiving_memory")
        few, many = (_peak(paths[:size]) for size in (count // SHARE, count))
    memory = f"{count // SHARE:,} -> {count:,}; {few / 2**20:,.0f} -> {many / 2**20:,.0f} MB"
    return [
        _beside("receiving", apart, alone, count, workers),
        _beside("receiving_together", together, alone, count, workers),
        Ratio("receiving_memory", many / few, MEMORY_TARGET, is_at_least=False, detail=memory),
    ]


def _beside(name: str, ours: float, alone: float, count: int, workers: int) -> Ratio:
    detail = f"{count:,}; {1_000 * ours / count:.1f} ms / {1_000 * alone / count:.1f} ms; {workers} x"
    return Ratio(name, ours / alone, TARGET, is_at_least=False, detail=detail)


def received(paths: Sequence[Path], pool: ReaderPool, *, limits: Limits = LIMITS) -> int:
    """Read, check and store returned questionnaires; return how many were stored."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.db")
        try:
            return _stored(paths, pool, store, limits)
        finally:
            store.close()


def _stored(paths: Sequence[Path], pool: ReaderPool, store: Store, limits: Limits) -> int:
    parties = (Party(party_id=party_id(n), name=party_id(n), kind=PartyKind.ORGANISATION) for n in range(len(paths)))
    submission = Submission(parties=tuple(parties))
    with store.writing(ACTOR) as w:
        register_id = create_register(w, ACTOR, submission, files=()).register_id
    count, arriving = 0, _arriving(paths, pool, submission, limits)
    while portion := list(islice(arriving, PORTION)):
        with store.writing(ACTOR) as w:
            count += len(receive_many(w, register_id, portion, received_on=AS_OF))
    if count != len(paths):
        raise AssertionError("a form of our own was not read")
    return count


def _arriving(paths: Sequence[Path], pool: ReaderPool, submission: Submission, limits: Limits) -> Iterator[Arrived]:
    """Give the forms that were read, belong to somebody and have no error, checked against the register."""
    waiting: dict[int, bytes] = {}
    beside, ground = Beside(submission, {}), Ground(submission, ())

    def given() -> Iterator[Given]:
        for place, path in enumerate(paths):
            waiting[place] = path.read_bytes()
            yield Given(path.name, waiting[place])

    for place, (entry,) in read_many(given(), today=AS_OF, limits=limits, executor=pool):
        data = waiting.pop(place)
        form = entry.form
        if form is not None and (party := party_of(form, submission)[0]):
            problems = (*form.problems, *contradictions(form, party, beside, ground=ground))
            if not has_errors(problems):
                yield Arrived(form.model_copy(update={"problems": problems}), data, party)


def _loaded(paths: Sequence[Path]) -> None:
    """Load every file with openpyxl and touch nothing in it."""
    for path in paths:
        load_workbook(io.BytesIO(path.read_bytes()))


def _peak(paths: Sequence[Path]) -> float:
    """Return the most memory in bytes that a new process and its readers had at a time, each for itself, summed."""
    receiver, sender = Spawning().Pipe(duplex=False)
    process = Spawning().Process(target=_measured, args=(sender, paths))
    process.start()
    sender.close()
    try:
        return float(receiver.recv())
    except EOFError:
        return math.nan
    finally:
        process.join()
        receiver.close()


def _measured(sender: Connection, paths: Sequence[Path]) -> None:
    """Run in the new process: receive the files and say what it took."""
    with ReaderPool() as pool:
        received(paths, pool)
        readers = [process.pid for process in active_children()]
        sender.send(sum(_most_memory(pid) for pid in ("self", *readers)))


def _most_memory(pid: int | str | None) -> float:
    """Return the most resident memory of a process so far, not a number where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return math.nan
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return 1024.0 * int(line.split()[1])
