import type { IrBlock } from '../ir/block';
import { ExitKind } from '../ir/op';
import { type Architecture, CodeFault, type CpuState } from '../isa/architecture';
import { AccessResult, type GuestMemory } from '../memory/guest-memory';
import { ENGINE_BASE, EngineWord, STATE_BASE } from '../memory/layout';
import { BlockCache, type CachedBlock } from './block-cache';
import { GuestCodeReader } from './code-reader';
import { firstInstruction } from './cut';
import type { Execution, Exit } from './engine';
import type { InterpreterCounters } from './interpreter';
import { SlowPath } from './slow-path';
import type { RunThreaded } from './threaded/handlers';
import {
  CODE_BASE,
  CODE_END,
  HEADER_WORDS,
  Header,
  Leave,
  NOTED_TARGETS,
  TABLE_BASE,
  TABLE_BITS,
  TABLE_ENTRY,
  TARGET_WORDS,
  tableEntry,
} from './threaded/layout';
import { Micro, microWords } from './threaded/micro-op';
import type { InterpreterModules } from './threaded/modules';
import type { TierUp } from './tier-up';
import type { Translator } from './translator';

/**
 * Guest instructions until a tier above is asked to compile: a program that ends before has ended sooner than the compiler,
 * cold itself, would have done its first region.
 */
const COLD_START = 10_000_000;
/** Entries of a block that the tier above is told of at the end. */
const WORTH_TELLING = 16;
const TABLE_WORDS = (TABLE_ENTRY >> 2) * 2 ** TABLE_BITS;
/** Words of a stub's code, with what keeps the next block aligned. */
const STUB_WORDS = 4;
const THREADED_AT = (ENGINE_BASE + EngineWord.threadedAt) >>> 2;
const FUEL = (ENGINE_BASE + EngineWord.fuel) >>> 2;

/** Runs the guest code of one address space by interpreting threaded code. */
export class InterpretedExecution implements Execution {
  private readonly exit: Exit = { kind: ExitKind.fuel, info: 0, address: 0, access: 'read' };
  private readonly words: Int32Array;
  private readonly pcIndex: number;
  private readonly modeIndex: number;
  private readonly cache = new BlockCache();
  private readonly reader: GuestCodeReader;
  private readonly slow: SlowPath;
  private runThreaded: RunThreaded;
  /** Where the next block's threaded code goes. */
  private next = CODE_BASE;
  /** Threaded code that `step` runs: a block outside the cache. */
  private single: CachedBlock | undefined;

  constructor(
    private readonly memory: GuestMemory,
    architecture: Architecture,
    private readonly modules: InterpreterModules,
    private readonly translator: Translator,
    private readonly counters: InterpreterCounters,
    private readonly tier?: TierUp,
    /** Where the room for threaded code ends. */
    private readonly codeEnd: number = CODE_END,
  ) {
    const { words } = memory;
    const { pc, mode, fpFlags, helpers } = architecture;
    this.words = words;
    this.pcIndex = (STATE_BASE + pc.offset) >>> 2;
    this.modeIndex = (STATE_BASE + mode.offset) >>> 2;
    this.reader = new GuestCodeReader(memory);
    const state: CpuState = { words, base: STATE_BASE >>> 2 };
    this.slow = new SlowPath(memory, state, helpers, fpFlags?.offset, counters);
    this.runThreaded = this.instantiate(modules.first());
    this.flush();
    memory.onCodeChange = (start, end) => this.invalidate(start, end);
  }

  run(fuel: number): Exit {
    const entry = this.enter();
    return this.left(entry === undefined ? this.exit : this.execute(entry.code, fuel));
  }

  /**
   * As run, for the slower tier below compiled code: a compiled block at the very start is interpreted all the same, and the
   * exit is `jump` where compiled code is to go on.
   */
  resume(fuel: number): Exit {
    const pc = this.words[this.pcIndex]! >>> 0;
    const mode = this.words[this.modeIndex]!;
    let known = this.cache.find(pc, mode);
    if (known?.stub) {
      this.forget(known);
      known = undefined;
    }
    known ??= this.add(pc, mode);
    if (known === undefined) return this.left(this.exit);
    this.publish(known);
    const marked = this.words[known.code >>> 2] === Micro.compiled;
    return this.left(this.execute(marked ? known.code + 4 * microWords[Micro.compiled]! : known.code, fuel));
  }

  /** The interpreter of this address space, for whoever runs it from compiled code on. */
  get threaded(): RunThreaded {
    return this.runThreaded;
  }

  /** Goes on where `threaded` has stopped for a reason, after so many instructions. The exit is as of `resume`. */
  goOn(reason: number, instructions: number): Exit {
    this.counters.instructions += instructions;
    return this.left(this.execute(0, this.words[FUEL]!, reason));
  }

