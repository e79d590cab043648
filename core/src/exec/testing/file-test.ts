import type { IrBlock } from '../../ir/block';
import { ExitKind } from '../../ir/op';
import { parseBlocks } from '../../ir/parse';
import { verifyBlock } from '../../ir/verify';
import { STATE_BASE } from '../../memory/layout';
import type { Engine } from '../engine';
import { FlatMemory } from './flat-memory';
import { ScriptedArchitecture, scriptedRegisters } from './scripted-architecture';

/** A test in a file: IR, the state before, and what is expected after a run. */
interface FileTest {
  readonly name: string;
  readonly bigEndian: boolean;
  readonly directives: readonly string[];
  readonly blocks: readonly IrBlock[];
}

const offsets = new Map(scriptedRegisters.map(({ name, offset }) => [name, offset]));

/**
 * Reads tests. A test begins with `test NAME` (`test NAME big-endian`), then come directives and blocks in any order:
 *
 * - `map ADDRESS SIZE RIGHTS`, `bytes ADDRESS = HEX…`, `set REGISTER = WORD…`
 * - `run FUEL` (default 1000, from the first block's location) or `step`
 * - `expect exit KIND [INFO]`, `expect at PC [MODE]`, `expect address ADDRESS ACCESS`, `expect REGISTER = WORD…`,
 *   `expect bytes ADDRESS = HEX…`
 *
 * The page of every block is mapped readable and executable unless the test maps it.
 */
export function parseFileTests(text: string): FileTest[] {
  return text
    .split(/^(?=test )/m)
    .filter((part) => part.startsWith('test '))
    .map((part) => {
      const [title, ...lines] = part.split('\n');
      const directives: string[] = [];
      const ir: string[] = [];
      let inside = false;
      for (const line of lines) {
        if (line.startsWith('block ')) inside = true;
        (inside ? ir : directives).push(line);
        if (line.startsWith('}')) inside = false;
      }
      return {
        name: title!.slice(5).trim(),
        bigEndian: title!.includes('big-endian'),
        directives: directives.map((line) => line.replace(/;.*/, '').trim()).filter((line) => line !== ''),
        blocks: parseBlocks(ir.join('\n'), scriptedRegisters),
      };
    });
}

const hex = (word: number): string => `0x${(word >>> 0).toString(16)}`;

/** Runs a test on an engine. @returns what differs from what is expected; empty if nothing does. */
export function runFileTest(test: FileTest, engine: Engine): string[] {
  const memory = new FlatMemory(test.bigEndian);
  const architecture = new ScriptedArchitecture(test.blocks, test.bigEndian);
  const { words } = memory;
  const state = STATE_BASE >>> 2;
  const errors: string[] = test.blocks.flatMap((block) => verifyBlock(block));
  for (const block of test.blocks) memory.map(block.pc & ~0xfff, 0x1000, 'rx');
  words[state + (architecture.pc.offset >> 2)] = test.blocks[0]!.pc;
  words[state + (architecture.mode.offset >> 2)] = test.blocks[0]!.mode;
  const execution = engine.create(memory, architecture, architecture.models[0]!);
  let exit = { kind: -1, info: 0, address: 0, access: 'read' as string };
  let ran = false;
  const expectEqual = (what: string, actual: string, expected: string): void => {
    if (actual !== expected) errors.push(`${what} is ${actual}, not ${expected}`);
  };
  const registerIndex = (name: string): number => {
    const offset = offsets.get(name);
    if (offset === undefined) throw new Error(`${test.name}: no register ${name}`);
    return state + (offset >> 2);
  };
  const start = (how: string): void => {
    exit = { ...(how === 'step' ? execution.step() : execution.run(Number(how))) };
    ran = true;
  };
  for (const directive of test.directives) {
    const [verb, ...rest] = directive.split(/\s+/) as [string, ...string[]];
    const equals = rest.indexOf('=');
    const numbers = rest.slice(equals + 1);
    if (verb === 'map') memory.map(Number(rest[0]), Number(rest[1]), rest[2]!);
    else if (verb === 'bytes')
      memory.bytes(Number(rest[0]), numbers.length).set(numbers.map((b) => parseInt(b, 16)));
    else if (verb === 'set') words.set(numbers.map(Number), registerIndex(rest[0]!));
    else if (verb === 'run') start(rest[0]!);
    else if (verb === 'step') start('step');
    else if (verb === 'expect') {
      if (!ran) start('1000');
      const [what] = rest as [string];
      if (what === 'exit') {
        const kind = Object.entries(ExitKind).find(([, k]) => k === exit.kind)?.[0];
        expectEqual('exit', `${kind}`, rest[1]!);
        if (rest[2] !== undefined) expectEqual('info', `${exit.info}`, `${Number(rest[2])}`);
      } else if (what === 'at') {
        expectEqual('pc', hex(words[registerIndex('pc')]!), hex(Number(rest[1])));
        if (rest[2] !== undefined) expectEqual('mode', `${words[registerIndex('mode')]}`, rest[2]);
      } else if (what === 'address') {
        expectEqual('address', hex(exit.address), hex(Number(rest[1])));
        expectEqual('access', exit.access, rest[2]!);
      } else if (what === 'bytes') {
        const bytes = [...memory.bytes(Number(rest[1]), numbers.length)];
        const text = (list: readonly number[]): string =>
          list.map((b) => b.toString(16).padStart(2, '0')).join(' ');
        expectEqual(`memory at ${rest[1]}`, text(bytes), text(numbers.map((b) => parseInt(b, 16))));
      } else {
        numbers.forEach((word, n) => {
          expectEqual(`${what}[${n}]`, hex(words[registerIndex(what) + n]!), hex(Number(word)));
        });
      }
    } else throw new Error(`${test.name}: cannot read '${directive}'`);
  }
  execution.dispose();
  return errors;
}
