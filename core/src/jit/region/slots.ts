import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { opcode, ops } from '../../ir/op';
import { type IrType, typeSize } from '../../ir/types';

/** A part of the CPU state that a region reads or writes, as an integer, a float or both. */
export interface Slot {
  readonly offset: number;
  /** Of its local; accesses of the other type of this size reinterpret. */
  readonly type: IrType;
  /**
   * Bit of the slot in register sets, where it is kept in a WebAssembly local; -1 where it stays in memory because another
   * slot of the region overlaps it, or because it is deferred.
   */
  readonly bit: number;
}

const TYPES: readonly IrType[] = ['i32', 'i64', 'f32', 'f64', 'v128'];
const getType = new Map<number, IrType>(TYPES.map((type) => [opcode[`${type}.get`], type]));
const setType = new Map<number, IrType>(TYPES.map((type) => [opcode[`${type}.set`], type]));

/** The state access that an instruction is, if it is one. */
export function stateAccess(
  code: Int32Array,
  at: number,
): { readonly offset: number; readonly type: IrType; readonly write: boolean } | undefined {
  const op = code[at]!;
  const read = getType.get(op);
  if (read !== undefined) return { offset: code[at + 1]!, type: read, write: false };
  const write = setType.get(op);
  if (write !== undefined) return { offset: code[at + 2]!, type: write, write: true };
  return undefined;
}

/** Whether an operation reads and writes the accumulated exception flags. */
export const touchesFpFlags: readonly boolean[] = ops.map((op) => op.name.startsWith('fp.'));

const slotId = (offset: number, type: IrType): number => offset * 32 + typeSize[type];

/** How many registers of a region are kept in locals at the most. */
export const MAX_LOCAL_SLOTS = 128;

/** The slots of a region. */
export class SlotMap {
  private readonly byId = new Map<number, Slot>();
  /** Slots kept in locals, by bit. */
  readonly locals: readonly Slot[];

  /** Offsets of the slots that are computed only where they are read (see DeferredSlots). */
  readonly deferred: ReadonlySet<number>;

  /**
   * @param fpFlags - offset of the flags slot, if the architecture has one.
   * @param seldomRead - offsets of slots of one word that are written more often than read.
   * @param transient - offsets of slots that only bring values from block to block: nothing expects them in the CPU state.
   */
  constructor(
    blocks: readonly IrBlock[],
    fpFlags: number | undefined,
    seldomRead: readonly number[],
    private readonly transient: readonly number[] = [],
  ) {
    const deferred = new Set<number>();
    const used = new Map<number, { offset: number; type: IrType }>();
    const use = (offset: number, type: IrType): void => {
      const id = slotId(offset, type);
      // What is also loaded, stored or moved as an integer is kept as the float that it is computed with.
      if (!used.has(id) || type === 'f32' || type === 'f64') used.set(id, { offset, type });
    };
    for (const { code } of blocks) {
      for (let at = 0; at < code.length; at += IR_STRIDE) {
        const access = stateAccess(code, at);
        if (access !== undefined) {
          use(access.offset, access.type);
          if (access.write && seldomRead.includes(access.offset)) deferred.add(access.offset);
        } else if (fpFlags !== undefined && touchesFpFlags[code[at]!]) use(fpFlags, 'i32');
      }
    }
    const owners = new Map<number, number>();
    for (const { offset, type } of used.values()) {
      for (let word = offset >> 2; word < (offset + typeSize[type] + 3) >> 2; word++)
        owners.set(word, (owners.get(word) ?? 0) + 1);
    }
    for (const offset of deferred) if (owners.get(offset >> 2) !== 1) deferred.delete(offset);
    const locals: Slot[] = [];
    for (const [id, { offset, type }] of used) {
      let alone = locals.length < MAX_LOCAL_SLOTS && !deferred.has(offset);
      for (let word = offset >> 2; alone && word < (offset + typeSize[type] + 3) >> 2; word++)
        alone = owners.get(word) === 1;
      const slot: Slot = { offset, type, bit: alone ? locals.length : -1 };
      if (alone) locals.push(slot);
      this.byId.set(id, slot);
    }
    this.locals = locals;
    this.deferred = deferred;
  }

  /** Whether a slot has to be stored where the region is left after it was written. */
  isStored({ bit, offset }: Slot): boolean {
    return bit >= 0 && !this.transient.includes(offset);
  }

  get(offset: number, type: IrType): Slot {
    return this.byId.get(slotId(offset, type))!;
  }
}