  /** Counts instructions that `threaded` has run. */
  ran(instructions: number): void {
    this.counters.instructions += instructions;
  }

  private left(exit: Exit): Exit {
    this.counters.exits.count(exit.kind);
    return exit;
  }

  /** Whether the block of a location has run. */
  knows(pc: number, mode: number): boolean {
    return this.cache.find(pc, mode) !== undefined;
  }

  /** Entries of a location's block that the tier above has not been told of. */
  entries(pc: number, mode: number): number {
    const block = this.cache.find(pc, mode);
    return block === undefined ? 0 : this.counted(block);
  }

  /** Lets the count of a location's block begin anew. */
  recount(pc: number, mode: number): void {
    const block = this.cache.find(pc, mode);
    if (block !== undefined && !block.stub) this.count(block);
  }

  /** Tells the tier above of all blocks that were entered more than a few times. */
  report(): void {
    if (this.tier === undefined || this.tier.threshold === 1) return;
    for (const block of this.cache.all) {
      if (this.counted(block) >= WORTH_TELLING) this.reportOf(block);
      this.reportJumps(block);
    }
  }

  /** Tells the tier above where computed jumps at the end of a location's block have gone. */
  reportTargets(pc: number, mode: number): void {
    const block = this.cache.find(pc, mode);
    if (block !== undefined) this.reportJumps(block);
  }

  private reportJumps({ code, dead, stub }: CachedBlock): void {
    const { words } = this;
    const header = code >>> 2;
    if (dead || stub || words[header + Header.targets] === 0) return;
    const instructions = words[header + Header.instructions]! >>> 2;
    const last = instructions + 1 + 3 * (words[instructions]! - 1);
    const site = { pc: words[last + 1]! >>> 0, mode: words[last + 2]! };
    let at = words[header + Header.targets]! >>> 2;
    for (let n = 0; n < NOTED_TARGETS; n++, at += TARGET_WORDS)
      if (words[at] !== 0) this.tier!.jumped(site, { pc: words[at]! >>> 0, mode: words[at + 1]! });
  }

  private reportOf(block: CachedBlock): void {
    const times = this.counted(block);
    if (times <= 0) return;
    this.tier!.entered(block.pc, block.mode, times);
    block.due -= times;
  }

  private counted({ due, code }: CachedBlock): number {
    const index = code >>> 2;
    return due > 0 && this.words[index] === Micro.count ? due - this.words[index + 1]! : 0;
  }

  /** Lets a block's count begin anew. */
  private count(block: CachedBlock): void {
    const index = block.code >>> 2;
    if (this.words[index] !== Micro.count) return;
    block.due = this.tier!.patience(block.pc, block.mode);
    this.words[index + 1] = block.due;
  }

  /** Says whether a block has compiled code, so that it is left for that. */
  setCompiled(pc: number, mode: number, compiled: boolean): void {
    const block = this.cache.find(pc, mode);
    if (block === undefined || block.dead) return;
    if (block.stub) {
      if (!compiled) this.forget(block);
      return;
    }
    const index = block.code >>> 2;
    if (compiled) {
      this.reportOf(block);
      this.words[index] = Micro.compiled;
      this.words[index + 1] = 0;
    } else {
      this.words[index] = Micro.count;
      this.count(block);
    }
  }

  step(): Exit {
    const pc = this.words[this.pcIndex]! >>> 0;
    const mode = this.words[this.modeIndex]!;
    const block = this.borrow(pc, mode);
    if (block === undefined) return this.exit;
    const first = firstInstruction(block);
    const { assembler } = this.translator;
    assembler.assemble(first);
    const start = this.reserve(assembler.length);
    this.single = this.cached(pc, mode, first.size, start);
    this.place(start);
    // Without fuel the block leaves as it ends.
    const exit = this.execute(this.single.code, 0);
    this.single = undefined;
    this.next = start;
    return exit;
  }

  dispose(): void {
    this.memory.onCodeChange = undefined;
    this.report();
    this.cache.clear();
  }

  private instantiate(module: WebAssembly.Module): RunThreaded {
    const { exports } = new WebAssembly.Instance(module, { e: { m: this.memory.memory } });
    return exports.run as RunThreaded;
  }

