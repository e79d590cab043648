import {
  AddressSpace,
  type CodeReader,
  type Execution,
  type Exit,
  ExitKind,
  Interpreter,
  MemoryPool,
  PAGE_SIZE,
  ProtFlag,
  STATE_BASE,
} from '@anyuser/core';
import { armArchitecture } from '../arch';
import type { ArmCpu } from '../cpu';
import { models } from '../models';

/** Code starts here, two pages long; the page after it is not mapped. */
export const CODE = 0x1_0000;
/** A page of data, zero at first; its neighbours are not mapped. */
export const DATA = 0x2_0000;

const { PROT_READ, PROT_WRITE, PROT_EXEC } = ProtFlag;
const exitNames = Object.keys(ExitKind) as (keyof typeof ExitKind)[];

/** Registers of a run: core registers by name, and flags as `NzcvQ`, upper case where set. */
export interface Registers {
  readonly [name: `r${number}`]: number;
  readonly sp?: number;
  readonly lr?: number;
  readonly pc?: number;
  readonly flags?: string;
  readonly ge?: number;
  readonly fpscr?: number;
}

/** One line of a listing: `e0810002  add r0, r1, r2`. */
interface Line {
  readonly word: number;
  readonly bytes: 2 | 4;
  readonly text: string;
}

function parse(listing: string): Line[] {
  return listing
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const match = /^([0-9a-f]{8}|[0-9a-f]{4})\s+(.*)$/.exec(line);
      if (!match) throw new Error(`not a line of a listing: ${line}`);
      return { word: parseInt(match[1]!, 16), bytes: (match[1]!.length / 2) as 2 | 4, text: match[2]! };
    });
}

/**
 * An ARM processor with a little memory, for specs. Programs are listings of encodings with their text, which the
 * disassembler must give back; they run until something leaves to the kernel.
 */
export class Machine {
  readonly cpu: ArmCpu;
  private readonly space = new AddressSpace(
    new MemoryPool(),
    { userTop: 0xc000_0000, mmapTop: 0xb000_0000 },
    false,
  );
  private readonly execution: Execution;
  private readonly model;

  constructor(cpu = 'cortex-a15') {
    const map = (address: number, length: number, prot: number): void => {
      this.space.map({ address, length, prot, fixed: 'replace' });
    };
    map(CODE, 2 * PAGE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC);
    map(DATA, PAGE_SIZE, PROT_READ | PROT_WRITE);
    this.model = models.find(({ name }) => name === cpu)!;
    const state = { words: this.space.words, base: STATE_BASE >>> 2 };
    this.cpu = armArchitecture.createCpu(state);
    this.execution = new Interpreter().create(this.space, armArchitecture, this.model);
    this.reset();
  }

  reset(): void {
    armArchitecture.reset(this.cpu.state, this.model);
  }

  word(address: number): number {
    return this.space.view.u32(address);
  }
  setWord(address: number, value: number): void {
    this.space.view.setU32(address, value);
  }

  /** Puts words (A32) or half-words (Thumb, from 32-bit encodings the first one first) at an address. */
  private place(lines: readonly Line[], at: number, thumb: boolean): void {
    let to = at;
    for (const { word, bytes } of lines) {
      if (!thumb) this.space.view.setU32(to, word);
      else if (bytes === 2) this.space.view.setU16(to, word);
      else {
        this.space.view.setU16(to, word >>> 16);
        this.space.view.setU16(to + 2, word & 0xffff);
      }
      to += bytes;
    }
  }

  /** Runs an A32 listing followed by a breakpoint; checks its text. */
  a32(listing: string, registers: Registers = {}, at = CODE): Exit {
    return this.run(
      [...parse(listing), { word: 0xe120_0070, bytes: 4, text: 'bkpt 0x0000' }],
      registers,
      at,
      false,
    );
  }
  /** As a32, for Thumb. */
  thumb(listing: string, registers: Registers = {}, at = CODE): Exit {
    return this.run(
      [...parse(listing), { word: 0xbe00, bytes: 2, text: 'bkpt 0x0000' }],
      registers,
      at,
      true,
    );
  }

  private run(lines: readonly Line[], registers: Registers, at: number, thumb: boolean): Exit {
    this.place(lines, at, thumb);
    this.checkText(lines, at, thumb);
    this.set(registers);
    this.cpu.jump(at | (thumb ? 1 : 0));
    return { ...this.execution.run(10_000) };
  }

  private checkText(lines: readonly Line[], at: number, thumb: boolean): void {
    const { view } = this.space;
    const code: CodeReader = { u16: (a) => view.u16(a), u32: (a) => view.u32(a) };
    let pc = at;
    let mode = thumb ? 1 : 0;
    for (const { bytes, text, word } of lines) {
      const got = armArchitecture.disassemble(code, { pc, mode });
      if (got.text.replace('\t', ' ') !== text || got.size !== bytes)
        throw new Error(`${word.toString(16)} is '${got.text}', not '${text}'`);
      mode = thumb ? 1 | (nextIt(mode >>> 1, word, bytes) << 1) : 0;
      pc += bytes;
    }
  }

  set(registers: Registers): void {
    const { cpu } = this;
    for (const [name, value] of Object.entries(registers) as [string, number | string][]) {
      if (name === 'flags') cpu.cpsr = (cpu.cpsr & 0x07ff_ffff) | flagBits(String(value));
      else if (name === 'ge') cpu.cpsr = (cpu.cpsr & ~0x000f_0000) | (Number(value) << 16);
      else if (name === 'fpscr') cpu.fpscr = Number(value);
      else cpu.setR(registerNumber(name), Number(value));
    }
  }

  /** The registers that are asked for by name, as `set` takes them. */
  get(...names: readonly string[]): Record<string, number | string> {
    const { cpu } = this;
    return Object.fromEntries(
      names.map((name) => {
        if (name === 'flags') return [name, flagText(cpu.cpsr)];
        if (name === 'ge') return [name, (cpu.cpsr >>> 16) & 15];
        if (name === 'fpscr') return [name, cpu.fpscr];
        return [name, cpu.r(registerNumber(name))];
      }),
    );
  }
}

/** Name of an exit's kind. */
export const kindOf = ({ kind }: Exit): string => exitNames.find((name) => ExitKind[name] === kind)!;

/** ITSTATE after an instruction. */
function nextIt(it: number, word: number, bytes: number): number {
  if (bytes === 2 && word >>> 8 === 0xbf && (word & 15) !== 0) return word & 0xff;
  return (it & 7) === 0 ? 0 : (it & 0xe0) | ((it << 1) & 0x1f);
}

function registerNumber(name: string): number {
  return name === 'sp' ? 13 : name === 'lr' ? 14 : name === 'pc' ? 15 : Number(name.slice(1));
}

const letters = 'nzcvq';
const flagBits = (text: string): number =>
  [...letters].reduce(
    (bits, letter, i) => bits | (text.includes(letter.toUpperCase()) ? 1 << (31 - i) : 0),
    0,
  );
const flagText = (cpsr: number): string =>
  [...letters].map((letter, i) => ((cpsr >>> (31 - i)) & 1 ? letter.toUpperCase() : letter)).join('');
