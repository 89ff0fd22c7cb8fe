"""YAML that somebody might write: a good file, changed node by node, then letter by letter."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import yaml
from hypothesis import strategies as st

from tests.fuzz.tricky import ALSO_LONG, PIECES

MOST_CHANGES = 5
LONGEST = 60_000


@dataclass
class Branch:
    """A list (its keys are empty) or a mapping; leaves are text just as it is to be written."""

    kind: Literal["list", "mapping"]
    items: "list[tuple[str, Tree]]" = field(default_factory=list)
    flow: bool = False


Tree: TypeAlias = "str | Branch"


def grown(text: str) -> Branch:
    """The tree of a good file."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    found = "" if node is None else _tree(node)
    if not isinstance(found, Branch):
        raise TypeError(text)
    return found


def _tree(node: yaml.Node) -> Tree:
    if isinstance(node, yaml.SequenceNode):
        items = [("", _tree(item)) for item in node.value]
        return Branch("list", items, bool(node.flow_style))
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(_tree(key)), _tree(value)) for key, value in node.value]
        return Branch("mapping", pairs, bool(node.flow_style))
    text = str(node.value)
    plain = not isinstance(node, yaml.ScalarNode) or node.style is None
    return text if plain else json.dumps(text, ensure_ascii=False)


def written(tree: Tree, indent: int = 0) -> str:
    """The text of a tree; a leaf may well make it another."""
    if isinstance(tree, str):
        return tree
    if tree.flow or not tree.items:
        inner = ", ".join(f"{k}: {_flow(v)}" if k else _flow(v) for k, v in tree.items)
        return f"[{inner}]" if tree.kind == "list" else f"{{{inner}}}"
    return "".join(_line(tree.kind, key, value, indent) for key, value in tree.items)


def _flow(tree: Tree) -> str:
    return written(Branch(tree.kind, tree.items, flow=True) if isinstance(tree, Branch) else tree)


def _line(kind: str, key: str, value: Tree, indent: int) -> str:
    begin = " " * indent + ("-" if kind == "list" else f"{key}:")
    if isinstance(value, str) or value.flow or not value.items:
        return f"{begin} {written(value)}\n"
    return f"{begin}\n{written(value, indent + 2)}"


def slots(tree: Branch) -> Iterator[tuple[Branch, int]]:
    """Every place where something stands, the whole of it first."""
    for place, (_, value) in enumerate(tree.items):
        yield tree, place
        if isinstance(value, Branch):
            yield from slots(value)


@dataclass(frozen=True)
class Change:
    """One change of a tree or of its text. `where` counts round and round."""

    kind: str
    where: int
    what: str
    much: int


NODE_CHANGES = ("value", "value", "value", "inside", "inside", "drop", "twice", "swap", "key",
                "graft", "graft", "in a list", "in a mapping", "many", "flow")  # fmt: skip
TEXT_CHANGES = (
    *("none",) * 30,  # a broken text hides all that is wrong with what it says
    *("insert", "insert", "cut", "byte", "repeat", "crlf"),
    *("mark", "utf-16", "latin-1", "tabs", "end"),
)


@dataclass(frozen=True)
class Draft:
    """A file as it comes out."""

    base: str
    nodes: tuple[Change, ...]
    letters: tuple[Change, ...]
    raw: bytes

    def __repr__(self) -> str:
        return f"{self.base}: {self.raw!r}"


