import { lowerFloat } from '../../jit/lower/float';
import type { FloatLowering } from '../../jit/lower/lowering';
import { lowerPure } from '../../jit/lower/pure';
import type { FunctionWriter } from '../../jit/wasm/function-writer';
import { ModuleWriter } from '../../jit/wasm/module-writer';
import { WasmOp } from '../../jit/wasm/wasm-op';
import { ENGINE_BASE, EngineWord, STATE_BASE } from '../../memory/layout';
import { MEMORY_LIMITS } from '../../memory/wasm-memory';
import { HandlerFrame } from './frame';
import {
  Leave,
  MODE_FACTOR,
  NOTED_TARGETS,
  TABLE_BASE,
  TABLE_BITS,
  TABLE_ENTRY,
  TARGET_SHIFT,
  TARGET_WORDS,
} from './layout';
import { loadHandler, storeHandler } from './memory-handler';
import { FIRST_RARE, Micro, type MicroOp, microOps, SHUFFLE, type Width } from './micro-op';

/** What the interpreter's code depends on: byte offsets in the CPU state. */
export interface HandlerOptions {
  readonly pc: number;
  readonly mode: number;
  /** Undefined for an architecture without floating-point flags; its `fp` operations raise none. */
  readonly fpFlags: number | undefined;
}

/** Runs threaded code from an address with some fuel until it has to leave, and says why (see Leave). */
export type RunThreaded = (at: number, fuel: number) => number;

const AT = 0;
const FUEL = 1;
/** Parameters of `rare`: the micro-op's number less FIRST_RARE, and its address. It returns the next one's, or 0 for slow. */
const RARE_AT = 1;

const LOADS: Record<Width, number> = {
  '8u': WasmOp.i32Load8U,
  '8s': WasmOp.i32Load8S,
  '16u': WasmOp.i32Load16U,
  '16s': WasmOp.i32Load16S,
  '32': WasmOp.i32Load,
  '64': WasmOp.i64Load,
  '128': WasmOp.v128Load,
};
const LANE_STORES: Partial<Record<Width, number>> = {
  '8u': WasmOp.i32Store8,
  '16u': WasmOp.i32Store16,
  '32': WasmOp.i32Store,
  '64': WasmOp.i64Store,
};

/**
 * Generates the interpreter for threaded code as a WebAssembly module that imports `e.m`, the address space, and exports
 * `run`. Operations are lowered as in the JIT, so that each meaning exists once.
 * @param full - with the rare micro-ops; without them `run` leaves at the first one. Most programs that end soon have none,
 * and need not wait for their handlers.
 */
export function generateInterpreter(options: HandlerOptions, full: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter();
  module.importMemory('e', 'm', MEMORY_LIMITS);
  let rareIndex: number | undefined;
  if (full) {
    const rare = new HandlerFrame(['i32', 'i32'], RARE_AT);
    rareIndex = module.add(rare.writer, undefined, 'interpreter (rare)');
    writeRare(rare, options);
  }
  const run = new HandlerFrame(['i32', 'i32'], AT);
  writeRun(run, options, rareIndex);
  module.add(run.writer, 'run', 'interpreter');
  return module.finish();
}

/** Opens a block for each handler inside the current one; `enter` goes to the block of a number, and the last is the default. */
function dispatch(
  f: HandlerFrame,
  count: number,
  pushNumber: () => void,
  handler: (n: number) => void,
): void {
  const { writer: w } = f;
  const targets: number[] = [];
  for (let n = 0; n < count; n++) targets.push(w.block());
  targets.reverse();
  pushNumber();
  w.brTable(targets.slice(0, count - 1), targets[count - 1]!);
  for (let n = 0; n < count; n++) {
    w.end();
    handler(n);
  }
}

