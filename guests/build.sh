#!/bin/sh
# Builds the guests from source and records what they print; with --check compares instead of writing.
set -eu
cd "$(dirname "$0")/.."
node node_modules/typescript7/bin/tsc -b guests
exec node guests/dist/build.js "$@"
