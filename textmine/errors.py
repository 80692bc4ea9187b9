"""What can go wrong, in one place.

    TextmineError
    ├── ReadError             a report could not be read (EX_DATAERR 65 for one file; a run goes on)
    │   ├── UnsupportedType   the bytes are of a kind that textmine has no reader for
    │   ├── MissingExtra      the reader of this kind is an extra that is not installed
    │   └── UndecodableText   no known charset fits the bytes
    ├── LexiconError          a vocabulary file is malformed (65)
    ├── ModelError            a model file is missing, damaged or foreign (65)
    ├── LabelError            labelled passages are malformed, or not those of the text (65)
    ├── CursorError           the cursor of a feed is damaged, or is none (65)
    ├── SinkError             another program did not take what was exported to it (74)
    ├── RemoteError           a file system behind a URL cannot be reached or read (74)
    ├── DatasetError          a data set cannot be read or written (74)
    │   └── DatasetFormatError  damaged, foreign, or of another version of this program (65)
    ├── WorkerError           the system gives no process, memory or open file for a worker (74)
    ├── ClusterError          a cluster cannot be reached, was lost, or has another textmine (69)
    └── StoreError            a fact store cannot be used
        ├── StoreFormatError  damaged, foreign, older or newer than this program (65)
        ├── StoreCreateError  the store cannot be created where it was asked for (73)
        ├── StoreIOError      reading or writing failed: disk full, I/O error (74)
        └── StoreLockedError  another run holds the store (75)

Every message names the file, the place where there is one, and what to do. ``exit_code`` follows ``sysexits.h``.
"""


class TextmineError(Exception):
    """Base of every error that textmine raises on purpose."""

    exit_code = 70


class ReadError(TextmineError):
    """A report could not be read; ``reason`` is a code such as ``encoding`` or ``io``."""

    exit_code = 65

    def __init__(self, message: str, *, reason: str = "read") -> None:
        super().__init__(message)
        self.reason = reason


class UnsupportedType(ReadError):
    """The content is of a type without a reader."""


class MissingExtra(ReadError):
    """The reader for this type needs a package that an extra of textmine installs.

    >>> str(MissingExtra("parquet"))
    "run: pip install 'textmine[parquet]'"
    """

    def __init__(self, extra: str) -> None:
        super().__init__(f"run: pip install 'textmine[{extra}]'", reason="extra")


class UndecodableText(ReadError):
    """The bytes are text in no charset that textmine knows."""


class LexiconError(TextmineError):
    """A vocabulary file is malformed."""

    exit_code = 65


class ModelError(TextmineError):
    """A model file is missing, damaged, foreign or of another version."""

    exit_code = 65


class LabelError(TextmineError):
    """Labelled passages are malformed, or do not cover the text that they say they cover."""

    exit_code = 65


class CursorError(TextmineError):
    """What should say what the last feed has sent is damaged, or says nothing of the kind."""

    exit_code = 65


class SinkError(TextmineError):
    """A database or another program did not take what was exported to it."""

    exit_code = 74


class RemoteError(TextmineError):
    """A file system behind a URL cannot be reached, or is of a kind that is not installed."""

    exit_code = 74


class DatasetError(TextmineError):
    """A partitioned data set, or the folder that is to hold one, cannot be read or written."""

    exit_code = 74


class DatasetFormatError(DatasetError):
    """What should be a partitioned data set is none, is damaged, or was made by another textmine."""

    exit_code = 65


class WorkerError(TextmineError):
    """A worker process could not start: the system gives no more processes, memory or open files."""

    exit_code = 74


class ClusterError(TextmineError):
    """A cluster cannot be reached, was lost, or would not find what this machine finds."""

    exit_code = 69


class StoreError(TextmineError):
    """A fact store cannot be used."""

    exit_code = 74


class StoreFormatError(StoreError):
    """The file is not a fact store of this version, or it is damaged."""

    exit_code = 65


class StoreCreateError(StoreError):
    """The store cannot be created at this path."""

    exit_code = 73


class StoreIOError(StoreError):
    """Reading or writing the store failed (disk full, I/O error)."""

    exit_code = 74


class StoreLockedError(StoreError):
    """Another process is writing to the store."""

    exit_code = 75