function writeRun(f: HandlerFrame, options: HandlerOptions, rare: number | undefined): void {
  const { writer: w } = f;
  const slow = w.block();
  const next = w.loop();
  const advance = (words: number): void => {
    w.get(AT);
    w.i32(4 * words);
    w.op(WasmOp.i32Add);
    w.set(AT);
    w.br(next);
  };
  const number = (): void => f.word(0);
  dispatch(f, FIRST_RARE + 1, number, (n) => {
    if (n === FIRST_RARE && rare === undefined) {
      leave(f, Leave.rare);
      return;
    }
    if (n === FIRST_RARE) {
      const to = f.temp('i32', 0);
      f.word(0);
      w.i32(FIRST_RARE);
      w.op(WasmOp.i32Sub);
      w.get(AT);
      w.call(rare!);
      w.tee(to);
      w.op(WasmOp.i32Eqz);
      w.brIf(slow);
      w.get(to);
      w.set(AT);
      w.br(next);
      return;
    }
    const micro = microOps[n]!;
    if (writeControl(f, options, n, next, slow)) return;
    writeBody(f, options, micro, slow);
    advance(micro.words);
  });
  w.end();
  w.end();
  leave(f, Leave.slow);
}

function writeRare(f: HandlerFrame, options: HandlerOptions): void {
  const { writer: w } = f;
  const slow = w.block();
  dispatch(
    f,
    microOps.length - FIRST_RARE,
    () => w.get(0),
    (n) => {
      const micro = microOps[FIRST_RARE + n]!;
      writeBody(f, options, micro, slow);
      w.get(RARE_AT);
      w.i32(4 * micro.words);
      w.op(WasmOp.i32Add);
      w.return();
    },
  );
  w.end();
  w.i32(0);
}

/** Stores the micro-op's address and the fuel, and returns a reason. */
function leave(f: HandlerFrame, reason: number): void {
  const { writer: w } = f;
  for (const [offset, local] of [
    [EngineWord.threadedAt, AT],
    [EngineWord.fuel, FUEL],
  ] as const) {
    w.i32(0);
    w.get(local);
    w.store('i32', ENGINE_BASE + offset);
  }
  w.i32(reason);
  w.return();
}

/** Takes the instructions of operand word 1 from the fuel and pushes whether some is left. */
function takeFuel(f: HandlerFrame): void {
  const { writer: w } = f;
  w.get(FUEL);
  f.word(1);
  w.op(WasmOp.i32Sub);
  w.tee(FUEL);
  w.i32(0);
  w.op(WasmOp.i32GeS);
}

/** Stores a location into the CPU state. */
function storeLocation(f: HandlerFrame, options: HandlerOptions, pc: () => void, mode: () => void): void {
  const { writer: w } = f;
  w.i32(0);
  pc();
  w.store('i32', STATE_BASE + options.pc);
  w.i32(0);
  mode();
  w.store('i32', STATE_BASE + options.mode);
}

/** Handlers that change where the threaded code goes on. */
function writeControl(
  f: HandlerFrame,
  options: HandlerOptions,
  n: number,
  next: number,
  slow: number,
): boolean {
  const { writer: w } = f;
  const { body, words } = microOps[n]!;
  if (body.kind === 'unless') {
    const holds = w.block();
    const { op } = body;
    if (op === undefined) f.value(1, 'i32');
    else
      lowerPure(op, {
        writer: w,
        operand: (k) => f.value(1 + k, 'i32'),
        immediate: absent,
        pool: absent,
        temp: f.temp.bind(f),
      });
    w.brIf(holds);
    f.word(words - 1);
    w.set(AT);
    w.br(next);
    w.end();
    w.get(AT);
    w.i32(4 * words);
    w.op(WasmOp.i32Add);
    w.set(AT);
    w.br(next);
    return true;
  }
  switch (n) {
    case Micro.jump: {
      const out = w.block();
      takeFuel(f);
      w.op(WasmOp.i32Eqz);
      w.brIf(out);
      f.word(2);
      w.set(AT);
      w.br(next);
      w.end();
      storeLocation(
        f,
        options,
        () => f.word(3),
        () => f.word(4),
      );
      leave(f, Leave.fuel);
      return true;
    }
    case Micro.indirect:
      writeIndirect(f, options, next, false);
      return true;
    case Micro.computed:
      writeIndirect(f, options, next, true);
      return true;
    case Micro.goto:
      f.word(1);
      w.set(AT);
      w.br(next);
      return true;
    case Micro.unlinked:
      leave(f, Leave.link);
      return true;
    case Micro.exit:
      takeFuel(f);
      w.op(WasmOp.drop);
      leave(f, Leave.exit);
      return true;
    case Micro.dead:
      leave(f, Leave.dead);
      return true;
    case Micro.count: {
      const hot = w.block();
      w.get(AT);
      f.word(1);
      w.i32(1);
      w.op(WasmOp.i32Sub);
      w.store('i32', 4);
      f.word(1);
      w.op(WasmOp.i32Eqz);
      w.brIf(hot);
      w.get(AT);
      w.i32(4 * words);
      w.op(WasmOp.i32Add);
      w.set(AT);
      w.br(next);
      w.end();
      leave(f, Leave.hot);
      return true;
    }
    case Micro.uncounted:
      w.get(AT);
      w.i32(4 * words);
      w.op(WasmOp.i32Add);
      w.set(AT);
      w.br(next);
      return true;
    case Micro.compiled:
      leave(f, Leave.compiled);
      return true;
    case Micro.helper:
      leave(f, Leave.slow);
      return true;
    case Micro.align:
      f.value(1, 'i32');
      f.word(2);
      w.op(WasmOp.i32And);
      w.brIf(slow);
      w.get(AT);
      w.i32(4 * words);
      w.op(WasmOp.i32Add);
      w.set(AT);
      w.br(next);
      return true;
    default:
      return false;
  }
}

