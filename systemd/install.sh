#!/bin/sh
# Installs the checkout it stands in as the service `station`; run again, upgrades it.
set -eu
umask 022
# By these pip would find here what the service will not: it starts without them.
unset PYTHONPATH PYTHONHOME

usage() {
    cat <<'END'
usage: sudo systemd/install.sh [OPTION...]

Installs this checkout as the service `station`, and starts it. Run again, it upgrades what is
there; a config in /etc/station is never overwritten. If the new version does not install, refuses
the config or does not start, the old one stays.

  --no-network   no network for the service at all (without MQTT it needs none)
  --network      takes that back
  --no-start     install and enable, but neither start nor restart: for images, or for later
  --again        make the Python environment anew though nothing changed (newer libraries)
  --wheels DIR   install without a network, from this directory of wheels; made elsewhere, with the
                 same Python, by: pip wheel -w DIR '.[pi,mqtt]' 'flit_core>=3.12'
  --python FILE  the Python to use; default /usr/bin/python3
  --uninstall    remove the service; config and journal stay
  --purge        remove those too, and the user `station`
  --root DIR     for this script's tests: work below DIR, with DIR/stand-ins for system commands
  --help         this text
END
}

say() { printf '%s\n' "$*"; }

# WHAT CURE
refuse() {
    printf 'install.sh: %s\n' "$1" >&2
    printf '  %s\n' "$2" >&2
    exit 1
}

# What would change the system itself, or asks it something that tests must answer otherwise.
on_system() {
    system_command=$1
    shift
    "${root:+$root/stand-ins/}$system_command" "$@"
}

todo=install network=as-it-is start=yes again=no
wheels='' python=/usr/bin/python3 root=''
while [ $# -gt 0 ]; do
    case $1 in
    --no-network) network=no ;;
    --network) network=yes ;;
    --no-start) start=no ;;
    --again) again=yes ;;
    --uninstall) [ $todo = purge ] || todo=uninstall ;;
    --purge) todo=purge ;;
    --help) usage && exit 0 ;;
    --wheels | --python | --root)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        case $1 in
        --wheels) wheels=$(realpath -- "$2") ;;
        --python) python=$2 ;;
        --root) root=$(realpath -- "$2") ;;
        esac
        shift
        ;;
    *) usage >&2 && exit 2 ;;
    esac
    shift
done

checkout=$(dirname -- "$(dirname -- "$(realpath -- "$0")")")
home=$root/opt/station # a link to one of the versions
versions=$root/opt/station.versions
config=$root/etc/station/station.yaml
state=$root/var/lib/station
run=$root/run/station
units=$root/etc/systemd/system
drop_in=$units/station.service.d/no-network.conf
rule=$root/etc/udev/rules.d/60-station.rules
shortcut=$root/usr/local/bin/station
work='' new='' old='' changed=no

clean_up() {
    if [ -n "$work" ]; then rm -rf "$work"; fi
    if [ -n "$new" ] && [ "$(version_in_use)" != "$new" ]; then rm -rf "$new"; fi
    # What a refusal leaves empty goes too: nothing was installed, so nothing is there.
    if [ ! -L "$home" ]; then rmdir "$versions" "$state" 2>/dev/null || true; fi
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM # sh runs the trap above only where it exits by itself

# ---- the system around it

make_user() {
    on_system getent passwd station >/dev/null ||
        on_system useradd --system --user-group --home-dir /var/lib/station --no-create-home \
            --shell /usr/sbin/nologin --comment "times numbing cream" station
    member=" $(on_system id -nG station) "
    for group in gpio i2c; do
        on_system getent group $group >/dev/null || on_system groupadd --system $group
        case $member in
        *" $group "*) ;;
        *) on_system usermod --append --groups $group station ;;
        esac
    done
}

