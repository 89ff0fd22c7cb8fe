# shellcheck shell=sh disable=SC2034,SC2154 # a part of install.sh, and of its names
# What must be true before anything is touched: each refusal with its reason and its cure.

refuse_what_cannot_succeed() {
    [ "$(on_system id -u)" = 0 ] || refuse "only root can install a service" "sudo $0"
    if [ "$start" = yes ] && [ ! -d "$root/run/systemd/system" ]; then
        refuse "systemd does not run here" "boot a system that has it; for an image: --no-start"
    fi
    [ "$todo" = install ] || return 0
    if grep -Eqs '(^| )(overlayroot=tmpfs|boot=overlay)' "$root/proc/cmdline"; then
        refuse "the root file system is an overlay in memory: all would be gone after the next start" \
            "sudo raspi-config nonint disable_overlayfs, restart the Pi, install, and enable it again"
    fi
    if awk '$2 == "/" { found = $4 } END { exit (found !~ /^ro(,|$)/) }' "$root/proc/mounts"; then
        refuse "the root file system is read-only" "sudo mount -o remount,rw /, and install again"
    fi
    if [ -e "$home" ] && [ ! -L "$home" ]; then
        refuse "$home is there already, and not from this script" "move it away"
    fi
    if on_system getent passwd station >/dev/null && [ "$(on_system id -u station)" -ge 1000 ]; then
        refuse "the user station is a person's account; the service needs that name for its own" \
            "give the person another name: sudo usermod -l NEW station"
    fi
    refuse_python
    refuse_journal
}

refuse_python() {
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        refuse "$python is no Python 3.11 or newer" \
            "Raspberry Pi OS has one since bookworm; or name another: --python FILE"
    # venv alone is always there; Debian keeps what it needs in a package of its own.
    pip_wheel=$("$python" -I -c 'import ensurepip, pathlib, sysconfig, venv
places = sysconfig.get_config_var("WHEEL_PKG_DIR"), pathlib.Path(ensurepip.__file__).parent / "_bundled"
print(next(pip for place in places if place for pip in pathlib.Path(place).glob("pip-*.whl")))
' 2>/dev/null) ||
        refuse "$python cannot make a virtual environment" "sudo apt install python3-venv"
    real=$(realpath -- "$(command -v "$python")")
    case ${real#"$root"} in
    /home/* | /root/*)
        refuse "$python is in a home directory, which the service may not see (ProtectHome=)" \
            "sudo apt install python3, or name another: --python FILE"
        ;;
    esac
}

refuse_journal() {
    { mkdir -p "$state" && touch "$state/.install" && rm "$state/.install"; } 2>/dev/null ||
        refuse "$state cannot be written, and the journal belongs there" \
            "mount something writable there: without a journal a power cut loses what is timed"
    journal=$(sed -n "s/^journal:[[:space:]]*[\"']\{0,1\}\([^\"'#]*[^\"'#[:space:]]\).*/\1/p" \
        "$config" 2>/dev/null) || true
    case $journal in
    '' | /var/lib/station/*) ;;
    *)
        grep -qs '^ReadWritePaths=' "$units"/station.service.d/*.conf ||
            refuse "$config: the journal $journal is where the service may not write" \
                "leave it below /var/lib/station, or: sudo systemctl edit station, [Service] ReadWritePaths=DIRECTORY"
        ;;
    esac
}