/**
 * Looks a computed location up in the table of indirect branches.
 * @param noting - whether the location is noted among the targets of its block.
 */
function writeIndirect(f: HandlerFrame, options: HandlerOptions, next: number, noting: boolean): void {
  const { writer: w } = f;
  const pc = f.temp('i32', 0);
  const mode = f.temp('i32', 1);
  const entry = f.temp('i32', 2);
  f.value(2, 'i32');
  w.set(pc);
  f.value(3, 'i32');
  w.set(mode);
  if (noting) noteTarget(f, pc, mode);
  takeFuel(f);
  w.op(WasmOp.i32Eqz);
  w.if();
  storeLocation(
    f,
    options,
    () => w.get(pc),
    () => w.get(mode),
  );
  leave(f, Leave.fuel);
  w.end();
  pushTableEntry(w, pc, mode);
  w.tee(entry);
  w.load('i32', TABLE_BASE);
  w.get(pc);
  w.op(WasmOp.i32Eq);
  w.get(entry);
  w.load('i32', TABLE_BASE + 4);
  w.get(mode);
  w.ops(WasmOp.i32Eq, WasmOp.i32And);
  w.if();
  w.get(entry);
  w.load('i32', TABLE_BASE + 8);
  w.set(AT);
  w.br(next);
  w.end();
  storeLocation(
    f,
    options,
    () => w.get(pc),
    () => w.get(mode),
  );
  leave(f, Leave.lookup);
}

/** Notes a location among the targets whose address is operand word 4. */
function noteTarget(f: HandlerFrame, pc: number, mode: number): void {
  const { writer: w } = f;
  const to = f.temp('i32', 2);
  f.word(4);
  w.get(pc);
  w.i32(1);
  w.op(WasmOp.i32ShrU);
  w.get(pc);
  w.i32(TARGET_SHIFT);
  w.ops(WasmOp.i32ShrU, WasmOp.i32Xor);
  w.i32(NOTED_TARGETS - 1);
  w.op(WasmOp.i32And);
  w.i32(4 * TARGET_WORDS);
  w.ops(WasmOp.i32Mul, WasmOp.i32Add);
  w.tee(to);
  w.get(pc);
  w.store('i32');
  w.get(to);
  w.get(mode);
  w.store('i32', 4);
}

/** Pushes the offset of a location's entry in the table of indirect branches; the locals hold its pc and mode. */
export function pushTableEntry(w: FunctionWriter, pc: number, mode: number): void {
  w.get(pc);
  w.i32(1);
  w.op(WasmOp.i32ShrU);
  w.get(mode);
  w.i32(MODE_FACTOR);
  w.ops(WasmOp.i32Mul, WasmOp.i32Xor);
  w.i32(2 ** TABLE_BITS - 1);
  w.op(WasmOp.i32And);
  w.i32(TABLE_ENTRY);
  w.op(WasmOp.i32Mul);
}

