"""Labelled passages on their way to annotation tools and back; the text that comes back is compared with the one that went."""

from textmine.classify.tools import doccano, label_studio, prodigy
from textmine.classify.tools.exchange import Returned, Tool, exported, imported

TOOLS: dict[str, Tool] = {
    "label-studio": Tool(write=label_studio.write, read=label_studio.read, config=label_studio.config),
    "doccano": Tool(write=doccano.write, read=doccano.read, config=doccano.config),
    "prodigy": Tool(write=prodigy.write, read=prodigy.read, config=None),
}

__all__ = ["TOOLS", "Returned", "Tool", "exported", "imported"]
