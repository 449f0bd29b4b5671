#!/usr/bin/env bash
# Installs target/vmn-hub_*_all.deb on this machine, as root: by docs/install.md an SMS arrives, an upgrade keeps what an operator changed,
# purge leaves nothing. Ends with status 1 and says why when one of them is not so.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "deb: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "needs root"
if dpkg -s vmn-hub >/dev/null 2>&1; then fail "vmn-hub is installed here already"; fi
packages=(target/vmn-hub_*_all.deb)
[ ${#packages[@]} = 1 ] && [ -f "${packages[0]}" ] || fail "there is not one package in target; mvn package makes it"
before=$(mktemp)
cleanup() {
  apt-get purge -y -qq vmn-hub >/dev/null 2>&1 || true
  rm -f "$before"
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

# An operator's changes, as docs/install.md has them.
deploy/deb/first-sms.sh configure
install
grep -q '^pointCode: 1201' /etc/vmn-hub/config/ss7.yaml || fail "the upgrade has lost an operator's changes"

touch "$before"
deploy/deb/first-sms.sh run
[ -z "$(find /etc/vmn-hub -newer "$before" -type f)" ] || fail "the hub has written to /etc/vmn-hub"

apt-get purge -y -qq vmn-hub >/dev/null
for left in /etc/vmn-hub /var/lib/vmn-hub /var/log/vmn-hub /var/cache/vmn-hub /usr/share/vmn-hub; do
  [ ! -e "$left" ] || fail "purge has left $left"
done
echo "deb: installed, ran, was upgraded and purged"
