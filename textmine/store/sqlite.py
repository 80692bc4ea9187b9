"""Opens and creates fact stores, and says in plain words what is wrong with one.

At rest a store is one file in SQLite's rollback mode, so that it can be read from read-only media; while it is written it is
in WAL mode, so that readers go on.
"""

from __future__ import annotations

import errno
import functools
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib.resources import files
from pathlib import Path

from textmine.errors import StoreCreateError, StoreError, StoreFormatError, StoreIOError, StoreLockedError
from textmine.store.lock import locked

APPLICATION_ID = int.from_bytes(b"txtm", "big")
SCHEMA_VERSION = 8
MIGRATED = (5, 6, 7)  # older versions that `textmine migrate` reads

_MAGIC = b"SQLite format 3\0"  # SQLite file format, 1.2
_BUSY_MILLISECONDS = 2000
_WAITS = 30  # of so long, for readers that began before a run: an export of a large store takes a minute
_UNREADABLE = "Could not decode to UTF-8"  # Python's complaint of a damaged text, which has no code
_CACHE_KIB = 65_536  # of pages at most, for as long as a store is open to be read
_WRITING_KIB = (
    8_192  # of pages while it is written: 64 MB fill as the archive grows and spare a run one hundredth of its time
)
_CHECKPOINT = 4000  # pages in the log: at 1000 the same pages go to the file again and again
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def schema() -> str:
    """The SQL that makes an empty store."""
    return (files("textmine.store") / "schema.sql").read_text("utf-8")


@functools.cache
def _objects() -> frozenset[str]:
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(schema())
        return frozenset(name for (name,) in empty.execute("SELECT name FROM sqlite_master"))


def is_database(path: str | os.PathLike[str]) -> bool:
    """Whether a regular file begins as SQLite databases do; whether it is a fact store shows when it is opened."""
    if not Path(path).is_file():
        return False
    with Path(path).open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


@contextmanager
def reading(
    path: str | os.PathLike[str], *, versions: Sequence[int] = (SCHEMA_VERSION,)
) -> Iterator[sqlite3.Connection]:
    """A store opened for reading only, if its schema is one of the versions; all that is read of it is of one moment.

    Raises `StoreFormatError` for what is no store of this version or is damaged, `StoreIOError` for what cannot be read.
    """
    store = Path(path)
    with sqlite_told(store, StoreIOError), ExitStack() as opened:
        with system_told(store, StoreIOError):
            _rolled_back(store)
            connection = opened.enter_context(closing(_connect(store, "ro")))
            _require_store(connection, store, versions)
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("BEGIN")
        yield connection


