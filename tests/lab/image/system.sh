# shellcheck shell=bash disable=SC2154 # a part of build.sh, and of its names
# The guest's Debian, and what makes it a lab.

PACKAGES=systemd,systemd-sysv,dbus,udev,kmod,python3,python3-venv,procps,e2fsprogs
# What a configured tree has of itself, and an unpacked one only when told.
ESSENTIAL=base-files,base-passwd,bash,coreutils,dash,util-linux,mount,grep,sed,gzip,tar,findutils
ESSENTIAL+=,diffutils,login,passwd,libc-bin,debianutils,hostname,mawk,sysvinit-utils
# Each of these costs seconds under emulation, and nothing here asks for it.
UNWANTED="getty@tty1.service serial-getty@ttyS0.service serial-getty@ttyAMA0.service getty.target
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer
    e2scrub_reap.service fstrim.timer systemd-timesyncd.service systemd-logind.service
    systemd-pstore.service systemd-rfkill.socket"

make_system() {
    local configured=$cache/$SUITE-$host_arch.tar
    [ -f "$configured" ] || bootstrap minbase "$host_arch" "$configured" "$PACKAGES"
    mkdir "$root"
    tar xf "$configured" -C "$root"
    rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
    [ "$ARCH" = "$host_arch" ] || replace_binaries
}

# No code of another architecture runs to build an image for it: the tree that was configured here
# gives /etc, users and Python's caches; the other's unpacked packages replace every binary.
replace_binaries() {
    local unpacked=$cache/$SUITE-$ARCH-unpacked.tar tree=$work/unpacked
    [ -f "$unpacked" ] || bootstrap extract "$ARCH" "$unpacked" "$PACKAGES,$ESSENTIAL"
    rm -rf "${root:?}"/{usr/lib/"$(uname -m)"-linux-gnu,usr/lib64,lib64,etc/ld.so.cache}
    mkdir "$tree"
    tar xf "$unpacked" -C "$tree" --exclude './usr/share/doc' --exclude './usr/share/man' \
        --exclude './usr/share/locale'
    cp -a "$tree/usr/." "$root/usr/"
    for directory in bin sbin lib; do
        [ -L "$tree/$directory" ] || [ ! -d "$tree/$directory" ] ||
            cp -a "$tree/$directory/." "$root/usr/$directory/"
    done
    rm -rf "$tree"
}

make_lab() {
    local loaded="irq_sim gpio-sim i2c-dev i2c-oled-sim 9pnet_virtio 9p" unit
    if [ "$ARCH" != arm64 ]; then loaded+=" fake-pi"; fi
    # shellcheck disable=SC2086 # one a line
    printf '%s\n' $loaded >"$root/etc/modules-load.d/lab.conf"
    echo lab >"$root/etc/hostname"
    : >"$root/etc/machine-id"
    mkdir -p "$root/host" "$root/opt/lab"
    # ext4 as it is made, as on a Pi: data=ordered, a commit every 5 s
    echo '/dev/vda / ext4 defaults,noatime 0 1' >"$root/etc/fstab"
    for group in gpio i2c; do
        grep -q "^$group:" "$root/etc/group" || groupadd --prefix "$root" --system $group
    done
    # as on Raspberry Pi OS
    printf '%s\n' 'SUBSYSTEM=="i2c-dev", GROUP="i2c", MODE="0660"' \
        'SUBSYSTEM=="gpio", GROUP="gpio", MODE="0660"' >"$root/etc/udev/rules.d/99-com.rules"
    install -m 755 "$here/guest/lab-bank" "$root/usr/local/sbin/"
    install -m 644 "$here"/guest/*.service "$root/etc/systemd/system/"
    mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
    for unit in lab-bank.service lab.service; do
        ln -sf "../$unit" "$root/etc/systemd/system/multi-user.target.wants/$unit"
    done
    for unit in $UNWANTED; do ln -sf /dev/null "$root/etc/systemd/system/$unit"; done
}

# No mount and no loop device: works in a container.
make_disk() {
    rm -f "$out/root.img"
    mkfs.ext4 -q -F -d "$root" -L root "$out/root.img" "$DISK"
}
