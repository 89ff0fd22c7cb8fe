#!/bin/bash
# Builds a wheel of lgpio for a suite whose Python the index has none for. As root, on Debian.
#
#   lgpio.sh SDIST OUT
#
# In a tree of that suite, thrown away afterwards: the host needs neither that Python nor a compiler.
# ARCH and SUITE are the guest's. For another architecture than the host's it is a cross compiler.
set -euo pipefail

here=$(dirname -- "$(realpath -- "$0")")
sdist=$(realpath -- "$1")
out=$(realpath -- "$2")

# shellcheck source-path=SCRIPTDIR source=debian.sh
. "$here/debian.sh"

packages=python3-dev,python3-setuptools,swig,gcc,libc6-dev
archs=$host_arch settings=PYPI=1 # one module with the library in it, as on the index
if [ "$ARCH" != "$host_arch" ]; then
    archs+=,$ARCH
    packages+=,gcc-$triplet,libc6-dev-$ARCH-cross,libpython3-dev:$ARCH
    # As Debian cross-builds extensions: the other Python's own settings, but its compiler is ours.
    settings+=" _PYTHON_SYSCONFIGDATA_NAME=_sysconfigdata__$triplet"
    settings+=" _PYTHON_HOST_PLATFORM=linux-${triplet%%-*}"
fi
mmdebstrap "${LEAN[@]}" --format=null --variant=minbase --arch="$archs" --include="$packages" \
    --customize-hook="upload '$sdist' /lgpio.tar.gz" \
    --customize-hook="upload '$here/lgpio-inside.sh' /build.sh" \
    --customize-hook="env -u PYTHONPATH chroot \"\$1\" env $settings sh /build.sh" \
    --customize-hook="sync-out /wheel '$out'" \
    "$SUITE" - "$mirror"
