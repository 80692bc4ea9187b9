"""What a passage has spoken of so far: the names of its figures, for those that name nothing themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from textmine.schema.figure import Figure

_REMEMBERED = 60  # figures back to which a clause without a noun can refer


@dataclass(slots=True)
class Named:
    """The indicator of a figure and the rule that found it."""

    indicator: str | None
    rule: str
    noun: str | None = None


@dataclass
class Memory:
    """What the passage has spoken of so far, figure by figure; ``whole`` is what the list of the sentence is of (28项中，…)."""

    names: list[tuple[Figure, str]] = field(default_factory=list)
    nouns: dict[str, str] = field(default_factory=dict)  # of names that say what became of a noun (办结申请: 申请)
    whole: str | None = None

    def add(self, figure: Figure, name: str, noun: str | None) -> None:
        """Remember what a figure was named."""
        self.names.append((figure, name))
        if noun:
            self.nouns[name] = noun

    def last_level(self, unit: str | None = None) -> str | None:
        """The name of the last figure that was a level and no change; with ``unit`` only if it has that unit."""
        recent = islice(reversed(self.names), _REMEMBERED)
        levels = ((figure, name) for figure, name in recent if not figure.change and not name.endswith("占比"))
        figure, name = next(levels, (None, self.last()))
        return name if unit is None or (figure is not None and figure.unit == unit) else None

    def last_thing(self) -> str | None:
        """The name of the last figure that was no share of another, be it a level or a change."""
        recent = islice(reversed(self.names), _REMEMBERED)
        return next((name for _, name in recent if not name.endswith("占比")), self.last())

    def last(self) -> str | None:
        """The name of the last figure."""
        return self.names[-1][1] if self.names else None

    def last_is_share(self) -> bool:
        """Whether the last figure is a share of a whole in per cent: 占比达到22%，提高3个百分点."""
        return bool(self.names) and self.names[-1][0].unit == "%" and self.names[-1][1].endswith("占比")

    def levels_before(self, figures: Sequence[Figure], count: int) -> list[str]:
        """The names of the last ``count`` levels among ``figures``, of those with the unit of the last if they are enough."""
        named = {id(figure): name for figure, name in self.names[-_REMEMBERED:]}
        levels = [f for f in figures[-_REMEMBERED:] if not f.change and id(f) in named]
        same = [f for f in levels if f.unit == levels[-1].unit]
        listed = same if len(same) >= count else levels  # 1152户, 68.4亿元, 分别增长…
        return [named[id(f)] for f in listed[-count:]] if len(listed) >= count else []
