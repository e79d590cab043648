import { arm } from '@anyuser/arch-arm';
import { mips } from '@anyuser/arch-mips';
import { Architecture, createEmulator, Decoder, defineInstruction, type Plugin } from '@anyuser/core';
import { nodeHost } from '@anyuser/host-node';
import { freebsd } from '@anyuser/os-freebsd';
import { linux } from '@anyuser/os-linux';
import { netbsd } from '@anyuser/os-netbsd';

const row = (name: string, pattern: string) =>
  defineInstruction({ name, pattern, translate() {}, text: () => name });
const sloppy: Plugin = {
  name: 'sloppy',
  register(container) {
    const decoder = new Decoder([row('mul', '1111 x:12'), row('div', 'x:12 1111')], 16);
    const architecture = { id: 'sloppy', verify: () => decoder.verify() };
    container.registerInstance(Architecture, architecture as unknown as Architecture);
  },
};

describe('assembling all packages', () => {
  it('finds no two instruction patterns that overlap', () => {
    const emulator = createEmulator({ host: nodeHost(), plugins: [arm, mips, linux, freebsd, netbsd] });
    expect(emulator.architectures.map(({ id }) => id)).toEqual(['arm', 'mips', 'mipsel']);
  });

  it('refuses an architecture whose patterns overlap, naming both', () => {
    expect(() => createEmulator({ host: nodeHost(), plugins: [arm, sloppy, linux] })).toThrow(
      "architecture sloppy: instruction patterns overlap: mul '1111 x:12' and div 'x:12 1111'",
    );
  });
});
