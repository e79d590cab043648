#!/bin/sh
# Builds the harnesses of the differential CPU test from source; the results are committed. With --check they are compared
# with what is committed instead (Debian 12's cross compilers, gcc 12.2, give the same bytes).
set -eu
cd "$(dirname "$0")"
out=.
[ "${1-}" = --check ] && out=$(mktemp -d)
common='-Os -ffreestanding -fno-builtin -nostdlib -static -s -fno-stack-protector -fno-asynchronous-unwind-tables
  -Wall -Wextra -Werror -Wl,-Ttext-segment=0x5a5f7000,--build-id=none,-z,noexecstack,-z,max-page-size=4096'
arm-linux-gnueabi-gcc $common -marm -march=armv5te -mfloat-abi=soft -o "$out/arm" arm.c
for order in mips mipsel; do
  $order-linux-gnu-gcc $common -march=mips32 -mabi=32 -mfp32 -mhard-float -mno-abicalls -fno-pic -no-pie -G0 \
    -o "$out/$order" mips.c
done
if [ "$out" != . ]; then
  for name in arm mips mipsel; do cmp "$out/$name" "$name"; done
  rm -r "$out"
fi
