"""What PyYAML finds wrong with a file, in plain words."""

from typing import Final

import yaml

_PLAIN_WORDS: Final = (
    # What PyYAML says; whether the place it began at tells more than where it gave up; our words.
    (r"'\t' that cannot start", False, "a tab stands here: use spaces"),
    ("cannot start any token", False, "text cannot start with this character: put it in quotes"),
    (
        "values are not allowed",
        False,
        "a ':' too many: put text with ': ' in quotes, or write the space after the ':' above",
    ),
    ("could not find expected ':'", True, "no 'key: value' here: a ':' and a space are missing"),
    (
        "expected <block end>",
        False,
        "this does not fit what is above: indent it alike, or put the whole value in quotes",
    ),
    ("mapping keys are not allowed", False, "a '? ' stands here: put the text in quotes"),
    ("entries are not allowed", False, "a list's '- ' must start a line of its own"),
    ("expected ',' or ']'", True, "this '[' list goes wrong: a ',' or the ']' is missing"),
    ("expected ',' or '}'", True, "what this '{' opens goes wrong: a ',' or the '}' is missing"),
    ("scanning a quoted scalar", True, "this quote is never closed"),
    ("scanning a double-quoted", False, r"an unknown '\' escape: put the text in single quotes"),
    ("scanning an a", True, "text cannot start with '&' or '*': put it in quotes"),
    ("scanning a block scalar", True, "text cannot start with '|' or '>': put it in quotes"),
    ("node content", False, "a value is missing before this"),
    ("<document start>", False, "this does not belong to what is above: look at its indentation"),
    ("incompatible YAML", False, "the line '%YAML' is not needed: delete it"),
    ("directive", True, "a line cannot start with '%': put it in quotes"),
    ("tag", True, "text cannot start with '!': put it in quotes"),
)


def in_plain_words(error: yaml.MarkedYAMLError) -> tuple[object, str]:
    """Where it is (one of the error's marks), what is wrong there and what would be right."""
    said = f"{error.context} {error.problem}"
    for words, at_start, message in _PLAIN_WORDS:
        if words in said:
            return (at_start and error.context_mark) or error.problem_mark, message
    return error.problem_mark or error.context_mark, f"this is not YAML: {error.problem}"