# Raspberry Pi OS gives pins and buses to the groups; Debian does so for i2c-tools at most.
make_rule() {
    grep -qs 'GROUP="gpio"' "$root"/etc/udev/rules.d/* "$root"/usr/lib/udev/rules.d/* && return 0
    mkdir -p "$(dirname "$rule")"
    cat >"$rule" <<'END'
# The station's pins and panels, for the groups gpio and i2c.
SUBSYSTEM=="gpio", KERNEL=="gpiochip*", GROUP="gpio", MODE="0660"
SUBSYSTEM=="i2c-dev", GROUP="i2c", MODE="0660"
END
    [ -d "$root/run/systemd/system" ] || return 0
    { on_system udevadm control --reload &&
        on_system udevadm trigger --subsystem-match=gpio --subsystem-match=i2c-dev &&
        on_system udevadm settle; } 2>/dev/null ||  # else the first start may come too early
        say "restart the machine: only then may the service use pins and buses"
}

make_config() {
    [ ! -e "$config" ] || return 0
    mkdir -p "$(dirname "$config")"
    # Not for everybody: it may come to hold a broker's password.
    cp "$checkout/config/station.yaml" "$config"
    chmod 640 "$config"
    on_system chown root:station "$config"
    say "made $config: the shipped example, with two bays"
}

# As the service will: this shows as well that its user can read all it needs.
check_config() {
    status=0
    on_system runuser -u station -- "${new:-$home}/bin/station" check "$config" || status=$?
    case $status in
    0) ;;
    2) refuse "the config is refused; the installed service is as it was" \
        "mend $config as said above, and install again" ;;
    *) refuse "this version does not run as the user station; the installed service is as it was" \
        "see above what it lacks" ;;
    esac
}

# FILE DESTINATION
put() {
    cmp -s "$1" "$2" && return 0
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2"
    chmod 644 "$2"
    changed=yes
}

put_units() {
    mkdir "$work/before"
    cp -R "$units/station.service" "$units/station.service.d" "$work/before" 2>/dev/null || true
    put "$checkout/systemd/station.service" "$units/station.service"
    if [ $network = no ] || { [ $network = as-it-is ] && [ -e "$drop_in" ]; }; then
        put "$checkout/systemd/station.service.d/no-network.conf" "$drop_in"
    elif [ -e "$drop_in" ]; then
        rm "$drop_in"
        rmdir "$(dirname "$drop_in")" 2>/dev/null || true # the admin's own stay
        changed=yes
    fi
}

put_shortcut() {
    mkdir -p "$(dirname "$shortcut")"
    if [ -e "$shortcut" ] && [ "$(readlink "$shortcut")" != /opt/station/bin/station ]; then
        say "left alone: $shortcut is not from this script"
    else
        ln -sfn /opt/station/bin/station "$shortcut"
    fi
}

# ---- starting, and going back

start_service() {
    on_system systemctl --quiet --no-reload enable station.service
    if [ -d "$root/run/systemd/system" ]; then on_system systemctl daemon-reload; fi
    if [ $start = no ]; then
        say "not started: sudo systemctl restart station"
    elif [ $changed = yes ] || [ -e "$run/restart-due" ] ||
        ! on_system systemctl --quiet is-active station.service; then
        if [ -z "$old" ]; then
            say "starting ..."
        else
            say "starting; what is being timed goes on from the journal, buttons rest for a moment ..."
        fi
        on_system systemctl restart station.service || go_back
    fi
}

go_back() {
    on_system journalctl --unit station --lines 20 --no-pager --output cat >&2 || true
    if [ -z "$old" ] || [ $changed = no ]; then # there is nothing better to go back to
        refuse "the station is installed, and does not start" \
            "see its last words above; then: sudo systemctl restart station"
    fi
    switch_to "$old"
    rm -rf "$units/station.service" "$units/station.service.d"
    cp -R "$work/before/." "$units"
    on_system systemctl daemon-reload
    if on_system systemctl restart station.service; then
        refuse "the new version does not start; the one before was put back, and runs" \
            "see above what the new one said"
    fi
    refuse "the new version does not start; nor does the one before, which was put back" \
        "see above what was said; then: sudo systemctl restart station"
}

hint_at_i2c() {
    boot=$root/boot/firmware/config.txt lines=''
    if [ -e "$boot" ]; then
        grep -Eqs '^dtparam=(.*,)?i2c(_arm|1)?=on' "$boot" || lines='dtparam=i2c_arm=on'
        grep -Eqs '^dtparam=(.*,)?i2c(_arm|1)?_baudrate=400000' "$boot" ||
            lines="$lines dtparam=i2c_arm_baudrate=400000"
    fi
    if [ -n "$lines" ]; then
        say "for the panels, put into /boot/firmware/config.txt, and restart the Pi:"
        # shellcheck disable=SC2086 # one a line
        printf '  %s\n' $lines
        return 0
    fi
    for bus in "$root"/dev/i2c-*; do
        [ ! -e "$bus" ] || return 0
    done
    say "there is no I2C bus for the panels yet (/dev/i2c-1): restart the machine; see hardware.md"
}

install_station() {
    old=$(version_in_use)
    make_version
    make_user
    make_rule
    make_config
    check_config
    put_units
    # Until it was done, by whomever: this directory goes with any restart, and the mark with it.
    if [ $changed = yes ] && [ -d "$run" ]; then touch "$run/restart-due"; fi
    if [ -n "$new" ]; then switch_to "$new"; fi
    put_shortcut
    start_service
    if [ -n "$new" ]; then forget_older; fi
    hint_at_i2c
    say "done. What is wired where: sudoedit /etc/station/station.yaml, then"
    say "  sudo station check /etc/station/station.yaml && sudo systemctl restart station"
    say "How it does: systemctl status station; what it said: journalctl -u station"
}

if ! grep -qs '^name = "station"' "$checkout/pyproject.toml"; then
    refuse "$checkout is not a checkout of the station" "git clone it, and run the script there"
fi
# shellcheck source-path=SCRIPTDIR source=refusals.sh
. "$checkout/systemd/refusals.sh"
# shellcheck source-path=SCRIPTDIR source=versions.sh
. "$checkout/systemd/versions.sh"
# shellcheck source-path=SCRIPTDIR source=uninstall.sh
. "$checkout/systemd/uninstall.sh"
refuse_what_cannot_succeed
if [ $todo = install ]; then install_station; else uninstall_station; fi
