#!/bin/sh
# Builds the harness of the differential CPU test from source; the result is committed.
set -eu
cd "$(dirname "$0")"
arm-linux-gnueabi-gcc -Os -marm -march=armv5te -mfloat-abi=soft -ffreestanding -fno-builtin -nostdlib -static -s \
  -fno-stack-protector -fno-asynchronous-unwind-tables -Wall -Wextra -Werror \
  -Wl,-Ttext-segment=0x5a5f7000,--build-id=none,-z,noexecstack,-z,max-page-size=4096 -o arm arm.c
