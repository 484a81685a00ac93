#!/bin/bash
# tests/web/test_deploy.sh: what is shipped to run the service holds: systemd takes the units and finds them
# closed, the backup makes and reads one, nginx takes its file. What is not here is skipped, by name.
# DS_PROGRAM: the program.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fails() { echo "$1"; exit 1; }

mkdir "$folder/bin" "$folder/work" "$folder/copies"
ln -s "$DS_PROGRAM" "$folder/bin/doorstroom"
cp deploy/doorstroom*.service deploy/doorstroom*.timer "$folder/"
sed -i "s|/usr/local/bin/doorstroom|$DS_PROGRAM|; s|/usr/local/share/doorstroom/deploy|$PWD/deploy|; /^Documentation/d" "$folder"/*.service
if command -v systemd-analyze >/dev/null; then
    said=$(systemd-analyze verify "$folder/doorstroom.service" "$folder/doorstroom-backup.service" "$folder/doorstroom-backup.timer" 2>&1 |
        grep -F "$folder" || true)
    [ -z "$said" ] || fails "$said"
    for unit in doorstroom doorstroom-backup; do # in tenths: 1.5 at most
        systemd-analyze security --no-pager --offline=true --threshold=15 "$folder/$unit.service" >"$folder/said" 2>&1 ||
            fails "$(tail -n 1 "$folder/said")"
        tail -n 1 "$folder/said"
    done
else
    echo "skipped: no systemd-analyze"
fi

# Two backups, of which the older goes; what cannot be read back is none.
backup() { PATH=$folder/bin:$PATH deploy/doorstroom-backup "$folder/work" "$folder/copies" "$1" >/dev/null 2>"$folder/said"; }
"$DS_PROGRAM" serve "$folder/work" --listen 127.0.0.1:0 --first b@example.nl >/dev/null 2>"$folder/said" &
pid=$!
until grep -qE 'luistert|listens' "$folder/said"; do sleep 0.05; done
backup 14 || fails "while it is served: $(cat "$folder/said")"
kill "$pid" && wait "$pid" || fails "serve: $?"
copies=("$folder"/copies/dossiers-*Z)
[ "${#copies[@]}" = 1 ] || fails "${#copies[@]} copies"
touch -d '20 days ago' "${copies[0]}"
mv "${copies[0]}" "$folder/copies/dossiers-20260101T000000Z"
backup 14 || fails "$(cat "$folder/said")"
copies=("$folder"/copies/dossiers-*Z)
[ "${#copies[@]}" = 1 ] && [ ! -e "$folder/copies/dossiers-20260101T000000Z" ] || fails "the old one is still there: ${copies[*]}"
PATH=$folder/bin:$PATH deploy/doorstroom-backup "$folder/nergens" "$folder/copies" 14 2>/dev/null && fails "a backup of nothing"

nginx=$(command -v nginx || ls /usr/sbin/nginx 2>/dev/null || true)
if [ -n "$nginx" ] && command -v python3 >/dev/null && command -v openssl >/dev/null; then
    DS_NGINX=$nginx python3 tests/web/nginx_run.py "$DS_PROGRAM" "$folder"
else
    echo "skipped: no nginx (with openssl and python3)"
fi
