#!/usr/bin/env bash
# rootfs.sh ZIP ROOT: puts together in the empty folder ROOT what the container image has and nothing else: a Java of the modules that the hub
# uses, the C library, a shell, the hub, and its class archive. Needs root, Debian's openjdk-17-jdk-headless, busybox-static and unzip.
set -euo pipefail
zip=$(realpath "$1")
root=$(realpath -m "$2")
here=$(cd "$(dirname "$0")/../.." && pwd)
jdk=$(dirname "$(dirname "$(readlink -f "$(command -v jlink)")")")
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.prefs,java.scripting
modules=$modules,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml,java.xml.crypto,jdk.charsets,jdk.crypto.ec
modules=$modules,jdk.jfr,jdk.management,jdk.naming.dns,jdk.sctp,jdk.unsupported,jdk.zipfs

mkdir -p "$root"/{bin,dev,etc/vmn-hub,opt,proc,tmp,var/lib/vmn-hub}
chmod 1777 "$root/tmp"
cp "$(command -v busybox)" "$root/bin/busybox"
for name in sh awk cat dirname readlink mktemp mv rm wget; do
  ln -s busybox "$root/bin/$name"
done
echo 'vmn-hub:x:10001:10001::/var/lib/vmn-hub:/bin/sh' > "$root/etc/passwd"
echo 'vmn-hub:x:10001:' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"

"$jdk/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages --compress=2 \
  --output "$root/opt/java"
# Debian's Java has its certificates elsewhere.
cp --remove-destination "$(readlink -f "$jdk/lib/security/cacerts")" "$root/opt/java/lib/security/cacerts"
# What the hub's Java links to, and what the C library loads by name.
libraries=$(find "$root/opt/java" \( -name 'lib*.so' -o -path '*/bin/java' \) -not -name 'libawt_xawt.so' -not -name 'libsplashscreen.so' \
  -not -name 'libfontmanager.so' -exec ldd {} + 2>/dev/null | awk '/=> \// { print $3 } /^\t\/lib.*ld-/ { print $1 }' | grep -v "^$root" | sort -u)
for library in $libraries; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
folder=$(dirname "$(readlink -f "$(ldconfig -p | awk '/libc\.so\.6 .*x86-64|libc\.so\.6 .*AArch64/ { print $NF; exit }')")")
for name in libnss_dns.so.2 libnss_files.so.2 libresolv.so.2; do
  mkdir -p "$root$folder"
  cp -L "$folder/$name" "$root$folder/$name"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unzip -q "$zip" -d "$work"
hub=$(echo "$work"/vmn-hub-*)
mkdir -p "$root/opt/vmn-hub"
cp -r "$hub/bin" "$hub/LICENSE" "$hub/THIRD-PARTY.txt" "$root/opt/vmn-hub"
chmod 755 "$root/opt/vmn-hub/bin/vmn-hub"
# An image is compressed as a whole when it is pulled, but kept unpacked: its jars are deflated again.
"$jdk/bin/java" "$here/src/build/StoredJars.java" deflate "$root/opt/vmn-hub/lib" "$hub/lib/*"
cp -r "$hub/lib/shipped" "$root/opt/vmn-hub/lib"
cp -r "$hub/config" "$hub/routes" "$hub/connectors" "$root/etc/vmn-hub"
ln -s /var/lib/vmn-hub "$root/etc/vmn-hub/data"
chmod -R a+rX "$root/etc" "$root/opt"
chown -R 10001:10001 "$root/var/lib/vmn-hub"

# Without /proc, as in a build of an image, Java does not find its own libraries.
inside() {
  chroot "$root" /bin/sh -c 'export PATH=/bin JAVA_HOME=/opt/java VMNHUB_HOME=/etc/vmn-hub LD_LIBRARY_PATH=/opt/java/lib:/opt/java/lib/server
    exec "$@"' inside "$@"
}
inside /opt/java/bin/java -Xshare:dump -Xlog:cds=off > /dev/null
inside /opt/vmn-hub/bin/vmn-hub class-archive
