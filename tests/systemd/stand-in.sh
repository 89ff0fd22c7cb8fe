#!/bin/sh
# Stands in for each command by whose name it is called: writes the call down, and remembers.
root=$(dirname "$(dirname "$0")")
name=$(basename "$0")
echo "$name $*" >>"$root/calls"
if [ -e "$root/broken/$name-$1" ]; then
    cat "$root/broken/$name-$1" >&2
    if grep -qx once "$root/broken/$name-$1"; then rm "$root/broken/$name-$1"; fi
    exit 1
fi
for last in "$@"; do :; done
case "$name $1" in
"id -u") cat "$root/uid-${2:-me}" 2>/dev/null || echo 0 ;;
"id -nG") cat "$root/member" 2>/dev/null || echo "$2" ;;
getent*) [ -e "$root/$1-$2" ] ;;
groupadd*) touch "$root/group-$last" ;;
useradd*) touch "$root/passwd-$last" && echo 999 >"$root/uid-$last" ;;
usermod*) echo "$(cat "$root/member" 2>/dev/null) $3" >"$root/member" ;;
userdel*) rm "$root/passwd-$last" "$root/uid-$last" "$root/member" ;;
runuser*) shift 3 && "$@" ;;
"systemctl --quiet") [ "$2" != is-active ] || [ -e "$root/active" ] ;;
"systemctl restart") touch "$root/active" ;;
"systemctl disable") rm -f "$root/active" ;;
journalctl*) echo "the station's last words" ;;
esac
