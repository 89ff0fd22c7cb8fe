# shellcheck shell=bash disable=SC2154 # a part of build.sh, and of its names
# Debian's own kernel, and the few modules that it leaves out.

# Sets $kernel, its version, and $debs, where its packages are unpacked.
get_kernel() {
    debs=$cache/kernel-$ARCH
    if [ ! -f "$debs/version" ]; then
        rm -rf "$debs"
        mkdir -p "$debs"
        (cd "$debs" && unpack_kernel)
    fi
    kernel=$(cat "$debs/version")
    cp "$debs/x/boot/vmlinuz-$kernel" "$out/vmlinuz"
}

unpack_kernel() {
    apt_for "$ARCH" apt-get update
    version=$(apt_for "$ARCH" apt-cache depends "linux-image-$ARCH" |
        sed -n "s/.*Depends: linux-image-\(${KERNEL_SERIES}[^ ]*\)\$/\1/p")
    apt_for "$ARCH" apt-get download "linux-image-$version" "linux-headers-$version" \
        "linux-headers-${version%-"$ARCH"}-common" busybox-static
    [ "$ARCH" = "$host_arch" ] || apt_for "$host_arch" apt-get update
    apt_for "$host_arch" apt-get download "linux-kbuild-$KERNEL_SERIES" # its tools run on the host
    for deb in *.deb; do dpkg-deb -x "$deb" x; done
    rm ./*.deb
    echo "$version" >version
}

# gpio-sim and irq_sim are part of Linux, but not of Debian's kernel. Two edits to irq_sim:
# handle_simple_irq(irq_to_desc()) is not for modules, and pending interrupts are looked for from 0.
get_source() {
    source=$cache/linux-source
    [ ! -f "$source/complete" ] || return 0
    rm -rf "$source"
    mkdir -p "$source"
    (
        cd "$source" || exit
        apt_for "$host_arch" apt-get update
        apt_for "$host_arch" apt-get download "linux-source-$KERNEL_SERIES"
        dpkg-deb -x linux-source-*.deb x
        tar xf x/usr/src/linux-source-*.tar.xz --transform 's,.*/,,' --wildcards \
            '*/drivers/gpio/gpio-sim.c' '*/drivers/gpio/gpiolib.h' '*/kernel/irq/irq_sim.c'
        rm -r x linux-source-*.deb
        sed -i -e 's/handle_simple_irq(irq_to_desc(irqnum))/generic_handle_irq_safe(irqnum)/' \
            -e 's/work_ctx->irq_count, offset)/work_ctx->irq_count, 0)/' irq_sim.c
        printf '\n#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >>irq_sim.c
        touch complete
    )
}

# Sets $modules, the directory with what was built.
build_modules() {
    modules=$out/module
    rm -rf "$modules"
    cp -r "$here/module" "$modules"
    cp "$source"/*.[ch] "$modules/"
    local cross='' fake=fake-pi.o
    if [ "$ARCH" != "$host_arch" ]; then cross=$triplet-; fi
    if [ "$ARCH" = arm64 ]; then fake=''; fi # it has a real device tree
    # Debian's names the other half by its absolute path.
    local headers=$debs/x/usr/src/linux-headers-$kernel
    echo "include ${headers%-"$ARCH"}-common/Makefile" >"$headers/Makefile"
    make -s -C "$modules" KDIR="$headers" CROSS_COMPILE="$cross" \
        FAKE_PI="$fake" >"$out/module.log" 2>&1 || {
        cat "$out/module.log" >&2
        exit 1
    }
    "${cross}strip" -g "$modules"/*.ko
}

put_modules() {
    local from=$debs/x/lib/modules/$kernel to=$root/usr/lib/modules/$kernel
    mkdir -p "$to/extra"
    cp "$from"/modules.{order,builtin,builtin.modinfo} "$to/"
    (
        cd "$from" || exit # only what is used here; some are built in on one of the architectures
        for wanted in kernel/drivers/{virtio,block/virtio_blk.ko,char/hw_random,i2c/i2c-dev.ko} \
            kernel/fs/{ext4,jbd2,9p,autofs,fscache,netfs,configfs,mbcache.ko} kernel/net/9p kernel/lib \
            kernel/crypto/crc32c_generic.ko; do
            [ ! -e "$wanted" ] || cp -a --parents "$wanted" "$to/"
        done
    )
    cp "$modules"/*.ko "$to/extra/"
    depmod -b "$root/usr" "$kernel"
}

make_initrd() {
    local tree=$work/initrd n=0
    mkdir -p "$tree"/{bin,lib,proc,sys,dev,root}
    cp "$debs/x/bin/busybox" "$tree/bin/"
    modprobe -d "$root/usr" -S "$kernel" -a --show-depends \
        virtio_pci virtio_blk crc32c_generic ext4 |
        awk '/^insmod/ && !seen[$2]++ { print $2 }' |
        while read -r module; do
            n=$((n + 1))
            cp "$module" "$tree/lib/$(printf %02d "$n").ko"
        done
    install -m 755 "$here/guest/init" "$tree/init"
    (cd "$tree" && find . | cpio -o -H newc --quiet | gzip -1) >"$out/initrd.img"
}

# QEMU's own device tree, less its GPIO chip, and with what tells that this is a Raspberry Pi.
make_device_tree() {
    [ "$ARCH" = arm64 ] || return 0
    local dtb=$out/virt.dtb
    qemu-system-aarch64 -M "virt,dumpdtb=$dtb" -cpu cortex-a72 -smp "$CORES" -m "$MEMORY" \
        -nodefaults -display none 2>"$work/dtb"
    fdtput -r "$dtb" /gpio-keys
    fdtput -r "$dtb" "/$(fdtget -l "$dtb" / | grep pl061)"
    fdtput -c "$dtb" /system
    fdtput -t x "$dtb" /system linux,revision c03114
    fdtput -t s "$dtb" / model "Raspberry Pi 4 Model B Rev 1.4"
}
