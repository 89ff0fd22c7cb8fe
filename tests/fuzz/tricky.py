"""Texts that programs trip over, as they may stand in a file or a message."""

from hypothesis import strategies as st

NUMBERS = (
    "0", "-0", "00", "017", "0o17", "0x", "0x7f", "0X3C", "0b1", "1_000", "1e400", "-1e400",
        "1e-400",
    ".nan", ".NaN", ".inf", "-.inf", "NaN", "Infinity", "+1", "1.", ".5", "1.5", "27.0", "-1", "28",
    "2147483648", "9223372036854775807", "9223372036854775808", "18446744073709551616", "9" * 400,
    "-" + "9" * 400, "1" * 5000, "\u0663", "\uff11\uff12", "\u00b2", "190:20:30", "1:60", "60:00",
        "0:00",
    "0ms", "1ms", "-5s", "8784h", "8785h", "99999999h", "1h1h", "1m1h", "300 ms", "5:00:00:00",
        "\u0665m",
)  # fmt: skip
WORDS = (
    "", "~", "null", "true", "True", "yes", "off", "n", "=", "<<", "none", "None", "2001-01-01",
    "2001-12-14t21:59:43.10-05:00", "!!python/object/apply:os.system [ls]", "!!binary aGk=",
    "!!int '3'", "!local x", "! x", "&a x", "&a [*a, *a]", "*a", "{<<: *a}", "[[[]]]", "{{}: 1}",
    "[]", "{}", "[,]", "{,}", "[a", "{a: 1", "'a", '"a', "|", ">", "|+9\n a", ">-\n  a\n  b", "- a",
    "? a", "?", ": a", "a: b: c", "a:b", "#", " # a", "@a", "`a", "%a", "---", "...",
        "--- a\n--- b",
    "%YAML 1.2\n---\na: 1", "%YAML 99999999999999999999.1\n---", "%TAG ! tag:x,2000:\n---",
        "a" * 33,
    "../../etc/passwd", "/etc/passwd", "/dev/zero", "/proc/self/mem", ".", "..", "a\\b", "$HOME",
        "a/b",
    "mqtt://h", "mqtts://h:8883", "mqtt://[::1]:1", "mqtt://[::1", "mqtt://h:99999", "mqtt://h:0",
    "mqtt://u:p@h", "mqtt://h/x?y#z", "mqtt://" + "a" * 70, "mqtt://a..b", "mqtt://\u2100",
        "MQTT://H",
    "mqtt://h:\u0663", "mqtt:// h", "http://h", "homeassistant/", "$SYS", "a/+/b", "#",
)  # fmt: skip
LETTERS = (
    "\t", "\r", "\r\n", "\n", "\n\n", "\x00", "\x07", "\x1b[2J", "\x7f", "\x85", "\x9b31m",
        "\xa0", "\xad",
    "\u05d0\u05d1", "\u0645", "e\u0301", "\u0301", "\u200b", "\u200f", "\u202e", "\u2028",
        "\u2029", "\u2066",
    "\ud800", "\udfff", "\ufeff", "\ufffd", "\uffff", "\U0001f600", "\U000e0041", "\U0010ffff",
        "\u0130", "\xdf",
    "\ufb01", "\u1e9e", "\u0149", '"\\ud800"', '"\\0"', '"\\e[2J"', '"\\x9b"', '"\\U00110000"',
        '"\\N\\L\\P"', "\\",
    "{", "}", "{time}", "{0}", "{!r}", "%s", "<b>", "&amp;", "'", '"',
)  # fmt: skip
LONG = (
    "a" * 201, "a" * 70_000, "\u00e4" * 40_000, "[" * 30, "[" * 5000, "{a: " * 300, "- " * 2000,
        "? " * 2000,
    "[a, " * 2000, "a: " * 2000, "'" * 9999, '"\\u00e4' * 5000, "- a\n" * 9000, "&a " * 2000,
        "!a " * 2000,
    "#" * 50_000, "\n" * 50_000, " " * 50_000, "a\n" * 20_000, "%a\n" * 5000, "---\n" * 5000,
        "a, " * 20_000,
    "[" + "{}, " * 9000 + "]", "{" + "a: 1, " * 9000 + "}", "0" * 70_000, "1:" * 30_000,
        "a:" * 30_000,
)  # fmt: skip

PIECES = (*LETTERS, "{", "}", "{}", "{0}", "{x}", "{!r}", "{:>9999}", "{{", "}}")
"""What somebody may have typed into the midst of a text."""
_SHORT = (*NUMBERS, *WORDS, *LETTERS)
_ANY = (*_SHORT * 4, *LONG)


def _sampled(texts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """As `sampled_from`, but not named after all of them, which are long."""
    return st.integers(0, len(texts) - 1).map(texts.__getitem__)


TEXTS = st.one_of(_sampled(_SHORT), _sampled(_SHORT[::-1]), st.text(max_size=12))
ALSO_LONG = _sampled(_ANY)
