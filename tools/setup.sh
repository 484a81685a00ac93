#!/bin/bash
# tools/setup.sh [build|package|test|lint]: installs what is missing to build, to pack as well, to test or
# to run the gates. 'list LEVEL' names the packages of Debian instead, 'missing LEVEL' those that are not there.
#
# It looks for the command or the file itself, so that a toolchain from elsewhere counts too, and asks
# Debian only for what is not there. Nothing missing: well under a second and one line.
set -euo pipefail
cd "$(dirname "$0")/.."

only=
case ${1:-} in list | missing) only=$1 && shift ;; esac
level=${1:-build}
case $level in
build | package | test | lint) ;;
*)
    echo "setup: unknown level '$level'; known are build, package, test and lint" >&2
    exit 2
    ;;
esac
if [ "$(uname -s)-$(uname -m)" != Linux-x86_64 ]; then
    echo "setup: DuckDB's pinned library is for Linux on x86_64; this is $(uname -s) on $(uname -m)" >&2
    exit 1
fi

missing=()
all=()
need_command() {
    all+=("$2")
    command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}
need_file() { # package, then patterns of which one must be there
    local package=$1
    all+=("$package")
    shift
    compgen -G "$1" >/dev/null || { [ $# -gt 1 ] && compgen -G "$2" >/dev/null; } || missing+=("$package")
}
need_header() { need_file "$2" "/usr/include/$1" "/usr/local/include/$1"; }

need_command gcc gcc
need_command g++ g++
need_header stdio.h libc6-dev
need_command make make
need_command cmake cmake
need_command ninja ninja-build
need_command pkg-config pkg-config
need_header yaml.h libyaml-dev
need_header jansson.h libjansson-dev
need_header readstat.h libreadstat-dev
need_header sodium.h libsodium-dev
need_header sqlite3.h libsqlite3-dev
need_header expat.h libexpat1-dev
need_header zlib.h zlib1g-dev
need_header zip.h libzip-dev
need_header seccomp.h libseccomp-dev
need_header xlsxwriter.h libxlsxwriter-dev
need_header utf8proc.h libutf8proc-dev
need_header md4c.h libmd4c-dev
need_header microhttpd.h libmicrohttpd-dev
need_header isa-l/crc.h libisal-dev
need_header gsl/gsl_cdf.h libgsl-dev
need_header glpk.h libglpk-dev
need_header coin/Clp_C_Interface.h coinor-libclp-dev
need_file fonts-lato /usr/share/fonts/truetype/lato/Lato-Regular.ttf
need_file python3-fonttools /usr/lib/python3/dist-packages/fontTools
need_file python3-brotli '/usr/lib/python3/dist-packages/*brotli*'
need_command rsvg-convert librsvg2-bin
need_command node nodejs
need_command python3 python3
need_file ca-certificates /etc/ssl/certs/ca-certificates.crt
if [ "$level" != build ]; then # what is packed is looked at by tests
    need_command dh debhelper
    need_command dh_python3 dh-python
    need_command patchelf patchelf
    need_command zstd zstd
    need_command lintian lintian
fi
if [ "$level" != build ] && [ "$level" != package ]; then
    need_header cmocka.h libcmocka-dev
    need_command valgrind valgrind
    need_command chromium chromium
    need_command pandoc pandoc # for Word, where the program may do without: so that it is tested
    python3 -m pip --version >/dev/null 2>&1 || need_file python3-pip /usr/lib/python3/dist-packages/pip/__main__.py
    python3 -c 'import ensurepip' 2>/dev/null || need_file python3-venv '/usr/lib/python3*/ensurepip/__init__.py'
    need_command R r-base-core # without what compiles packages (r-base-dev): gcc and make are here
fi
if [ "$level" = lint ]; then
    need_command clang clang
    need_command clang-format clang-format
    need_command clang-tidy clang-tidy
    need_command cppcheck cppcheck
    need_command ccache ccache
    need_file libclang-rt-14-dev '/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-x86_64.a'
fi

case $only in
list) printf '%s\n' "${all[@]}" && exit ;;
missing) [ ${#missing[@]} = 0 ] || printf '%s\n' "${missing[@]}"; exit ;;
esac

install_packages() {
    local root=()
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "setup: these Debian packages are missing, and without root or sudo they cannot be installed here:" >&2
            echo "  ${missing[*]}" >&2
            echo "setup: ask for: apt-get install --no-install-recommends ${missing[*]}" >&2
            exit 1
        fi
        root=(sudo)
    fi
    echo "setup: installing from Debian: ${missing[*]}"
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" >/dev/null
}

did=0
exec 9<tools/setup.sh
flock 9 # two at once wait for each other
if [ ${#missing[@]} -gt 0 ]; then
    install_packages
    did=1
fi
# What Debian does not have: DuckDB, and the compiler of the helper for pdf. Nothing to bring: a blink.
tools/fetch packages.json || {
    echo "setup: without DuckDB nothing can be built" >&2
    exit 1
}
# Rules of accessibility and the driver of a browser for the tests of pages.
if [ "$level" = test ] || [ "$level" = lint ]; then
    tools/fetch tests/web/packages.json || echo "setup: pages will not be tested in a browser" >&2
    tests/python/prepare || echo "setup: of the package for Python not everything will be tested" >&2
fi
tools/check-parsers >&2
if [ $did = 1 ]; then
    echo "setup: ready to $level"
fi
