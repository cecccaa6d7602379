"""Files of an upload being read: side by side in other processes, told as they are done, stopped when asked.

The convention that bites: the work goes on in a thread of its own, so that a page that is drawn anew, or left, does
not lose it. What was read lies in the process, by upload and day, and is worked out once. The bytes stay in the store.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from threading import Event, Lock, Thread

import streamlit as st

from riskgraph.errors import InputRefused, RiskgraphError, WrongUse
from riskgraph.intake.archive import members
from riskgraph.intake.batch import read_many
from riskgraph.intake.file_kind import FileKind, sniffed
from riskgraph.intake.given import Given
from riskgraph.intake.limits import in_force
from riskgraph.intake.reader_pool import ReaderPool
from riskgraph.model.read_file import ReadFile
from riskgraph.store.opening import Store
from riskgraph.store.uploads import Staged, content_of, discard, listed, stage, waiting
from riskgraph.ui import keeping

PURPOSE = "questionnaires"
WORKDAY = 8 * 3600
_POLL = 0.2  # seconds between two looks at how far it is
Step = Callable[[int, int, str], None]
_Result = tuple[int, tuple[ReadFile, ...]]


@dataclass(frozen=True, order=True)
class Place:
    """Where a file lies: its place in the upload, and in its archive (0 where it lies in none)."""

    position: int
    inner: int = 0


@dataclass(frozen=True)
class Found:
    """One file that was found in an upload, with what was read of it; () until then."""

    place: Place
    name: str
    archive: str = ""
    read: tuple[ReadFile, ...] = ()


class Reading:
    """An upload that is read in a thread; a page looks at it and may stop it.

    `version` grows with everything that comes in, so that what is worked out from it can be kept beside it.
    `failed` says why reading ended early where it was neither done nor stopped.
    """

    def __init__(self, upload: Staged, today: date) -> None:
        self.names = tuple(file.name for file in upload.files)
        self.version = 0
        self.failed: RiskgraphError | None = None
        self.upload_id, self.today = upload.upload_id, today
        self._found: dict[Place, Found] = {}
        self._lock, self._stop = Lock(), Event()
        self._thread: Thread | None = None

    @property
    def is_running(self) -> bool:
        """Say whether files are being read."""
        return self._thread is not None and self._thread.is_alive() and not self._stop.is_set()

    @property
    def found(self) -> tuple[Found, ...]:
        """Return the files that were read, in the order of the upload."""
        with self._lock:
            return tuple(self._found[place] for place in sorted(self._found) if self._found[place].read)

    @property
    def unread(self) -> tuple[Found, ...]:
        """Return the files that were not read, in the order of the upload."""
        with self._lock:
            begun = {place.position for place in self._found}
            rest = {Place(n): Found(Place(n), name) for n, name in enumerate(self.names) if n not in begun}
            rest |= {place: found for place, found in self._found.items() if not found.read}
            return tuple(rest[place] for place in sorted(rest))

    @property
    def progress(self) -> tuple[int, int, str]:
        """Return how many files were read, of how many known by now, and which one is in hand."""
        done, left = len(self.found), self.unread
        return done, done + len(left), left[0].name if left else ""

    def start(self, store: Store, executor: Executor | None) -> None:
        """Read whatever was not read yet."""
        if self.is_running or not self.unread:
            return
        self._stop, self.failed = Event(), None
        self._thread = Thread(target=self._work, args=(store, executor, self._stop), name="reading", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Read no further file; what was read stays."""
        self._stop.set()

    def again(self, position: int) -> None:
        """Forget what was read of one file of the upload, because other bytes wait in its place."""
        with self._lock:
            self._found = {place: found for place, found in self._found.items() if place.position != position}
            self.version += 1

    def take(self, position: int, read: tuple[ReadFile, ...]) -> None:
        """Take what was read elsewhere of one file of the upload, such as with a password."""
        self._put(Place(position), read)

    def wait(self, step: Step) -> None:
        """Tell how far it is until it is done or stopped."""
        while self.is_running:
            step(*self.progress)
            if self._thread is not None:
                self._thread.join(_POLL)

    def _work(self, store: Store, executor: Executor | None, stop: Event) -> None:
        places: list[Place] = []
        try:
            files = self._given(store, places, stop)
            with closing(_closable(read_many(files, today=self.today, executor=executor))) as results:
                for number, read in results:
                    if stop.is_set():
                        return
                    self._put(places[number], read)
        except RiskgraphError as refused:
            self.failed = refused

    def _given(self, store: Store, places: list[Place], stop: Event) -> Iterator[Given]:
        """Give every file that was not read, those in archives one by one; note where each one lies."""
        for position, name in enumerate(self.names):
            if stop.is_set():
                return
            if self._is_read(position):
                continue
            data = content_of(store, self.upload_id, position) or b""
            for inner, given in enumerate(unpacked(name, data)):
                place = Place(position, inner)
                if self._note(Found(place, given.name, given.archive)):
                    places.append(place)
                    yield given

    def _is_read(self, position: int) -> bool:
        with self._lock:
            mine = [found for place, found in self._found.items() if place.position == position]
            return bool(mine) and all(found.read for found in mine)

    def _note(self, found: Found) -> bool:
        """Remember that a file is there; say whether it is still to be read."""
        with self._lock:
            return not self._found.setdefault(found.place, found).read

    def _put(self, place: Place, read: tuple[ReadFile, ...]) -> None:
        with self._lock:
            self._found[place] = replace(self._found[place], read=read)
            self.version += 1


