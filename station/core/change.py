"""One value made of another: what a frozen one has instead of being changed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # To a caller it is the same one, and of this one mypy knows what fields there are.
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["replace"]
