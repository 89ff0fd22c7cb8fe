"""Which versions run."""

from importlib.metadata import PackageNotFoundError, version


def version_of(package: str) -> str | None:
    """A package's version; None if it is run from its source, or is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
