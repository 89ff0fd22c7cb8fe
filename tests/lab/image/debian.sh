# shellcheck shell=bash disable=SC2154 # a part of build.sh, and of its names
# Debian's packages, from whatever mirror the host's own apt uses.

mirror_of() { # SUITE
    # shellcheck disable=SC2016 # they are apt's
    apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
        awk -v suite="$1" '$1 == suite { print $2; exit }'
}

mirror=$(mirror_of "$KERNEL_SUITE")
security=$(mirror_of "$KERNEL_SUITE-security")
if [ -z "$mirror" ]; then
    echo "build.sh: this machine's apt knows no $KERNEL_SUITE: run apt-get update; on another Debian" >&2
    echo "  or Ubuntu add $KERNEL_SUITE to its sources" >&2
    exit 1
fi

# An apt of our own, with its own lists and architecture: the host's is neither used nor touched.
apt_for() { # ARCH TOOL ARGUMENT...
    local arch=$1 tool=$2 own=$cache/apt-$1
    shift 2
    mkdir -p "$own"/{lists/partial,archives/partial}
    local signed="[arch=$arch signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
    printf 'deb %s %s main\n' \
        "$signed ${mirror}" "$KERNEL_SUITE" \
        "$signed ${security:-$mirror}" "$KERNEL_SUITE${security:+-security}" >"$own/sources.list"
    "$tool" -qq -o "APT::Architecture=$arch" -o "APT::Architectures::=$arch" \
        -o APT::Sandbox::User=root -o Dir::State::status=/dev/null \
        -o "Dir::Etc::SourceList=$own/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o "Dir::State::Lists=$own/lists" -o "Dir::Cache=$own" "$@"
}

bootstrap() { # VARIANT ARCH TAR PACKAGES
    mmdebstrap --quiet --format=tar --variant="$1" --arch="$2" --include="$4" \
        --aptopt='Acquire::Languages "none"' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        "$SUITE" "$3.part" "$mirror"
    mv "$3.part" "$3"
}
