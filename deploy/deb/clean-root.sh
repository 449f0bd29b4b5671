#!/usr/bin/env bash
# Follows docs/install.md on a clean Debian 12, made for it by mmdebstrap, as root: from apt install to the first SMS, in less than five
# minutes. Packages come from where this machine's do. Ends with status 1 and says why when not.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "clean root: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "needs root"
command -v mmdebstrap >/dev/null || fail "needs mmdebstrap"
packages=(target/vmn-hub_*_all.deb)
[ ${#packages[@]} = 1 ] && [ -f "${packages[0]}" ] || fail "there is not one package in target; mvn package makes it"
work=$(mktemp -d)
root=$work/root
cleanup() {
  umount -R "$root" 2>/dev/null || true
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

mmdebstrap --quiet --variant=minbase bookworm "$root"
rm -f "$root/etc/apt/sources.list"
cp -r /etc/apt/sources.list* /etc/apt/apt.conf.d /etc/apt/trusted.gpg.d "$root/etc/apt/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/usr/share/keyrings"
cp -r /usr/share/keyrings/. "$root/usr/share/keyrings/"
mount --bind "$root" "$root" # Java asks the mounts for the free space of a disk
mount -t proc proc "$root/proc"
mount --rbind --make-rslave /dev "$root/dev"
cp "${packages[0]}" "$root/root/"
chroot "$root" apt-get -qq update

begin=$(date +%s)
install=$(sed -n 's/^apt install/apt-get install -y -q/p' docs/install.md | head -1)
chroot "$root" sh -c "cd /root && DEBIAN_FRONTEND=noninteractive $install" > "$work/install" 2>&1 \
  || { cat "$work/install" >&2; fail "the package cannot be installed"; }
echo "clean root: installed after $(($(date +%s) - begin)) s"
deploy/deb/first-sms.sh configure "$root"
deploy/deb/first-sms.sh run "$root"
took=$(($(date +%s) - begin))
[ "$took" -lt "${FIRST_SMS_WITHIN:-300}" ] || fail "the first SMS took $took s"
echo "clean root: the first SMS arrived after $took s"