def settle(path: Path) -> None:
    """Take into a store what a run that was cut off left in files beside it, so that it is one file again."""
    if path.with_name(path.name + "-wal").exists():
        with closing(_connect(path, "rw")) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def writing(path: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    """A store opened for writing, created if there is none; the only writer for as long as it is open.

    Raises `StoreCreateError` where it cannot be created or written, `StoreLockedError` while another run writes,
    `StoreFormatError` for a file that is no store of this version (the file is left as it is), and `StoreIOError` where
    the disk is full or fails.
    """
    store = Path(path)
    if store.is_dir():
        raise StoreCreateError(f"{store}: is a folder; name a file for the store")
    with sqlite_told(store, StoreCreateError), ExitStack() as opened:
        with system_told(store, StoreCreateError):
            opened.enter_context(locked(store))
            if not store.exists():
                _create(store)
            _rolled_back(store)
            with closing(_connect(store, "ro")) as look:
                _require_store(look, store)
            if not os.access(store, os.W_OK):
                raise StoreCreateError(f"{store}: is read-only; make it writable or name another store")
        connection = opened.enter_context(closing(_connect(store, "rw")))
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_WRITING_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
        yield connection


def write_ahead(connection: sqlite3.Connection) -> None:
    """Go over to WAL mode, in which nobody waits for readers; those that began before have to end first."""
    for left in reversed(range(_WAITS)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
        else:
            return


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One write transaction that takes the lock at its start; all of it is stored, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk may have rolled it back already
            connection.execute("ROLLBACK")
        raise


def _connect(store: Path, mode: str) -> sqlite3.Connection:
    uri = f"{store.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_MILLISECONDS / 1000)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def empty_store(path: Path) -> sqlite3.Connection:
    """A new store in place of whatever is there."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(f"BEGIN; {schema()} COMMIT;")
    return connection


def _rolled_back(store: Path) -> None:
    """Undo what a run had half written that was cut off: SQLite does that whenever a file may be written, and for us alone here."""
    journal = store.with_name(store.name + "-journal")
    if not journal.exists() or not _is_ours(store) or not os.access(store, os.W_OK):
        return
    with closing(_connect(store, "rw")) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _is_ours(store: Path) -> bool:
    """Whether the header of a file says that it is a fact store, whatever state its content is in."""
    with store.open("rb") as file:
        header = file.read(100)  # SQLite file format, 1.3: the application id is at 68
    return header.startswith(_MAGIC) and int.from_bytes(header[68:72], "big") == APPLICATION_ID


def _create(store: Path) -> None:
    """Make an empty store under another name first, so that no half-made one is ever found."""
    new = store.with_name(store.name + ".new")
    try:
        with closing(empty_store(new)):
            pass
        new.replace(store)
    finally:
        new.unlink(missing_ok=True)


def _require_store(connection: sqlite3.Connection, store: Path, versions: Sequence[int] = (SCHEMA_VERSION,)) -> None:
    if store.stat().st_size == 0:
        raise StoreFormatError(f"{store}: is empty, not a fact store; remove it or name another file")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise StoreFormatError(f"{store}: is a database of another program; name another file for the store")
    if version not in versions:
        raise _other_version(store, version)
    kinds = dict(connection.execute("SELECT name, type FROM sqlite_master"))
    if trigger := next((name for name, kind in kinds.items() if kind == "trigger"), None):
        raise StoreFormatError(
            f"{store}: somebody has added the trigger {trigger}, which would change what is written; remove it or make the store anew"
        )
    if version == SCHEMA_VERSION and (missing := sorted(_objects() - kinds.keys())):
        raise StoreFormatError(f"{store}: is damaged, {missing[0]} is missing; make it anew from the archive")


def _other_version(store: Path, version: int) -> StoreFormatError:
    """What to say of a store of another version of this schema."""
    age = "a newer" if version > SCHEMA_VERSION else "an older"
    cure = "make it anew with: textmine run ARCHIVE --store NEW.db"
    if version in MIGRATED:
        cure = "bring it up to date with: textmine migrate STORE"
    elif version > SCHEMA_VERSION:
        cure = "use that version"
    return StoreFormatError(f"{store}: was made by {age} textmine (schema {version}, here {SCHEMA_VERSION}); {cure}")


@contextmanager
def sqlite_told(store: Path, refused: type[StoreError]) -> Iterator[None]:
    """Say in plain words what SQLite complains of; ``refused`` is the error for a file that may not be used."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None and _UNREADABLE not in str(error):  # a mistake of ours, not of the store
            raise
        code = sqlite3.SQLITE_CORRUPT if code is None else code
        raise _told(store, code & 0xFF, str(error), refused) from error


def _told(store: Path, code: int, message: str, refused: type[StoreError]) -> StoreError:
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLockedError(f"{store}: another program is using it ({message}); try again later")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return StoreIOError(f"{store}: {message}; {_free(store)}, free some space and run again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return refused(f"{store}: {message}; check the rights to the file and its folder")
    return StoreFormatError(f"{store}: is not a fact store or is damaged ({message}); make it anew from the archive")


@contextmanager
def system_told(store: Path, refused: type[StoreError]) -> Iterator[None]:
    """The same for what the operating system complains of while a store is opened."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreIOError(f"{store}: {error.strerror}; {_free(store)}, free some space and run again") from error
        raise refused(f"{store}: {error.strerror}; check the path and the rights to its folder") from error
    except UnicodeDecodeError as error:  # SQLite's complaint quotes a damaged schema
        raise StoreFormatError(f"{store}: is damaged in its schema; make it anew from the archive") from error


def _free(store: Path) -> str:
    try:
        return f"{shutil.disk_usage(store.absolute().parent).free} bytes are free there"
    except OSError:
        return "the free space there is unknown"
