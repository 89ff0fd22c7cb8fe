#!/bin/bash
# Makes the virtual machine's kernel, initrd and root disk. Called by tests/lab; as root, on Debian.
#
#   build.sh CACHE OUT PACKAGES
#
# CACHE keeps downloads, so that a second run needs no network; OUT gets vmlinuz, initrd.img,
# root.img and, for arm64, virt.dtb; PACKAGES is a directory of Python packages for the guest's tests.
# ARCH is arm64 or amd64, SUITE bookworm or trixie; the kernel is bookworm's for both.
set -euo pipefail

here=$(dirname -- "$(realpath -- "$0")")
cache=$(realpath -- "$1")
out=$(realpath -- "$2")
packages=$(realpath -- "$3")
: "${CORES:?}" "${MEMORY:?}"
KERNEL_SERIES=6.1
DISK=1G
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

# shellcheck source-path=SCRIPTDIR source=debian.sh
. "$here/debian.sh"
# shellcheck source-path=SCRIPTDIR source=kernel.sh
. "$here/kernel.sh"
# shellcheck source-path=SCRIPTDIR source=system.sh
. "$here/system.sh"

SECONDS=0
step() { printf '  [%3d s] %s\n' $SECONDS "$*"; }

step "kernel"
get_kernel
get_source
step "modules for $kernel"
build_modules
step "Debian $SUITE for $ARCH"
make_system
put_modules
make_lab
cp -a "$packages" "$root/opt/lab/packages"
step "images"
make_initrd
make_device_tree
make_disk
step "done: $(du -sh "$out" | cut -f1)"