def _closable(results: Iterator[_Result]) -> Generator[_Result]:
    """Give results on, and leave their source early where this is left early."""
    yield from results


@st.cache_resource(show_spinner=False)
def executor() -> ReaderPool:
    """Return the processes that read files for everybody who uses this program; they end with it."""
    pool = ReaderPool()
    atexit.register(pool.shutdown, wait=False, cancel_futures=True)
    return pool


def begun(upload_id: str, today: date) -> Reading:
    """Return the reading of an upload, begun where it was not yet.

    Raises
    ------
    WrongUse
        ``receiving.upload_gone`` where it was saved or discarded, or waited for more than a day.
    """
    store = keeping.store()
    upload = listed(store, upload_id) if upload_id else None
    if upload is None or upload.register_id != keeping.register_id():
        raise WrongUse("receiving.upload_gone")
    return _begun(f"{keeping.content_key()}#{upload_id}#{today}", _upload=upload, _today=today)


@st.cache_resource(max_entries=4, ttl=WORKDAY, show_spinner=False)
def _begun(key: str, *, _upload: Staged, _today: date) -> Reading:
    reading = Reading(_upload, _today)
    reading.start(keeping.store(), executor())
    return reading


def staged_files(files: Sequence[tuple[str, bytes]]) -> str:
    """Let files wait in the store; return the id of the upload."""
    with keeping.writing() as writing:
        return stage(writing, PURPOSE, files, register_id=keeping.register_id())


def discarded(upload_id: str) -> None:
    """Take an upload away that nobody wants any more."""
    with keeping.writing() as writing:
        discard(writing, upload_id)


def left_over() -> Staged | None:
    """Return the newest upload for the register that waits and that nobody looks at, such as after a closed page."""
    found = waiting(keeping.store(), PURPOSE, keeping.register_id())
    return listed(keeping.store(), found[0]) if found else None


def unpacked(name: str, data: bytes) -> tuple[Given, ...]:
    """Return the files of an archive; the file itself where it is none, or one that cannot be opened."""
    given = Given(name, data)
    if sniffed(data) is not FileKind.ZIP:
        return (given,)
    try:
        return tuple(members(name, data, limits=in_force())) or (given,)
    except InputRefused:
        return (given,)  # the reader tells why
