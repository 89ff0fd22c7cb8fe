#!/bin/sh
# Stands in for Python, of the system and of the environments that it makes: no more than the
# installer asks of one.
bin=$(dirname "$0")
for last in "$@"; do :; done
case $bin in
*/opt/*) root=${bin%/opt/*} ;;
*) root=${bin%/usr/bin} ;;
esac
broken() {
    [ -e "$root/broken/$1" ] && cat "$root/broken/$1" >&2
}
case $* in
*version_info*) ! broken old-python ;;
*ensurepip*) ! broken venv && echo "$root/usr/share/python-wheels/pip-1-py3-none-any.whl" ;;
*find_spec*) if [ -e "$root/usr/lib/lgpio.py" ]; then echo system; else echo own; fi ;;
--version) echo "Python 3.11.2" ;;
"-m venv"*)
    echo "python $*" >>"$root/calls"
    mkdir -p "$last/bin"
    cp "$0" "$last/bin/python"
    ;;
"-m zipfile -e "*) ;;
"-m compileall "*)
    echo "python $*" >>"$root/calls"
    case $* in *" -j 0 "*) ! broken compile-together ;; esac
    ;;
*"/pip/pip install"*)
    echo "pip $*" >>"$root/calls"
    if broken pip; then exit 1; fi
    cat "${last%"["*"]"}/station/__init__.py" >"$bin/../what"
    # shellcheck disable=SC2016 # what `station check CONFIG` does here
    printf '#!/bin/sh\n! grep -H wrong "$2" >&2 || exit 2\n! grep -H crash "$2" >&2\n' >"$bin/station"
    chmod +x "$bin/station"
    ;;
*) exit 3 ;;
esac
