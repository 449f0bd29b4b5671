#!/usr/bin/env bash
# Builds the zip of the commit that is checked out once more, in a folder of its own, and compares it with target's, octet for octet. Ends with
# status 1 when they are not the same, and names the files that differ.
set -euo pipefail
cd "$(dirname "$0")/.."

zip=$(ls target/vmn-hub-*.zip 2>/dev/null | grep -v cluster | head -1)
[ -f "$zip" ] || { echo "reproducible: there is no zip in target; mvn package makes it" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git worktree add -q --detach "$work/again" HEAD
trap 'git worktree remove -f "$work/again"; rm -rf "$work"' EXIT
mvn -q -B -ntp -f "$work/again/pom.xml" package -DskipTests -Djdeb.skip=true
if cmp -s "$zip" "$work/again/$zip"; then
  echo "reproducible: $(sha256sum "$zip")"
else
  diff <(unzip -lv "$zip") <(unzip -lv "$work/again/$zip") | head -20 >&2 || true
  echo "reproducible: two builds of $(git rev-parse HEAD) differ" >&2
  exit 1
fi
