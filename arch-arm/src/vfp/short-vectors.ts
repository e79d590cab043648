import type { F32, F64 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { Mode } from '../mode';
import { double, hasDouble, type Precision, single } from './precision';

/** The meaning of a data-processing instruction on one element; returns the new destination. */
export type Meaning = <F extends F32 | F64>(
  p: Precision<F>,
  c: ArmContext,
  d: () => F,
  n: () => F,
  m: () => F,
) => F;

/**
 * Runs a VFP data-processing operation, over a short vector where FPSCR.Len asks for one (DDI 0406C Appendix K). Registers
 * are banks of eight singles or four doubles; a destination in bank 0 makes the operation scalar, a second operand in bank 0
 * is used for all elements.
 * @returns false where the encoding is undefined: no such registers, or a vector on a model without vectors.
 */
export function elementwise(
  c: ArmContext,
  isDouble: number,
  d: number,
  n: number,
  m: number,
  meaning: Meaning,
): void | false {
  if (isDouble && !hasDouble(c, d, n, m)) return false;
  const elements = vectorLength(c);
  if (elements === 0) return false;
  if (isDouble) run(double, c, 4, elements, d, n, m, meaning);
  else run(single, c, 8, elements, d, n, m, meaning);
}

/** Elements that FPSCR.Len asks for; 0 where the model has no vectors but FPSCR asks for them. */
function vectorLength(c: ArmContext): number {
  const len = (c.mode & Mode.len) >>> Mode.lenShift;
  if (c.has('fp-vectors')) return len + 1;
  return len === 0 && (c.mode & Mode.stride) === 0 ? 1 : 0;
}

function run<F extends F32 | F64>(
  p: Precision<F>,
  c: ArmContext,
  bank: 4 | 8,
  elements: number,
  d: number,
  n: number,
  m: number,
  meaning: Meaning,
): void {
  const banks = bank === 8 ? 0x18 : 0xc;
  const isScalar = (register: number): boolean => (register & banks) === 0;
  const count = isScalar(d) ? 1 : elements;
  const stride = (c.mode & Mode.stride) === 0 ? 1 : 2;
  const next = (register: number): number => (register & ~(bank - 1)) | ((register + stride) & (bank - 1));
  const mixed = isScalar(m);
  for (let i = 0; i < count; i++) {
    const [vd, vn, vm] = [d, n, m];
    p.set(
      c,
      vd,
      meaning(
        p,
        c,
        () => p.get(c, vd),
        () => p.get(c, vn),
        () => p.get(c, vm),
      ),
    );
    d = next(d);
    n = next(n);
    if (!mixed) m = next(m);
  }
}
