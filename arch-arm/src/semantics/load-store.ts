import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';

/** How an address comes from its base: P before the access, U upwards, W written back (always if not P). */
export interface Indexing {
  readonly Rn: number;
  readonly P: number;
  readonly U: number;
  readonly W: number;
}

/** Offset [Rn, #imm] upwards, without writeback. */
export const plainIndexing = (Rn: number): Indexing => ({ Rn, P: 1, U: 1, W: 0 });

/** Where an access goes, and what becomes of its base. */
export interface Address {
  readonly address: I32;
  /** Writes the moved base back; done once the access can no longer fault. */
  writeBack(): void;
}

/** The address of an access with an offset from its base. */
export function indexedAddress(c: ArmContext, { Rn, P, U, W }: Indexing, offset: I32): Address {
  const { ir } = c;
  const base = c.base(Rn);
  const moved = U ? ir.add(base, offset) : ir.sub(base, offset);
  return {
    address: P ? moved : base,
    writeBack: () => {
      if (!P || W) c.setReg(Rn, moved);
    },
  };
}

/** Loads: size and extension. */
export type LoadWidth = 'u8' | 'i8' | 'u16' | 'i16' | 'i32';
/** Stores: size. */
export type StoreWidth = 'i8' | 'i16' | 'i32';

/** LDR, LDRB, LDRH, LDRSB, LDRSH. A load of r15 through sp is a return. */
export function load(c: ArmContext, width: LoadWidth, Rt: number, f: Indexing, offset: I32): void {
  const at = indexedAddress(c, f, offset);
  const value = c.ir.load(width, at.address, c.memory());
  at.writeBack();
  c.setLoaded(Rt, value, f.Rn === 13 ? 'return' : 'jump');
}

/** STR, STRB, STRH. */
export function store(c: ArmContext, width: StoreWidth, Rt: number, f: Indexing, offset: I32): void {
  const at = indexedAddress(c, f, offset);
  c.ir.store(width, at.address, c.reg(Rt), c.memory());
  at.writeBack();
}

/** LDRD: two words from a word-aligned address. */
export function loadDouble(c: ArmContext, Rt: number, Rt2: number, f: Indexing, offset: I32): void {
  const { ir } = c;
  const at = indexedAddress(c, f, offset);
  const first = ir.load('i32', at.address, c.memory(true));
  const second = ir.load('i32', ir.add(at.address, ir.imm(4)), c.memory(true));
  c.setReg(Rt, first);
  c.setReg(Rt2, second);
  // A base that is loaded too is unpredictable; the moved base stays.
  at.writeBack();
}

/** STRD. */
export function storeDouble(c: ArmContext, Rt: number, Rt2: number, f: Indexing, offset: I32): void {
  const { ir } = c;
  const at = indexedAddress(c, f, offset);
  ir.store('i32', at.address, c.reg(Rt), c.memory(true));
  ir.store('i32', ir.add(at.address, ir.imm(4)), c.reg(Rt2), c.memory(true));
  at.writeBack();
}
