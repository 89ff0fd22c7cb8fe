# shellcheck shell=sh disable=SC2154 # a part of install.sh, which sets the names
# The way back.

uninstall_station() {
    if [ -e "$units/station.service" ]; then
        set -- disable --quiet
        if [ -d "$root/run/systemd/system" ]; then set -- "$@" --now; fi
        on_system systemctl "$@" station.service
    fi
    rm -f "$units/station.service" "$drop_in" "$rule"
    rmdir "$units/station.service.d" 2>/dev/null || true
    if [ "$(readlink "$shortcut")" = /opt/station/bin/station ]; then rm "$shortcut"; fi
    if [ -L "$home" ]; then rm "$home"; fi
    rm -rf "$versions"
    if [ -d "$root/run/systemd/system" ]; then
        on_system systemctl daemon-reload
        # Else systemd goes on telling of a service that failed and is no more.
        on_system systemctl reset-failed station.service 2>/dev/null || true
    fi
    if [ "$todo" = uninstall ]; then
        say "removed; /etc/station and /var/lib/station stay (--purge removes them too)"
        return 0
    fi
    rm -rf "$root/etc/station" "$state" "$units/station.service.d"
    if on_system getent passwd station >/dev/null; then on_system userdel station; fi
    say "removed, with config, journal and user"
}
