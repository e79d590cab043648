#!/bin/sh
# Builds the harness of the differential CPU test from source; the result is committed. With --check it is compared with
# what is committed instead (Debian 12's arm-linux-gnueabi-gcc 12.2 gives the same bytes).
set -eu
cd "$(dirname "$0")"
out=arm
[ "${1-}" = --check ] && out=$(mktemp)
arm-linux-gnueabi-gcc -Os -marm -march=armv5te -mfloat-abi=soft -ffreestanding -fno-builtin -nostdlib -static -s \
  -fno-stack-protector -fno-asynchronous-unwind-tables -Wall -Wextra -Werror \
  -Wl,-Ttext-segment=0x5a5f7000,--build-id=none,-z,noexecstack,-z,max-page-size=4096 -o "$out" arm.c
if [ "$out" != arm ]; then
  cmp "$out" arm
  rm "$out"
fi
