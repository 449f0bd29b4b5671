#!/usr/bin/env bash
# Installs target/vmn-hub_*_all.deb on this machine, as root: the service's command runs as its user, an SMS arrives, an upgrade keeps what
# an operator changed, purge leaves nothing. Ends with status 1 and says why when one of them is not so.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "deb: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "needs root"
if dpkg -s vmn-hub >/dev/null 2>&1; then fail "vmn-hub is installed here already"; fi
packages=(target/vmn-hub_*_all.deb)
[ ${#packages[@]} = 1 ] && [ -f "${packages[0]}" ] || fail "there is not one package in target; mvn package makes it"
log=$(mktemp)
hub=
cleanup() {
  [ -z "$hub" ] || kill -TERM "$hub" 2>/dev/null || true
  apt-get purge -y -qq vmn-hub >/dev/null 2>&1 || true
  rm -f "$log"
}
trap cleanup EXIT
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --reinstall -o Dpkg::Options::=--force-confdef \
  -o Dpkg::Options::=--force-confold --no-install-recommends "./${packages[0]}" >/dev/null; }

install
[ -x /usr/bin/vmn-hub ] && [ -f /lib/systemd/system/vmn-hub.service ] || fail "the command or the unit is missing"
runuser -u vmn-hub -- vmn-hub check >/dev/null || fail "the shipped configuration has findings"
if command -v systemd-analyze >/dev/null; then
  systemd-analyze verify /lib/systemd/system/vmn-hub.service || fail "systemd does not like the unit"
fi

[ -s /var/cache/vmn-hub/classes.jsa ] || fail "there is no class archive"
[ -s /usr/share/doc/vmn-hub/THIRD-PARTY.txt ] || fail "there are no notices of third parties"

# An operator's changes: ports of this test's own.
sed -i 's/^vmnhub.ss7.port *=.*/vmnhub.ss7.port = 32905/; s/^vmnhub.smpp.port *=.*/vmnhub.smpp.port = 32775/; s/^camel.management.port *=.*/camel.management.port = 39090/' \
  /etc/vmn-hub/config/application.properties
install
grep -q '^vmnhub.ss7.port = 32905' /etc/vmn-hub/config/application.properties || fail "the upgrade has lost an operator's changes"

command=$(sed -n 's/^ExecStart=//p' /lib/systemd/system/vmn-hub.service)
runuser -u vmn-hub -- $command > "$log" 2>&1 &
hub=$!
for _ in $(seq 120); do
  grep -q 'VMN Hub runs' "$log" && break
  kill -0 "$hub" 2>/dev/null || { cat "$log" >&2; fail "the hub has ended"; }
  sleep 1
done
grep -q 'VMN Hub runs' "$log" || { cat "$log" >&2; fail "the hub does not run after two minutes"; }
runuser -u vmn-hub -- vmn-hub simulate --to 447700900123 --text 'from the package' > "$log.sms" 2>&1 || { cat "$log.sms" >&2; fail "the SMS was not acknowledged"; }
rm -f "$log.sms"
grep -q 'from the package' "$log" || fail "the demo application did not print the SMS"
[ -s /var/log/vmn-hub/vmn-hub.log ] || fail "/var/log/vmn-hub/vmn-hub.log is empty"
[ -z "$(find /etc/vmn-hub -newer "$log" -type f)" ] || fail "the hub has written to /etc/vmn-hub"
kill -TERM "$(pgrep -u vmn-hub -f io.vmnhub.VmnHub)"
wait "$hub" || fail "the hub ended with status $?"
hub=

apt-get purge -y -qq vmn-hub >/dev/null
for left in /etc/vmn-hub /var/lib/vmn-hub /var/log/vmn-hub /var/cache/vmn-hub /usr/share/vmn-hub; do
  [ ! -e "$left" ] || fail "purge has left $left"
done
echo "deb: installed, ran, was upgraded and purged"
