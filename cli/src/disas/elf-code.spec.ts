import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armArchitecture } from '@anyuser/arch-arm';
import { type Architecture, parseElf } from '@anyuser/core';
import { elfWithSymbols, guestPath } from '@anyuser/guests';
import { disassembleFile } from './disassemble-file';
import { type ElfCode, readElfCode } from './elf-code';
import { labels } from './labels';
import { listing } from './listing';

const arm = armArchitecture as Architecture;
const modesOf = (symbols: ElfCode['symbols']) => arm.codeModes!(symbols, 0);

function open(file: Uint8Array) {
  const read = (buffer: Uint8Array, position: number): number => {
    const part = file.subarray(position, position + buffer.length);
    buffer.set(part);
    return part.length;
  };
  return parseElf({ key: 'test', size: file.length, read }, 'test');
}

test('executable sections of a guest', () => {
  const file = readFileSync(guestPath('arm', 'hello'));
  const { ranges } = readElfCode(open(file), file);
  expect(ranges.map(({ name }) => name)).toEqual(['.text']);
  expect(ranges[0]!.address).toBe(open(file).entry);
});

test('without a section table the executable segments', () => {
  const file = Buffer.from(readFileSync(guestPath('arm', 'hello')));
  file.writeUInt32LE(0, 32);
  const { ranges, symbols } = readElfCode(open(file), file);
  expect(ranges.map(({ name }) => name)).toEqual(['segment 0']);
  expect(symbols).toEqual([]);
});

test('a section table that lies outside the file counts as absent', () => {
  const file = Buffer.from(readFileSync(guestPath('arm', 'hello')));
  file.writeUInt32LE(file.length - 8, 32);
  expect(readElfCode(open(file), file).ranges.map(({ name }) => name)).toEqual(['segment 0']);
});

test('mapping symbols switch between A32, Thumb and data', () => {
  // mov r0, r0 (A32); .word; nop; bx lr (Thumb)
  const bytes = Uint8Array.of(0x00, 0x00, 0xa0, 0xe1, 1, 2, 3, 4, 0x00, 0xbf, 0x70, 0x47);
  const code: ElfCode = {
    ranges: [{ name: '.text', address: 0x8000, bytes }],
    symbols: [
      { name: '$a', address: 0x8000, size: 0, type: 0 },
      { name: '$d', address: 0x8004, size: 0, type: 0 },
      { name: '$t.1', address: 0x8008, size: 0, type: 0 },
      { name: 'thumb', address: 0x8009, size: 0, type: 2 },
    ],
  };
  const shown = { ...code, symbols: labels(code.symbols) };
  const lines = [...listing(arm, shown, modesOf(code.symbols))];
  const text = lines.map((line) => line.replace(/\s+/g, ' ').trim());
  expect(text[0]).toBe('.text:');
  expect(text[1]).toMatch(/^00008000: 00 00 a0 e1 (nop|mov r0, r0)/);
  expect(text.slice(2)).toEqual([
    '00008004: 01 02 03 04 .data',
    '00008008 <thumb>:',
    '00008008: 00 bf nop',
    '0000800a: 70 47 bx lr',
  ]);
});

test('without mapping symbols functions tell the mode', () => {
  const symbols = [
    { name: 'b', address: 0x2001, size: 0, type: 2 },
    { name: 'a', address: 0x1000, size: 0, type: 2 },
    { name: 'object', address: 0x1801, size: 0, type: 1 },
  ];
  expect(modesOf(symbols).changes).toEqual([
    { address: 0x1000, mode: 0 },
    { address: 0x2000, mode: 1 },
  ]);
});

test('an instruction that the range cuts off is not invented', () => {
  const code: ElfCode = {
    ranges: [{ name: '.text', address: 0x8000, bytes: Uint8Array.of(0, 0xf0) }],
    symbols: [],
  };
  expect([...listing(arm, code, { initial: 1, changes: [] })].at(-1)).toMatch(
    /^00008000: {2}00 f0 +(\.data|<unreadable>)$/,
  );
});

test.each([
  ['/nonexistent/file', /no such file/, 127],
  ['/', /cannot be read \(EISDIR\)/, 126],
  [__filename, /not an ELF program/, 126],
])('%s is refused', (path, message, status) => {
  const refuse = () => disassembleFile(path, { write: () => true });
  expect(refuse).toThrow(message);
  expect(refuse).toThrow(expect.objectContaining({ status }));
});

test('the program of an unknown processor is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anyuser-disas-'));
  const file = readFileSync(guestPath('arm', 'hello'));
  file.writeUInt16LE(22, 18);
  writeFileSync(join(folder, 's390'), file);
  const refuse = () => disassembleFile(join(folder, 's390'), { write: () => true });
  expect(refuse).toThrow(/no architecture for 32-bit little-endian s390; have arm/);
  rmSync(folder, { recursive: true });
});

test.each([
  [32, false],
  [32, true],
  [64, false],
  [64, true],
] as const)('symbols of a file of %d bits, big-endian %s', (elfClass, bigEndian) => {
  const functions = { first: [0, 2], second: [2, 1] } as const;
  const file = elfWithSymbols({ elfClass, bigEndian, machine: 40, code: [1, 2, 3], functions });
  const { ranges, symbols } = readElfCode(open(file), file);
  expect(ranges.map(({ address, bytes }) => [address, bytes.length])).toEqual([[0x1_0100, 12]]);
  expect(symbols).toEqual([
    { name: 'first', address: 0x1_0100, size: 8, type: 2 },
    { name: 'second', address: 0x1_0108, size: 4, type: 2 },
  ]);
});
