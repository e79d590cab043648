import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode, ops } from '../../ir/op';
import { registerNames } from '../../ir/print';
import type { RegisterSlot } from '../../isa/architecture';
import type { Location } from '../../isa/location';
import { printFunction } from '../wasm/function-printer';
import type { BitSet } from './bit-set';
import { isSwitch } from './computed-jumps';
import { isCopy, originalOf } from './inlined-calls';
import { continuation, immediateDominators, type Region } from './region';
import type { RegionCode } from './region-emitter';
import { RegionFrame, type RegionTarget } from './region-frame';

const hex = (word: number): string => `0x${(word >>> 0).toString(16).padStart(8, '0')}`;
const place = ({ pc, mode }: Location): string => (mode === 0 ? hex(pc) : `${hex(pc)}/${mode}`);
/** Name of the function of a location, for calls between regions. */
const functionName = (key: number): string =>
  `region_${place({ pc: key % 0x1_0000_0000, mode: Math.floor(key / 0x1_0000_0000) })}`.replace('/', '_');

/** Ways out of a block that stay in no region: the operations by which it leaves. */
const LEAVING: ReadonlySet<number> = new Set([opcode.ret, opcode['jump.indirect'], opcode.exit]);

/** Shows regions as `-d regions` and their functions as `-d wasm` does. */
export class RegionPrinter {
  private readonly names: ReadonlyMap<string, string>;

  constructor(
    private readonly target: RegionTarget,
    registers: readonly RegisterSlot[],
  ) {
    this.names = registerNames(registers);
  }

  /**
   * What a region consists of: its guest range, and for each block its range, instructions, edges, and the registers that are
   * expected in locals (live) and not yet stored (dirty) at its start. Locations are `pc`, or `pc/mode` where the mode is not 0.
   */
  region(id: number, region: Region, code: RegionCode): string {
    const { blocks } = region;
    const frame = new RegionFrame(region, this.target);
    const idom = immediateDominators(blocks);
    const start = Math.min(...blocks.map(({ ir }) => ir.pc));
    const end = Math.max(...blocks.map(({ ir }) => ir.pc + ir.size));
    const entries = [region.entry].map(place).join(' ');
    const lines = [
      `region ${id} at ${entries}: guest ${hex(start)}-${hex(end)}, ${blocks.length} blocks, ` +
        `${region.instructions} instructions, ${code.body.length} bytes of WebAssembly`,
    ];
    const slots = (bits: BitSet): string => this.slots(frame, bits);
    blocks.forEach(({ ir, targets, isSwitch }, index) => {
      const loop = blocks.some((block, from) => from >= index && block.targets.includes(index));
      const role = `${index === 0 ? ' entry' : ` idom ${idom[index]}`}${loop ? ' loop' : ''}${isSwitch ? ' switch' : ''}`;
      const edges = edgesOf(ir, targets).join(', ') || 'none';
      const copy = isCopy(ir.mode) ? ' copy' : '';
      const at = originalOf(ir, region.copiedModes);
      lines.push(
        `  block ${index} ${place(at)}-${hex(ir.pc + ir.size)} (${ir.instructions} instructions)${copy}${role} -> ${edges}`,
        `    live ${slots(frame.flow.liveIn[index]!)}; dirty ${slots(frame.flow.dirtyIn[index]!)}`,
      );
    });
    lines.push(`  writes ${slots(frame.flow.written)}`);
    frame.flow.slowSets.forEach((set, n) => {
      lines.push(`  slow exit ${n} stores ${slots(set)}`);
    });
    return `${lines.join('\n')}\n`;
  }

  /** The function of a region in WebAssembly's text format; registers in locals go by their names. */
  wasm(region: Region, { body, relocations }: RegionCode): string {
    const frame = new RegionFrame(region, this.target);
    const localNames = new Map<number, string>([[0, 'depth']]);
    for (const { bit } of frame.slots.locals) localNames.set(frame.slotLocal(bit), this.slot(frame, bit));
    const targets = new Map(relocations.map(({ at, target }) => [at, target]));
    const { entry } = region;
    return printFunction(body, {
      name: functionName(entry.pc + entry.mode * 0x1_0000_0000),
      params: frame.writer.params,
      results: frame.writer.results,
      localNames,
      callee(index, at) {
        const target = targets.get(at);
        if (target === undefined) return `${index}`;
        return `$${target === 'indirect' ? target : functionName(target)}`;
      },
    });
  }

  private slots(frame: RegionFrame, bits: BitSet): string {
    return [...bits].map((bit) => this.slot(frame, bit)).join(' ') || 'nothing';
  }

  private slot(frame: RegionFrame, bit: number): string {
    const { offset, type } = frame.slots.locals[bit]!;
    // A float register that is only moved about is an integer to the region, and named for neither.
    for (const known of [type, 'i32', 'f32', 'i64', 'f64', 'v128']) {
      const name = this.names.get(`${known}@${offset}`);
      if (name !== undefined) return name;
    }
    return `${type}@${offset}`;
  }
}

/** Where control goes from a block: numbers of blocks, locations of other regions, or how it leaves. */
function edgesOf(ir: IrBlock, targets: readonly number[]): string[] {
  const edges: string[] = [];
  let jumps = 0;
  for (let at = 0; at < ir.code.length; at += IR_STRIDE) {
    const op = ir.code[at]!;
    const next = continuation(ir.code, at);
    if (next !== undefined) {
      const to = targets[jumps++]!;
      const onward =
        to >= 0 ? `block ${to}` : isSwitch(next.mode) ? 'jump.indirect' : `region ${place(next)}`;
      if (op === opcode.call) {
        const callee = place({ pc: ir.code[at + 1]! >>> 0, mode: ir.code[at + 2]! });
        edges.push(`call ${callee} then ${onward}`);
      } else if (op === opcode['call.indirect']) edges.push(`call indirectly then ${onward}`);
      else edges.push(onward);
    } else if (LEAVING.has(op)) edges.push(ops[op]!.name);
  }
  return edges;
}
