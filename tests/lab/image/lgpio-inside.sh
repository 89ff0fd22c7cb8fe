# shellcheck shell=sh
# What lgpio.sh runs inside the tree that it throws away.
set -eu
mkdir /lgpio /wheel
tar xf /lgpio.tar.gz -C /lgpio --strip-components=1
cd /lgpio
python3 -c 'from setuptools import build_meta; build_meta.build_wheel("/wheel")' >/build.log 2>&1 || {
    cat /build.log >&2
    exit 1
}
