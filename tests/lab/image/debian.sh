# shellcheck shell=bash disable=SC2034,SC2154 # a part of build.sh, and of its names
# Debian's packages, from whatever mirror the host's own apt uses.

: "${ARCH:?}" "${SUITE:?}"
LACKING=3 # the exit status that says so
lacking() { # WHAT CURE
    printf 'the lab cannot be built here: %s\n  %s\n' "$1" "$2" >&2
    exit "$LACKING"
}

KEYS=/usr/share/keyrings/debian-archive-keyring.gpg
KERNEL_SUITE=bookworm # its kernel runs every suite's system

# Where a suite is had; a host of another release has Debian's archive too, and that has them all.
mirror_of() { # SUITE LABEL
    # shellcheck disable=SC2016 # they are apt's
    apt-get indextargets --format '$(CODENAME) $(REPO_URI) $(LABEL)' 'Created-By: Packages' |
        awk -v suite="$1" -v label="$2" '
            NF == 3 && $3 == label { other = $2 }
            $1 == suite { found = $2 }
            END { print found ? found : other }'
}

mirror=${LAB_MIRROR:-$(mirror_of "$KERNEL_SUITE" Debian)}
security=
[ -n "${LAB_MIRROR:-}" ] || security=$(mirror_of "$KERNEL_SUITE-security" Debian-Security)
if [ -z "$mirror" ]; then
    lacking "this machine's apt knows no archive of Debian" \
        "apt-get update; on another system than Debian name one: LAB_MIRROR=http://..."
fi
[ -e "$KEYS" ] || lacking "there is no $KEYS" "apt-get install debian-archive-keyring"

# An apt of our own, with its own lists and architecture: the host's is neither used nor touched.
apt_for() { # ARCH TOOL ARGUMENT...
    local arch=$1 tool=$2 own=$cache/apt-$1
    shift 2
    mkdir -p "$own"/{lists/partial,archives/partial}
    local signed="[arch=$arch signed-by=$KEYS]"
    echo "deb $signed $mirror $KERNEL_SUITE main" >"$own/sources.list"
    [ -z "$security" ] ||
        echo "deb $signed $security $KERNEL_SUITE-security main" >>"$own/sources.list"
    "$tool" -qq -o "APT::Architecture=$arch" -o "APT::Architectures::=$arch" \
        -o APT::Sandbox::User=root -o Dir::State::status=/dev/null \
        -o "Dir::Etc::SourceList=$own/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o "Dir::State::Lists=$own/lists" -o "Dir::Cache=$own" "$@"
}

host_arch=$(dpkg --print-architecture)
case $ARCH in
arm64) triplet=aarch64-linux-gnu ;;
amd64) triplet=x86_64-linux-gnu ;;
esac

# What every tree here does without.
LEAN=(--quiet --aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/doc/*'
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*')

bootstrap() { # VARIANT ARCH TAR PACKAGES
    mmdebstrap "${LEAN[@]}" --format=tar --variant="$1" --arch="$2" --include="$4" \
        "$SUITE" "$3.part" "$mirror"
    mv "$3.part" "$3"
}
