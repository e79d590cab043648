import { IR_STRIDE, type IrBlock } from '../block';
import { opcode } from '../op';
import type { PassOptions } from './forward';
import { traits } from './traits';

const { if: IF, else: ELSE, insn: INSN } = opcode;

/**
 * Drops pure instructions whose result is not used, and writes of registers that are overwritten before anything can see
 * them: no read, no operation that may fault or leave, no control flow, and no boundary at which a block that has overwritten
 * its own code leaves.
 */
export function removeDead(block: IrBlock, options: PassOptions): IrBlock {
  const { code } = block;
  const count = code.length / IR_STRIDE;
  const live = new Uint8Array(count);
  const used = new Uint8Array(count);
  /** By word of the state: whether it is overwritten before it is seen. */
  const overwritten = new Uint8Array((options.stateSize + 3) >> 2);
  const stored = storesBefore(code, count);
  for (let n = count - 1; n >= 0; n--) {
    const at = n * IR_STRIDE;
    const op = code[at]!;
    const trait = traits[op]!;
    if (trait.pure && used[n] === 0) continue;
    if (trait.isSet) {
      const first = code[at + 2]! >> 2;
      const end = (code[at + 2]! + trait.registerSize + 3) >> 2;
      if (overwritten.subarray(first, end).every((flag) => flag === 1)) continue;
      overwritten.fill(1, first, end);
    } else if (trait.isGet) {
      overwritten.fill(0, code[at + 1]! >> 2, (code[at + 1]! + trait.registerSize + 3) >> 2);
    } else if (trait.isFloat) {
      if (options.fpFlags !== undefined) overwritten[options.fpFlags >> 2] = 0;
    } else if (!trait.pure && (op !== INSN || stored[n] === 1)) overwritten.fill(0);
    live[n] = 1;
    for (const k of trait.values) used[code[at + k]!] = 1;
  }
  return live.every((flag) => flag === 1) ? block : compact(block, live);
}

/** For each `insn`: whether the guest instruction before it may have changed code. */
function storesBefore(code: Int32Array, count: number): Uint8Array {
  const stored = new Uint8Array(count);
  let since = 0;
  for (let n = 0; n < count; n++) {
    const op = code[n * IR_STRIDE]!;
    if (op === INSN) {
      stored[n] = since;
      since = 0;
    } else if (traits[op]!.isStore) since = 1;
  }
  return stored;
}

/** The instructions that are marked, renumbered. */
function compact(block: IrBlock, live: Uint8Array): IrBlock {
  const { code } = block;
  const count = live.length;
  const index = new Int32Array(count);
  let length = 0;
  for (let n = 0; n < count; n++) if (live[n] === 1) index[n] = length++;
  const out = new Int32Array(length * IR_STRIDE);
  for (let n = 0; n < count; n++) {
    if (live[n] === 0) continue;
    const from = n * IR_STRIDE;
    const to = index[n]! * IR_STRIDE;
    const op = code[from]!;
    for (let k = 0; k < IR_STRIDE; k++) out[to + k] = code[from + k]!;
    for (const k of traits[op]!.values) out[to + k] = index[code[from + k]!]!;
    if (op === IF) {
      out[to + 2] = index[code[from + 2]!]!;
      out[to + 3] = index[code[from + 3]!]!;
    } else if (op === ELSE) {
      out[to + 1] = index[code[from + 1]!]!;
      out[to + 2] = index[code[from + 2]!]!;
    }
  }
  return { ...block, code: out };
}