  /** Runs threaded code from an address, with what it needs done for it, until it leaves to the kernel. */
  private execute(at: number, fuel: number, stopped = -1): Exit {
    const { words, exit, counters } = this;
    for (;;) {
      const reason = stopped >= 0 ? stopped : this.runThreaded(at, fuel);
      stopped = -1;
      at = words[THREADED_AT]!;
      const left = words[FUEL]!;
      counters.instructions += fuel - left;
      fuel = left;
      switch (reason) {
        case Leave.fuel:
          exit.kind = ExitKind.fuel;
          return exit;
        case Leave.exit: {
          const index = at >>> 2;
          exit.kind = words[index + 2]!;
          exit.info = words[index + 3]!;
          this.setLocation(words[index + 4]!, words[index + 5]!);
          // A misaligned pc is an `unaligned` exit of its own instruction.
          exit.address = words[index + 4]! >>> 0;
          exit.access = 'execute';
          return exit;
        }
        case Leave.slow: {
          counters.slow++;
          // Read before the block may be invalidated, which overwrites its first micro-op.
          const length = 4 * microWords[words[at >>> 2]!]!;
          if (!this.slow.run(at, exit)) {
            this.locate(at);
            return exit;
          }
          if (this.executing(at)?.dead) this.leaveAtNextInstruction(at);
          at += length;
          break;
        }
        case Leave.link: {
          const jump = (at >>> 2) - microWords[Micro.jump]!;
          this.setLocation(words[jump + 3]!, words[jump + 4]!);
          const generation = counters.flushes;
          const target = this.enter();
          if (target === undefined) return exit;
          // A flush in between has thrown the jump away.
          if (counters.flushes === generation) words[jump + 2] = target.code;
          at = target.code;
          break;
        }
        case Leave.hot:
        case Leave.compiled: {
          const index = at >>> 2;
          if (reason === Leave.compiled || this.becomesCompiled(index)) {
            this.setLocation(words[index + Header.pc]!, words[index + Header.mode]!);
            exit.kind = ExitKind.jump;
            return exit;
          }
          at += 4 * microWords[Micro.count]!;
          break;
        }
        case Leave.rare:
          this.runThreaded = this.instantiate(this.modules.complete());
          break;
        case Leave.dead: {
          const index = at >>> 2;
          this.setLocation(words[index + Header.pc]!, words[index + Header.mode]!);
          const target = this.enter();
          if (target === undefined) return exit;
          at = target.code;
          break;
        }
        default: {
          const target = this.enter();
          if (target === undefined) return exit;
          this.publish(target);
          at = target.code;
        }
      }
    }
  }

  /** Puts a block into the table of indirect branches. */
  private publish({ pc, mode, code }: CachedBlock): void {
    const { words } = this;
    const entry = tableEntry(pc, mode) >>> 2;
    words[entry] = pc;
    words[entry + 1] = mode;
    words[entry + 2] = code;
  }

  /** The block at the state's location; undefined after describing in `exit` why it cannot be fetched. */
  private enter(): CachedBlock | undefined {
    return this.lookup(this.words[this.pcIndex]! >>> 0, this.words[this.modeIndex]!);
  }

  private lookup(pc: number, mode: number): CachedBlock | undefined {
    const known = this.cache.find(pc, mode);
    if (known !== undefined) return known;
    return this.tier?.compiled(pc, mode) ? this.addStub(pc, mode) : this.add(pc, mode);
  }

  /** A block for jumps to compiled code, so that they are linked as others are. */
  private addStub(pc: number, mode: number): CachedBlock {
    const words = HEADER_WORDS + STUB_WORDS;
    const start = this.reserve(words);
    this.next = start + 4 * words;
    const code = (start >>> 2) + HEADER_WORDS;
    this.words[code + Header.pc] = pc;
    this.words[code + Header.mode] = mode;
    this.words[code] = Micro.compiled;
    this.words[code + 1] = 0;
    const stub = { pc, mode, end: pc + 1, code: start + 4 * HEADER_WORDS, stub: true, dead: false, due: 0 };
    this.cache.add(stub);
    return stub;
  }

  /** Takes a stub out: what is linked to it looks again. */
  private forget(stub: CachedBlock): void {
    this.words[stub.code >>> 2] = Micro.dead;
    this.cache.remove(stub);
  }

  private becomesCompiled(index: number): boolean {
    const { words } = this;
    const pc = words[index + Header.pc]! >>> 0;
    const mode = words[index + Header.mode]!;
    const block = this.cache.find(pc, mode);
    if (block === undefined || block.code !== index << 2) {
      words[index] = Micro.uncounted;
      return false;
    }
    this.reportOf(block);
    const { threshold, eager } = this.tier!;
    const isCold = threshold > 1 && !eager && this.counters.instructions < COLD_START;
    const answer = isCold ? 'later' : this.tier!.hot(pc, mode);
    if (answer === 'compiled') return true;
    if (answer === 'later') this.count(block);
    else words[index] = Micro.uncounted;
    return false;
  }

