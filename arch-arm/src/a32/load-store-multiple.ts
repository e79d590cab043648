import { type ArmRow, define } from '../instruction';
import { loadMultiple, storeMultiple } from '../semantics/load-store-multiple';
import { insn, list, reg } from '../text';

/** Increment-after is the plain form, save that STM with writeback is written stmia. */
const suffix = (P: number, U: number, W: number, name: string): string =>
  U ? (P ? 'ib' : name === 'stm' && W ? 'ia' : '') : P ? 'db' : 'da';

function text(name: 'ldm' | 'stm', f: { P: number; U: number; W: number; Rn: number; list: number }): string {
  const many = (f.list & (f.list - 1)) !== 0;
  if (f.Rn === 13 && f.W && many) {
    if (name === 'ldm' && !f.P && f.U) return insn('pop', list(f.list));
    if (name === 'stm' && f.P && !f.U) return insn('push', list(f.list));
  }
  return insn(`${name}${suffix(f.P, f.U, f.W, name)}`, `${reg(f.Rn)}${f.W ? '!' : ''}`, list(f.list));
}

/** LDM and STM; the forms for other modes (^) are undefined in user mode (DDI 0406C A5.5). */
export const loadStoreMultipleRows: readonly ArmRow[] = [
  define({
    name: 'ldm',
    pattern: 'cond:4 100 P:1 U:1 0 W:1 1 Rn:4 list:16',
    translate: (c, f) => {
      // Writeback of a base that is loaded too: undefined from ARMv7 on; before, the loaded value stays.
      if (f.W && f.list & (1 << f.Rn) && c.has('v7')) return false;
      return loadMultiple(c, f);
    },
    text: (f) => text('ldm', f),
  }),
  define({
    name: 'stm',
    pattern: 'cond:4 100 P:1 U:1 0 W:1 0 Rn:4 list:16',
    translate: storeMultiple,
    text: (f) => text('stm', f),
  }),
];
