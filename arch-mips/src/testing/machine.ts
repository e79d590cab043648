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
import { mipsArchitecture, mipselArchitecture } from '../arch';
import type { MipsCpu } from '../cpu';
import { models } from '../models';
import { GPR_NAMES } from '../registers';

/** Code starts here, a page long. */
export const CODE = 0x1_0000;
/** A page of data, zero at first; its neighbours are not mapped. */
export const DATA = 0x2_0000;

const BREAK = 0x0000_000d;
const { PROT_READ, PROT_WRITE, PROT_EXEC } = ProtFlag;
const exitNames = Object.keys(ExitKind) as (keyof typeof ExitKind)[];

/** General registers by their names in o32, `hi`, `lo`, `fcsr`, and words of float registers (FR = 0) as `f0`–`f31`. */
export type Registers = Readonly<Record<string, number>>;

/** Name of an exit's kind. */
export const kindOf = ({ kind }: Exit): string => exitNames.find((name) => ExitKind[name] === kind)!;

/**
 * A MIPS processor with a little memory, for specs. Programs are listings of encodings with their text, which the
 * disassembler must give back; they run until something leaves to the kernel, at last a BREAK behind them.
 */
export class Machine {
  readonly cpu: MipsCpu;
  private readonly space: AddressSpace;
  private readonly execution: Execution;
  private readonly architecture;
  private readonly model;

  constructor(bigEndian = false, cpu = '24Kf') {
    this.architecture = bigEndian ? mipsArchitecture : mipselArchitecture;
    this.space = new AddressSpace(
      new MemoryPool(),
      { userTop: 0x7fff_8000, mmapTop: 0x7000_0000 },
      bigEndian,
    );
    const map = (address: number, prot: number): void => {
      this.space.map({ address, length: PAGE_SIZE, prot, fixed: 'replace' });
    };
    map(CODE, PROT_READ | PROT_WRITE | PROT_EXEC);
    map(DATA, PROT_READ | PROT_WRITE);
    this.model = models.find(({ name }) => name === cpu)!;
    this.cpu = this.architecture.createCpu({ words: this.space.words, base: STATE_BASE >>> 2 });
    this.execution = new Interpreter().create(this.space, this.architecture, this.model);
    this.architecture.reset(this.cpu.state, this.model);
  }

  word(address: number): number {
    return this.space.view.u32(address);
  }
  setWord(address: number, value: number): void {
    this.space.view.setU32(address, value);
  }

  /** Runs a listing from CODE, each line as `24020001  addiu v0,zero,1`; checks its text. */
  run(listing: string, registers: Registers = {}): Exit {
    const { view } = this.space;
    const lines = listing
      .split('\n')
      .map((line) => /^([0-9a-f]{8})\s+(.*)$/.exec(line.trim()))
      .filter((match) => match !== null);
    for (const [i, [, word]] of lines.entries()) view.setU32(CODE + 4 * i, parseInt(word!, 16));
    view.setU32(CODE + 4 * lines.length, BREAK);
    const code: CodeReader = { u16: (at) => view.u16(at), u32: (at) => view.u32(at) };
    for (const [i, [, word, text]] of lines.entries()) {
      const got = this.architecture.disassemble(code, { pc: CODE + 4 * i, mode: 0 }).text.replace('\t', ' ');
      if (got !== text) throw new Error(`${word} is '${got}', not '${text}'`);
    }
    this.set(registers);
    this.cpu.pc = CODE;
    return { ...this.execution.run(10_000) };
  }

  set(registers: Registers): void {
    const { cpu } = this;
    for (const [name, value] of Object.entries(registers)) {
      if (name === 'hi' || name === 'lo' || name === 'fcsr') cpu[name] = value;
      else if (/^f\d/.test(name)) cpu.setFloatWord(floatWord(name), value);
      else cpu.setR(general(name), value);
    }
  }

  /** The registers that are asked for, unsigned. */
  get(...names: readonly string[]): Record<string, number> {
    const { cpu } = this;
    const value = (name: string): number =>
      name === 'hi' || name === 'lo' || name === 'fcsr' || name === 'pc'
        ? cpu[name]
        : /^f\d/.test(name)
          ? cpu.floatWord(floatWord(name))
          : cpu.r(general(name));
    return Object.fromEntries(names.map((name) => [name, value(name) >>> 0]));
  }
}

/** With FR = 0 an odd register is the high word of the pair. */
const floatWord = (name: string): number => {
  const n = Number(name.slice(1));
  return 2 * (n & ~1) + (n & 1);
};
const general = (name: string): number => {
  const n = (GPR_NAMES as readonly string[]).indexOf(name);
  if (n < 0) throw new Error(`no register ${name}`);
  return n;
};
