#!/usr/bin/env bash
# Builds the image's root from this machine's Debian packages, as root and without a registry, and runs it as the image is run: without privileges, on
# a file system that it cannot write. An SMS arrives, the health check answers, SIGTERM ends it. Ends with status 1 and says why when not.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "image: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "needs root"
zip=$(ls target/vmn-hub-*.zip 2>/dev/null | grep -v -e cluster -e bom | head -1)
[ -f "$zip" ] || fail "there is no zip in target; mvn package makes it"
work=$(mktemp -d)
root=$work/root
hub=
cleanup() {
  [ -z "$hub" ] || kill -KILL "$hub" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

deploy/container/rootfs.sh "$zip" "$root"
size=$(du -sm --apparent-size "$root" | cut -f1)
echo "image: $size MB, of which Java $(du -sm --apparent-size "$root/opt/java" | cut -f1) and the hub $(du -sm --apparent-size "$root/opt/vmn-hub" | cut -f1)"
[ "$size" -lt 250 ] || fail "it has $size MB; less than 250 are wanted"

# As the container's runtime does it: its own mounts, all read-only but two, no capabilities, the image's user.
cat > "$work/run" <<'RUN'
set -eu
mount --make-rprivate /
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mount -t tmpfs -o mode=1777 tmp "$1/tmp"
mount -t tmpfs -o uid=10001,gid=10001,mode=0700 data "$1/var/lib/vmn-hub"
mount -o remount,bind,ro "$1"
root=$1
shift
exec env -i PATH=/opt/vmn-hub/bin:/opt/java/bin:/bin JAVA_HOME=/opt/java VMNHUB_HOME=/etc/vmn-hub \
  /usr/sbin/chroot --userspec=10001:10001 "$root" "$@"
RUN
inside() { unshare --mount -- sh "$work/run" "$root" "$@"; }

ports="-P vmnhub.ss7.port=32906 -P vmnhub.smpp.port=32776 -P camel.management.port=39091"
# shellcheck disable=SC2086  # the options are words
unshare --mount -- sh "$work/run" "$root" /opt/vmn-hub/bin/vmn-hub run $ports > "$work/log" 2>&1 &
hub=$!
for _ in $(seq 120); do
  grep -q 'VMN Hub runs' "$work/log" && break
  kill -0 "$hub" 2>/dev/null || { cat "$work/log" >&2; fail "the hub has ended"; }
  sleep 1
done
grep -q 'VMN Hub runs' "$work/log" || { cat "$work/log" >&2; fail "the hub does not run after two minutes"; }
# shellcheck disable=SC2086
inside /opt/vmn-hub/bin/vmn-hub simulate $ports --to 447700900123 --text 'from the image' > "$work/sms" 2>&1 \
  || { cat "$work/sms" >&2; fail "the SMS was not acknowledged"; }
grep -q 'from the image' "$work/log" || fail "the demo application did not print the SMS"
inside /bin/wget -q -O /dev/null http://127.0.0.1:39091/observe/health/live || fail "the health check does not answer"
kill -TERM "$hub"
wait "$hub" || fail "the hub ended with status $?"
hub=
echo "image: built, ran on a read-only root as its own user, took an SMS and ended"