/** Handlers that fall through to the micro-op after them. */
function writeBody(f: HandlerFrame, options: HandlerOptions, micro: MicroOp, slow: number): void {
  const { writer: w } = f;
  const { body } = micro;
  switch (body.kind) {
    case 'pure':
      f.word(1);
      lowerPure(body.op, {
        writer: w,
        operand: (k) => f.value(2 + k, body.operands[k]!),
        immediate: absent,
        pool: absent,
        temp: f.temp.bind(f),
      });
      w.store(body.op.result!);
      return;
    case 'float':
      if (body.op === undefined || options.fpFlags === undefined) w.br(slow);
      else {
        const { op } = body;
        const result = f.temp(op.result!, 5);
        lowerFloat(op.name, floatLowering(f, micro, options.fpFlags, slow));
        w.set(result);
        f.word(1);
        w.get(result);
        w.store(op.result!);
      }
      return;
    case 'load':
      loadHandler(f, body, slow);
      return;
    case 'store':
      storeHandler(f, body, slow);
      return;
    case 'move':
      f.word(1);
      f.word(2);
      w.memory(LOADS[body.load]);
      w.store(body.store === '128' ? 'v128' : body.store === '64' ? 'i64' : 'i32');
      return;
    case 'lane': {
      const wide = body.width === '64';
      const lane = f.temp(wide ? 'i64' : 'i32', 0);
      f.value(3, wide ? 'i64' : 'i32');
      w.set(lane);
      f.word(1);
      f.value(2, 'v128');
      w.store('v128');
      f.word(1);
      f.word(4);
      w.op(WasmOp.i32Add);
      w.get(lane);
      w.memory(LANE_STORES[body.width]!);
      return;
    }
    default:
      if (micro.code === Micro.moveTwice) {
        for (const word of [1, 3]) {
          f.word(word);
          f.value(word + 1, 'i32');
          w.store('i32');
        }
        return;
      }
      if (micro.code === Micro.overflow) {
        f.word(1);
        for (const word of [2, 4]) {
          f.value(word, 'i32');
          f.value(word + 1, 'i32');
          w.op(WasmOp.i32Xor);
        }
        w.op(WasmOp.i32And);
        w.store('i32');
        return;
      }
      if (micro.code !== SHUFFLE) throw new Error(`no handler for ${micro.name}`);
      writeShuffle(f);
  }
}

/** Bytes from a by lanes 0 to 15 and from b by lanes 16 to 31; a swizzle gives 0 for any other lane. */
function writeShuffle(f: HandlerFrame): void {
  const { writer: w } = f;
  f.word(1);
  f.value(2, 'v128');
  f.value(4, 'v128');
  w.op(WasmOp.i8x16Swizzle);
  f.value(3, 'v128');
  f.value(4, 'v128');
  w.v128([0x10101010, 0x10101010, 0x10101010, 0x10101010]);
  w.ops(WasmOp.i8x16Sub, WasmOp.i8x16Swizzle, WasmOp.v128Or);
  w.store('v128');
}

function floatLowering(f: HandlerFrame, micro: MicroOp, fpFlags: number, slow: number): FloatLowering {
  const { writer: w } = f;
  const { body } = micro;
  if (body.kind !== 'float' || body.op === undefined)
    throw new Error(`${micro.name} is not a quick operation`);
  const { op, env } = body;
  return {
    writer: w,
    env: env!,
    operand: (k) => f.value(2 + k, op.operands[k] as 'i32'),
    immediate: absent,
    pool: absent,
    temp: f.temp.bind(f),
    slowIf: () => w.brIf(slow),
    getFlags: () => {
      w.i32(0);
      w.load('i32', STATE_BASE + fpFlags);
    },
    setFlags: () => {
      const flags = f.temp('i32', 4);
      w.set(flags);
      w.i32(0);
      w.get(flags);
      w.store('i32', STATE_BASE + fpFlags);
    },
  };
}

function absent(): never {
  throw new Error('micro-ops carry no immediates of the IR');
}
