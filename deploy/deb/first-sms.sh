#!/usr/bin/env bash
# Follows docs/install.md where the package is installed, in this machine's root or in the folder ROOT:
#   first-sms.sh configure [ROOT]   writes the files that the page shows, and runs vmn-hub check
#   first-sms.sh run [ROOT]         starts the unit's command as root in a network of its own, and sends the page's SMS
# Ends with status 1 and says why when something is not as the page says.
set -euo pipefail
cd "$(dirname "$0")/../.."
page=docs/install.md
step=${1:-}
root=${2:-}

fail() { echo "first SMS: $*" >&2; exit 1; }
inside() { if [ -n "$root" ]; then chroot "$root" "$@"; else "$@"; fi; }

# The page's blocks of the language $1 that begin with $2.
block() {
  awk -v language="$1" -v first="$2" '
    /^```/ { inside = $0 == "```" language; fresh = 1; next }
    inside { if (fresh) { wanted = index($0, first) == 1; fresh = 0 } if (wanted) print }' "$page"
}

configure() {
  block yaml ranges: > "$root/etc/vmn-hub/config/numbers.yaml"
  block yaml pointCode: > "$root/etc/vmn-hub/config/ss7.yaml"
  [ -s "$root/etc/vmn-hub/config/numbers.yaml" ] && [ -s "$root/etc/vmn-hub/config/ss7.yaml" ] || fail "$page lacks a file"
  local check
  check=$(block sh 'vmn-hub check')
  inside sh -c "$check" || fail "vmn-hub check has findings in the files of $page"
}

run() {
  local work hub start send command
  start=$(block bash 'vmn-hub run')
  send=$(block sh 'vmn-hub simulate')
  command=$(sed -n 's/^ExecStart=//p' "$root/lib/systemd/system/vmn-hub.service")
  [ "/usr/bin/$start" = "$command" ] || fail "$page starts '$start', the unit '$command'"
  work=$(mktemp -d)
  # shellcheck disable=SC2064  # their values now
  trap "rm -rf '$work'" RETURN
  unshare --net -- sh -c "ip link set lo up && exec ${root:+chroot '$root'} $command" > "$work/log" 2>&1 &
  hub=$!
  for _ in $(seq 120); do
    grep -q 'VMN Hub runs' "$work/log" && break
    kill -0 "$hub" 2>/dev/null || { cat "$work/log" >&2; fail "the hub has ended"; }
    sleep 1
  done
  if ! nsenter --net="/proc/$hub/ns/net" -- ${root:+chroot "$root"} sh -c "$send" > "$work/sms" 2>&1; then
    kill -KILL "$hub"
    cat "$work/log" "$work/sms" >&2
    fail "the SMS was not acknowledged"
  fi
  local shown
  shown=$(block text '… io.vmnhub.messages' | sed 's/.*for application/for application/')
  [ "$(stat -c %U "/proc/$hub")" != root ] || fail "the hub runs as root"
  [ -z "$(find "$root/var/lib/vmn-hub" "$root/var/log/vmn-hub" -uid 0)" ] || fail "root has files among the hub's"
  kill -TERM "$hub"
  wait "$hub" || fail "the hub ended with status $?"
  grep -q 'acknowledged 1' "$work/sms" || fail "the SMSC's summary is not as $page says"
  grep -qF "$shown" "$work/log" || { cat "$work/log" >&2; fail "the log does not show: $shown"; }
  grep -qF "$shown" "$root/var/log/vmn-hub/vmn-hub.log" || fail "/var/log/vmn-hub/vmn-hub.log does not show: $shown"
}

case $step in
  configure | run) "$step" ;;
  *) fail "configure or run, and perhaps a folder" ;;
esac
