import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Abi, compileSyscall, layOut } from '@anyuser/core';
import { freebsdArm, freebsdMips, freebsdMipsel } from '@anyuser/os-freebsd';
import { linuxArm, linuxMips, linuxMipsel } from '@anyuser/os-linux';
import { netbsdArm, netbsdMips, netbsdMipsel } from '@anyuser/os-netbsd';
import { openbsdArm } from '@anyuser/os-openbsd';

/** Facts that were extracted from the kernels' own headers; they may lie beside a checkout. */
const facts = resolve(__dirname, '../../../shared/abi');
if (!existsSync(facts))
  console.warn('no kernel facts beside this checkout: tables are not held against them');
const suite = existsSync(facts) ? describe : describe.skip;

interface Field {
  readonly name: string;
  readonly off: number;
  readonly size: number;
}
interface Struct {
  readonly size: number;
  readonly fields?: readonly Field[];
}
type Value =
  | number
  | Readonly<Record<string, number>>
  | { readonly value: number; readonly archs: readonly string[] };

const read = (file: string): Record<string, never> => JSON.parse(readFileSync(join(facts, file), 'utf8'));

/** The value of a fact on an architecture; undefined where it is not there. */
function on(arch: string, value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if ('archs' in value)
    return (value.archs as readonly string[]).includes(arch) ? (value.value as number) : undefined;
  return value[arch];
}

const cells: readonly (readonly [abi: Abi<never>, syscalls: string, structs: string, arch: string])[] = [
  [linuxArm, 'linux-arm', 'linux-arm', 'arm'],
  [linuxMips, 'linux-mips-o32', 'linux-mips-o32', 'mips-o32'],
  [linuxMipsel, 'linux-mips-o32', 'linux-mips-o32', 'mips-o32'],
  [freebsdArm, 'freebsd', 'freebsd-arm', 'arm'],
  [freebsdMips, 'freebsd', 'freebsd-mips', 'mips'],
  [freebsdMipsel, 'freebsd', 'freebsd-mips', 'mips'],
  [netbsdArm, 'netbsd', 'netbsd-arm', 'arm'],
  [netbsdMips, 'netbsd', 'netbsd-mips', 'mips'],
  [netbsdMipsel, 'netbsd', 'netbsd-mips', 'mips'],
  [openbsdArm, 'openbsd', 'openbsd-arm', 'arm'],
] as never;

suite.each(cells.map((cell) => [`${cell[0].os}/${cell[0].arch}`, ...cell] as const))(
  '%s',
  (_name, cell, calls, layouts, arch) => {
    const abi = cell as unknown as Abi;

    test('errno', () => {
      const { errno } = read(`errno-${abi.os}.json`) as unknown as { errno: Record<string, Value> };
      for (const [name, value] of Object.entries(errno)) {
        const expected = on(arch, value);
        if (expected !== undefined) expect([name, abi.errno[name]]).toEqual([name, expected]);
      }
    });

    test('signals', () => {
      const { signals } = read(`signals-${abi.os}.json`) as unknown as {
        signals: Record<string, { nr: Value }>;
      };
      for (const [name, number] of Object.entries(abi.signals)) {
        const fact = signals[name];
        if (fact !== undefined) expect([name, number]).toEqual([name, on(arch, fact.nr)]);
      }
    });

    test('syscall numbers and names', () => {
      const { syscalls } = read(`syscalls-${calls}.json`) as unknown as {
        syscalls: { nr: number; name: string }[];
      };
      const names = new Map<number, string[]>();
      for (const { nr, name } of syscalls) names.set(nr, [...(names.get(nr) ?? []), name]);
      for (const [nr, known] of names) {
        const row = abi.syscalls[nr];
        expect(row).toBeDefined();
        if (row !== undefined && 'unimplemented' in row) expect(known).toContain(row.name);
      }
    });

    test('argument slots of 64-bit values', () => {
      const { syscalls } = read(`syscalls-${calls}.json`) as unknown as {
        syscalls: {
          nr: number;
          name: string;
          args: { name: string; type: string; slot32?: number }[] | null;
        }[];
      };
      const { structs } = read(`structs-${layouts}.json`) as unknown as { structs: Record<string, Struct> };
      const isWide = (type: string): boolean =>
        (abi.os === 'linux' ? /^(loff_t|u64)$/ : /^(off_t|u?int64_t|u_int64_t|u?_?quad_t)$/).test(type) ||
        (/^(dev_t|id_t)$/.test(type) && structs[type]?.size === 8);
      for (const { nr, name, args } of syscalls) {
        const row = abi.syscalls[nr];
        if (row === undefined || 'unimplemented' in row || !args?.length) continue;
        const wide = args.filter(({ type }) => isWide(type)).map(({ slot32 }) => slot32!);
        const compiled = compileSyscall(nr, row, abi);
        const slots = compiled.low
          .map((low, i) => (compiled.high[i]! < 0 ? -1 : Math.min(low, compiled.high[i]!)))
          .filter((slot) => slot >= 0);
        // Some of Linux's calls take a file offset as two words of their own, low and high.
        if (abi.os === 'linux' && slots.length !== wide.length) continue;
        expect([name, slots]).toEqual([name, wide]);
      }
    });

    test('structs', () => {
      const { structs } = read(`structs-${layouts}.json`) as unknown as { structs: Record<string, Struct> };
      let compared = 0;
      for (const type of Object.values(abi.structs)) {
        const fact = structs[`struct ${type.name}`] ?? structs[type.name];
        if (fact === undefined) continue;
        const codec = layOut(type, abi.data);
        // The facts of MIPS are those of the big-endian port, which has the halves of these times the other way round.
        const halves = abi.arch === 'mipsel' && type.name === 'msqid64_ds';
        if (!/sigaction|clone_args|sigevent/.test(type.name))
          expect([type.name, codec.size]).toEqual([type.name, fact.size]);
        for (const { name, offset, size } of codec.fields) {
          const field = fact.fields?.find((each) => each.name === name);
          if (field === undefined || (halves && name.startsWith('msg_'))) continue;
          expect([type.name, name, offset, size]).toEqual([type.name, name, field.off, field.size]);
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(100);
    });
  },
);
