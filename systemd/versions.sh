# shellcheck shell=sh disable=SC2034,SC2154 # a part of install.sh, and of its names
# A version is a Python environment of its own in /opt/station.versions, with this checkout's station
# in it; /opt/station is a link to the one in use. So an upgrade is made beside what runs.

# The directory that /opt/station leads to; nothing if there is none.
version_in_use() {
    if [ -L "$home" ]; then say "$versions/$(basename -- "$(readlink "$home")")"; fi
}

# Sets $new to the new version's directory, or leaves it empty: this one is installed already.
make_version() {
    work=$(mktemp -d)
    # A copy: pip would leave build directories in the checkout, and they would be root's.
    mkdir "$work/source"
    (cd "$checkout" && cp -R pyproject.toml README.md LICENSE station "$work/source")
    packages=$("$python" -I -c 'import importlib.util as u; print("system" if u.find_spec("lgpio") else "own")')
    fingerprint=$(
        cd "$work/source" || exit
        find . -name __pycache__ -prune -o -type f -exec sha256sum {} + | LC_ALL=C sort | sha256sum
        say "$("$python" --version) with $packages lgpio"
    )
    if [ "$again" = no ] && [ "$fingerprint" = "$(cat "$home/fingerprint" 2>/dev/null)" ]; then
        say "this version is installed already"
        return 0
    fi
    say "making the Python environment (this takes minutes on a small Pi) ..."
    mkdir -p "$versions"
    new=$(mktemp -d "$versions/XXXXXXXX")
    chmod 755 "$new"
    install_packages
    say "$fingerprint" >"$new/fingerprint"
    changed=yes
}

# What Python brings to install pip with is pip itself, in a wheel: it is unpacked beside, and stays out
# of the version. Installing it there took longer than all the rest.
install_packages() {
    if [ "$packages" = system ]; then # Raspberry Pi OS has lgpio for its own Python, the index for some
        "$python" -m venv --without-pip --system-site-packages "$new"
        wanted="$work/source[mqtt]"
    else
        "$python" -m venv --without-pip "$new"
        wanted="$work/source[pi,mqtt]"
    fi
    "$python" -m zipfile -e "$pip_wheel" "$work/pip"
    # Built from source, lgpio is an empty shell unless one knows how: wheels only.
    set -- --disable-pip-version-check --quiet --no-compile --only-binary lgpio "$wanted"
    if [ -n "$wheels" ]; then set -- --no-index --find-links "$wheels" "$@"; fi
    "$new/bin/python" "$work/pip/pip" install "$@" 2>"$work/said" || refuse_packages
    # The service may write nothing here: uncompiled, it would start slowly each time.
    compile -j 0 || compile || true
}

# On all cores with -j 0, which takes /dev/shm: not every image's tree has one. What is no Python of
# this version fails, and is left: libraries carry such files.
compile() { "$new/bin/python" -m compileall -q "$@" "$new/lib" >/dev/null 2>&1; }

refuse_packages() {
    awk '!/WARNING: Retrying/ || !told++' "$work/said" >&2
    if grep -q 'No matching distribution found for lgpio' "$work/said"; then
        refuse "there is no lgpio, which drives the pins, for $("$python" --version) on this machine" \
            "Raspberry Pi OS: sudo apt install python3-lgpio, and again. Elsewhere build it (hardware.md), and --wheels"
    fi
    refuse "pip could not install the station; nothing was changed" \
        "see its words above; without a network take wheels along, --wheels DIR: --help tells how"
}

# VERSION: /opt/station is the old one or the new one at any moment, never none.
switch_to() {
    ln -sfn "station.versions/$(basename "$1")" "$home.next"
    mv -T "$home.next" "$home"
}

# The version before stays until the next upgrade: with --no-start it may still be running.
forget_older() {
    for version in "$versions"/*; do
        case $version in
        "$new" | "$old") ;;
        *) rm -rf "$version" ;;
        esac
    done
}
