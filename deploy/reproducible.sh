#!/usr/bin/env bash
# Builds the commit that is checked out once more, in a folder of its own, and compares what comes of it with target's, octet for octet: zips, jars and
# the Debian package. Ends with status 1 when they are not the same, and names the entries that differ.
set -euo pipefail
cd "$(dirname "$0")/.."

ls target/vmn-hub-*.zip >/dev/null 2>&1 || { echo "reproducible: there is no zip in target; mvn package makes it" >&2; exit 1; }
work=$(mktemp -d)
trap 'git worktree remove -f "$work/again" 2>/dev/null || true; rm -rf "$work"' EXIT
git worktree add -q --detach "$work/again" HEAD
mvn -q -B -ntp -f "$work/again/pom.xml" package -DskipTests

differ=0
for again in "$work"/again/target/*.zip "$work"/again/target/*.jar "$work"/again/target/*.deb; do
  first=target/$(basename "$again")
  if cmp -s "$first" "$again"; then
    echo "reproducible: $(sha256sum "$first")"
  else
    differ=1
    echo "reproducible: two builds of $(git rev-parse HEAD) differ in $first" >&2
    case $again in
      *.deb) diff <(dpkg-deb -c "$first") <(dpkg-deb -c "$again") | head -20 >&2 || true ;;
      *) diff <(unzip -lv "$first") <(unzip -lv "$again") | head -20 >&2 || true ;;
    esac
  fi
done
exit $differ