  private add(pc: number, mode: number): CachedBlock | undefined {
    const { counters } = this;
    const { templates, assembler } = this.translator;
    let template = this.isExecutable(pc) ? templates.find(pc, mode, this.words) : -1;
    if (template >= 0 && !this.isExecutable(pc + templates.size(template) - 1)) template = -1;
    let size: number;
    let start: number;
    if (template >= 0) {
      size = templates.size(template);
      start = this.reserve(templates.words(template));
      templates.place(template, this.words, start);
      this.next = start + 4 * templates.words(template);
      counters.reused++;
    } else {
      const block = this.borrow(pc, mode);
      if (block === undefined) return undefined;
      size = block.size;
      assembler.assemble(block, this.tier?.threshold);
      start = this.reserve(assembler.length);
      this.place(start);
      this.next = start + 4 * assembler.length;
      templates.add(assembler, block, this.words);
      counters.blocks++;
    }
    const cached = this.cached(pc, mode, size, start);
    this.cache.add(cached);
    if (this.tier !== undefined) this.count(cached);
    this.memory.markCode(pc);
    if (size > 1) this.memory.markCode(pc + size - 1);
    return cached;
  }

  private isExecutable(address: number): boolean {
    return this.memory.prepare(address >>> 0, 1, 'execute') === AccessResult.ok;
  }

  /** The IR of the block at a location; undefined after describing in `exit` why it cannot be fetched. */
  translate(pc: number, mode: number): IrBlock | undefined {
    const block = this.borrow(pc, mode);
    return block && { ...block, code: block.code.slice() };
  }

  /** As translate; the block is overwritten by the next one. */
  private borrow(pc: number, mode: number): IrBlock | undefined {
    const { reader, exit } = this;
    reader.begin();
    try {
      return this.translator.translate(reader, pc, mode);
    } catch (error) {
      if (!(error instanceof CodeFault)) throw error;
      exit.kind = ExitKind.fault;
      exit.info = reader.fault;
      exit.address = error.address;
      exit.access = 'execute';
      return undefined;
    }
  }

  /** The address for threaded code of a length, after making room if there is none. */
  private reserve(length: number): number {
    if (this.next + 4 * length > this.codeEnd) this.flush();
    return this.next;
  }

  /** Copies what the assembler has made to an address. */
  private place(address: number): void {
    const { words } = this;
    const { assembler } = this.translator;
    const to = address >>> 2;
    for (let k = 0; k < assembler.length; k++) words[to + k] = assembler.words[k]!;
    for (const k of assembler.relocations) words[to + k] = words[to + k]! + address;
  }

  private cached(pc: number, mode: number, size: number, start: number): CachedBlock {
    return { pc, mode, end: pc + size, code: start + 4 * HEADER_WORDS, stub: false, dead: false, due: 0 };
  }

  /** Forgets all translations. */
  private flush(): void {
    this.report();
    this.cache.clear();
    this.next = CODE_BASE;
    const table = TABLE_BASE >>> 2;
    this.words.fill(0, table, table + TABLE_WORDS);
    // An empty entry is one of location 0, which only the first entry can stand for.
    this.words[table + 1] = -1;
    this.counters.flushes++;
  }

  /** Forgets translations of guest code in [start, end). */
  invalidate(start: number, end: number): void {
    for (const block of this.cache.invalidate(start, end)) {
      this.words[block.code >>> 2] = Micro.dead;
      this.counters.invalidations++;
    }
    const { single } = this;
    if (single !== undefined && single.pc < end && single.end > start) single.dead = true;
  }

  private executing(at: number): CachedBlock | undefined {
    return this.single ?? this.cache.containing(at);
  }

  private setLocation(pc: number, mode: number): void {
    this.words[this.pcIndex] = pc;
    this.words[this.modeIndex] = mode;
  }

  /** Index in the instruction table, in words, of the guest instruction whose micro-op is at an address. */
  private instructionOf(at: number): number {
    const { words } = this;
    const block = this.executing(at)!;
    const table = words[(block.code >>> 2) + Header.instructions]! >>> 2;
    let entry = table + 1;
    for (let n = 1; n < words[table]!; n++) {
      if (words[entry + 3]! > at) break;
      entry += 3;
    }
    return entry;
  }

  /** Sets the state's location to the guest instruction whose micro-op is at an address. */
  private locate(at: number): void {
    const entry = this.instructionOf(at);
    this.setLocation(this.words[entry + 1]!, this.words[entry + 2]!);
  }

  /** A block has overwritten guest code of its own: makes it leave before its next instruction. */
  private leaveAtNextInstruction(at: number): void {
    const { words } = this;
    const block = this.executing(at)!;
    const table = words[(block.code >>> 2) + Header.instructions]! >>> 2;
    const next = this.instructionOf(at) + 3;
    const done = (next - table - 1) / 3;
    if (done >= words[table]!) return;
    const [code, pc, mode] = [words[next]!, words[next + 1]!, words[next + 2]!];
    // The dead block's later code and its table give room enough.
    const index = code >>> 2;
    words[index] = Micro.jump;
    words[index + 1] = done;
    words[index + 2] = (index + microWords[Micro.jump]!) << 2;
    words[index + 3] = pc;
    words[index + 4] = mode;
    words[index + 5] = Micro.unlinked;
  }
}
