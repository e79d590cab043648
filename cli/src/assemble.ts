import { arm } from '@anyuser/arch-arm';
import { mips } from '@anyuser/arch-mips';
import { createEmulator, type Emulator, type EmulatorOptions } from '@anyuser/core';
import { nodeHost } from '@anyuser/host-node';
import { freebsd } from '@anyuser/os-freebsd';
import { linux } from '@anyuser/os-linux';
import { netbsd } from '@anyuser/os-netbsd';
import { openbsd } from '@anyuser/os-openbsd';

/** An emulator of everything that this command knows, on the machine that Node runs on. */
export function assemble(options: EmulatorOptions): Emulator {
  return createEmulator({
    host: nodeHost({ network: options.sandbox !== true }),
    plugins: [arm, mips, linux, freebsd, netbsd, openbsd],
    // Start-up time counts, and the specs of both architectures compare their patterns.
    verify: false,
    options,
  });
}
