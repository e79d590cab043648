import { type Architecture, CodeFault, type CodeModes, type CodeReader } from '@anyuser/core';
import type { CodeRange, ElfCode } from './elf-code';

/** How many bytes at most one line of data shows. */
const DATA_BYTES = 4;

/**
 * The lines of a disassembly: a heading for each range, a label for each symbol, and for each instruction its address, its
 * bytes as they lie in memory and its text.
 */
export function* listing(architecture: Architecture, code: ElfCode, modes: CodeModes): Generator<string> {
  const labels = new Map<number, string>();
  for (const { address, name } of code.symbols) labels.set(address, name);
  for (const range of code.ranges) {
    yield `\n${range.name}:`;
    yield* rangeLines(architecture, range, labels, modes);
  }
}

function* rangeLines(
  architecture: Architecture,
  range: CodeRange,
  labels: ReadonlyMap<number, string>,
  modes: CodeModes,
): Generator<string> {
  const reader = codeReader(range, architecture.bigEndian);
  const end = range.address + range.bytes.length;
  const { changes } = modes;
  let mode: number | 'data' = modes.initial;
  let next = 0;
  for (let pc = range.address; pc < end; ) {
    while (next < changes.length && changes[next]!.address <= pc) mode = changes[next++]!.mode;
    const limit = Math.min(end, changes[next]?.address ?? end);
    const label = labels.get(pc);
    if (label !== undefined) yield `\n${hex(pc, 8)} <${label}>:`;
    const { text, size } = decode(architecture, reader, pc, mode, limit - pc);
    yield `${hex(pc, 8)}:  ${bytesText(range, pc, size)}  ${text}`;
    pc += size;
  }
}

function decode(
  architecture: Architecture,
  reader: CodeReader,
  pc: number,
  mode: number | 'data',
  room: number,
): { readonly text: string; readonly size: number } {
  if (mode !== 'data') {
    try {
      const line = architecture.disassemble(reader, { pc, mode });
      if (line.size <= room) return line;
    } catch (error) {
      if (!(error instanceof CodeFault)) throw error;
    }
  }
  return { text: '.data', size: Math.min(room, DATA_BYTES - (pc % DATA_BYTES)) };
}

function codeReader({ address, bytes }: CodeRange, bigEndian: boolean): CodeReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (pc: number, size: number): number => {
    const offset = pc - address;
    if (offset < 0 || offset + size > bytes.length) throw new CodeFault(pc);
    return offset;
  };
  return {
    u16: (pc) => view.getUint16(at(pc, 2), !bigEndian),
    u32: (pc) => view.getUint32(at(pc, 4), !bigEndian),
  };
}

function bytesText({ address, bytes }: CodeRange, pc: number, size: number): string {
  const text = [...bytes.subarray(pc - address, pc - address + size)].map((byte) => hex(byte, 2)).join(' ');
  return text.padEnd(11);
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
