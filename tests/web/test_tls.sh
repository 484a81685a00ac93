#!/bin/bash
# tests/web/test_tls.sh: deploy/nginx.conf, with ports and places of its own, before a real serve: which TLS it
# speaks, whom it leads to https, whose name it answers to, and the headers of what it answers itself (what
# goes through it: nginx_run.py). DS_PROGRAM: the program. Skipped without nginx, openssl or curl.
set -euo pipefail
for tool in nginx openssl curl; do
    command -v $tool >/dev/null 2>&1 || [ -x /usr/sbin/$tool ] || { echo "skipped: no $tool"; exit 77; }
done
PATH=$PATH:/usr/sbin
here=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$place"
}
trap finish EXIT
fail() { echo "tls: $*" >&2; exit 1; }
free_ports() { python3 -c 'import socket; s=[socket.socket() for _ in range(2)]; [x.bind(("127.0.0.1",0)) for x in s]; print(*[x.getsockname()[1] for x in s])'; }
await() { # a command until it succeeds
    for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done
    fail "never: $*"
}

# ---- the service ----
mkdir "$place/map"
printf 'web:\n  adres: https://monitor.example\n  proxy: 127.0.0.1\n' >"$place/map/doorstroom.yaml"
"$DS_PROGRAM" serve "$place/map" --listen 127.0.0.1:0 >"$place/serve.log" 2>&1 &
pids+=($!)
await grep -q '"luistert"' "$place/serve.log"
service=$(grep -o '"luistert":"[^"]*"' "$place/serve.log" | head -1 | cut -d'"' -f4)

# ---- the proxy ----
read -r plain tls <<<"$(free_ports)"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=monitor.example -keyout "$place/key.pem" \
    -out "$place/cert.pem" >/dev/null 2>&1
sed -e "s#listen 80\b#listen 127.0.0.1:$plain#; s#listen 443\b#listen 127.0.0.1:$tls#" \
    -e "s#server 127.0.0.1:8080;#server $service;#" \
    -e "s#/etc/ssl/monitor.example/fullchain.pem#$place/cert.pem#; s#/etc/ssl/monitor.example/privkey.pem#$place/key.pem#" \
    -e "s#/var/log/nginx/#$place/#; s#/var/cache/nginx/#$place/#" "$here/deploy/nginx.conf" >"$place/site.conf"
for left in '/var/' '/etc/' ':8080'; do
    grep -v '^ *#' "$place/site.conf" | grep -qF -- "$left" && fail "a place of the example is left: $left"
done
{
    echo "daemon off; pid $place/pid; error_log $place/error.log; worker_processes 1;"
    [ "$(id -u)" = 0 ] && echo "user $(id -un);"
    # as Debian's nginx.conf has it around such a file
    echo "events {} http { access_log off; ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on;"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $place/$kind;"; done
    echo "include $place/site.conf; }"
} >"$place/nginx.conf"
nginx -t -c "$place/nginx.conf" 2>"$place/test.log" || fail "$(cat "$place/test.log")"
nginx -c "$place/nginx.conf" 2>"$place/start.log" &
pids+=($!)
ask() { curl -sk --max-time 20 --resolve "monitor.example:$tls:127.0.0.1" --resolve "monitor.example:$plain:127.0.0.1" "$@"; }
site=https://monitor.example:$tls
await ask -f "$site/inloggen"
status() { ask -o /dev/null -w '%{http_code}' "$@"; }
expect() { # status, then what is asked
    local wanted=$1 found
    shift
    found=$(status "$@") || true
    [ "$found" = "$wanted" ] || fail "$*: $found, expected $wanted"
}

# ---- TLS ----
ask --tls-max 1.2 -f "$site/inloggen" >/dev/null || fail "no TLS 1.2"
ask --tlsv1.3 -f "$site/inloggen" >/dev/null || fail "no TLS 1.3"
for old in -tls1 -tls1_1; do
    openssl s_client -connect "127.0.0.1:$tls" -servername monitor.example $old -cipher 'DEFAULT:@SECLEVEL=0' </dev/null 2>&1 |
        grep -q '^ *Cipher *: [A-Z]' && fail "speaks $old"
done
for weak in AES128-SHA AES256-SHA256 ECDHE-RSA-AES128-SHA AES128-GCM-SHA256; do
    openssl s_client -connect "127.0.0.1:$tls" -servername monitor.example -tls1_2 -cipher "$weak:@SECLEVEL=0" </dev/null 2>&1 |
        grep -q "Cipher *: $weak" && fail "takes $weak"
done
openssl s_client -connect "127.0.0.1:$tls" -servername monitor.example -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256 </dev/null 2>&1 |
    grep -q 'Cipher *: ECDHE-RSA-AES128-GCM-SHA256' || fail "does not take a good one"
openssl s_client -connect "127.0.0.1:$tls" -servername other.example </dev/null 2>&1 | grep -q 'BEGIN CERTIFICATE' &&
    fail "another name gets our certificate"

# ---- from http to https: people, and no programs ----
expect 301 "http://monitor.example:$plain/cijfers"
expect 403 "http://monitor.example:$plain/api/v1"
expect 403 "http://monitor.example:$plain/gezondheid"

# ---- headers: once, and on what the proxy answers itself ----
once() {
    local n
    n=$(ask -o /dev/null -D - "$@" | grep -ci '^strict-transport-security: max-age=63072000; includeSubDomains' || true)
    [ "$n" = 1 ] || fail "HSTS $n times: $*"
}
once "$site/inloggen"
once "$site/nergens"
head -c 28000000 /dev/zero >"$place/large"
expect 413 -X POST --data-binary "@$place/large" "$site/inloggen"
once -X POST --data-binary "@$place/large" "$site/inloggen"
ask -o /dev/null -D - "$site/inloggen" | grep -qi '^set-cookie: __Host-vooraf=.*Secure' || fail "no cookie of this host"
ask -o /dev/null -D - "$site/inloggen" | grep -i '^server:' | grep -q '[0-9]' && fail "says its version"

echo "tls: well"