class Garden:
    """Good files to start from, and their parts as words to write elsewhere."""

    def __init__(self, bases: dict[str, str], more: Sequence[str] = ()) -> None:
        """`more`: other good texts whose words and parts may be used."""
        self._texts = bases
        self._trees = {name: grown(text) for name, text in bases.items()}
        trees = [*self._trees.values(), *(grown(text) for text in more)]
        places = [(b, i) for tree in trees for b, i in slots(tree)]
        self._grafts = [branch.items[i][1] for branch, i in places]
        self.words = sorted(
            {branch.items[i][0] for branch, i in places}
            | {part for part in self._grafts if isinstance(part, str)}
        )
        text = st.one_of(ALSO_LONG, st.sampled_from(self.words))
        self.drafts: st.SearchStrategy[Draft] = st.builds(
            self._draft,
            st.sampled_from(sorted(bases)),
            st.lists(_changes(NODE_CHANGES, text), max_size=MOST_CHANGES),
            st.lists(_changes(TEXT_CHANGES, text), max_size=2),
        )

    def _draft(self, base: str, nodes: list[Change], letters: list[Change]) -> Draft:
        tree = deepcopy(self._trees[base])
        for change in nodes:
            self._grow(tree, change)
        # Without a change of the tree its comments stay.
        text = written(tree) if nodes else self._texts[base]
        raw = text.encode("utf-8", "surrogatepass")
        for change in letters:
            raw = _spoilt(raw, change)
        return Draft(base, tuple(nodes), tuple(letters), raw)

    def _grow(self, tree: Branch, change: Change) -> None:  # noqa: C901 - a table
        places = list(slots(tree))
        if not places:
            return
        branch, place = places[change.where % len(places)]
        key, value = branch.items[place]
        match change.kind:
            case "value":
                branch.items[place] = (key, change.what)
            case "inside":
                branch.items[place] = (key, _broken_into(value, change))
            case "key":
                branch.items[place] = (change.what, value)
            case "drop":
                del branch.items[place]
            case "twice":
                branch.items.insert(place, (key, deepcopy(value)))
            case "swap":
                other, there = places[change.much % len(places)]
                branch.items[place], other.items[there] = other.items[there], (key, value)
            case "graft":
                part = deepcopy(self._grafts[change.much % len(self._grafts)])
                branch.items.insert(place, (change.what if key else "", part))
            case "in a list":
                branch.items[place] = (key, Branch("list", [("", value)], flow=True))
            case "in a mapping":
                branch.items[place] = (key, Branch("mapping", [(change.what, value)], flow=True))
            case "many":
                branch.items[place:place] = [(key, deepcopy(value))] * (change.much % 300)
            case _:
                branch.flow = not branch.flow


def _broken_into(value: Tree, change: Change) -> Tree:
    """A good text with something more in it, within its quotes: what is wrong is what it says."""
    if isinstance(value, Branch):
        return value
    begin, end = (1, len(value) - 1) if value[:1] == '"' else (0, len(value))
    at = begin + change.much % (end - begin + 1)
    return value[:at] + PIECES[change.where % len(PIECES)] + value[at:]


def _changes(kinds: Sequence[str], text: st.SearchStrategy[str]) -> st.SearchStrategy[Change]:
    return st.builds(
        Change, st.sampled_from(kinds), st.integers(0, 2**16), text, st.integers(0, 2**16)
    )


def _spoilt(raw: bytes, change: Change) -> bytes:
    at, new = change.where % (len(raw) + 1), change.what.encode("utf-8", "surrogatepass")
    match change.kind:
        case "none":
            pass
        case "insert":
            raw = raw[:at] + new + raw[at:]
        case "cut":
            raw = raw[:at] + raw[at + change.much % 200 :]
        case "byte":
            raw = raw[:at] + bytes([change.much % 256]) + raw[at + 1 :]
        case "repeat":
            part = raw[at : at + 1 + change.much % 80] or b"a"
            raw = raw[:at] + part * min(2 + change.much // 80, LONGEST // len(part))
        case "crlf":
            raw = raw.replace(b"\n", b"\r\n" if change.much % 2 else b"\r")
        case "mark":
            raw = b"\xef\xbb\xbf" * (1 + change.much % 2) + raw
        case "tabs":
            raw = raw.replace(b"  ", b"\t", change.much % 9)
        case "end":
            raw = raw[:at]
        case code:
            raw = raw.decode("utf-8", "replace").encode(code, "replace")
    return raw


def shipped(folder: Path, pattern: str = "*.yaml") -> dict[str, str]:
    """The files of a folder, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern))}
