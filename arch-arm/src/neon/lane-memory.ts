import type { I32, V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { asm } from '../vfp/text';
import { at, demandAlignment } from './element-memory';
import { dReg, read, write } from './registers';
import { addressText, listText, writeBack } from './structure-memory';

/** Where a single-structure access goes; bytes 1: any address. */
interface LaneAccess {
  readonly index: number;
  readonly spacing: number;
  /** Bytes that the address must be a multiple of. */
  readonly alignment: number;
}

/** Decodes index_align (DDI 0406C table A7-21 and the VLDn pages); undefined where the encoding does not exist. */
function decodeLane(n: number, size: number, field: number): LaneAccess | undefined {
  const index = field >> (size + 1);
  const spacing = size > 0 && field & (1 << size) && n > 1 ? 2 : 1;
  const low = field & ((1 << size) - 1) & 3;
  const bytes = 1 << size;
  switch (n) {
    case 1:
      if (size === 0) return field & 1 ? undefined : { index, spacing: 1, alignment: 1 };
      if (size === 1) return field & 2 ? undefined : { index, spacing: 1, alignment: field & 1 ? 2 : 1 };
      if (field & 4 || (low !== 0 && low !== 3)) return undefined;
      return { index, spacing: 1, alignment: low === 3 ? 4 : 1 };
    case 2:
      if (size === 2 && field & 2) return undefined;
      return { index, spacing, alignment: field & 1 ? 2 * bytes : 1 };
    case 3:
      if (size === 2 ? low !== 0 : field & 1) return undefined;
      return { index, spacing, alignment: 1 };
    default:
      if (size === 2 && low === 3) return undefined;
      if (size === 2) return { index, spacing, alignment: low === 0 ? 1 : 4 << low };
      return { index, spacing, alignment: field & 1 ? 4 * bytes : 1 };
  }
}

const kinds = ['u8', 'u16', 'i32'] as const;
const storeKinds = ['i8', 'i16', 'i32'] as const;

const loadElement = (c: ArmContext, size: number, address: I32): I32 =>
  c.ir.load(kinds[size]!, address, c.memory());

function laneOps(c: ArmContext, size: number) {
  const { ir } = c;
  const lanes = size === 0 ? ir.i8x16 : size === 1 ? ir.i16x8 : ir.i32x4;
  const extract = size === 0 ? ir.i8x16.extract_lane_u : size === 1 ? ir.i16x8.extract_lane_u : undefined;
  return {
    splat: lanes.splat,
    replace: lanes.replace_lane,
    extract: extract ?? ir.i32x4.extract_lane,
  };
}

const vector = (c: ArmContext, d: number): V128 => read(c, 0, d);

const oneLane = define({
  name: 'vld, vst (single structure to one lane)',
  pattern: '1111 0100 1 D:1 L:1 0 Rn:4 Vd:4 size:2 n:2 field:4 Rm:4',
  feature: 'neon',
  when: (f) => f.size !== 3,
  translate(c, f): void | false {
    const n = f.n + 1;
    const access = decodeLane(n, f.size, f.field);
    const d = dReg(f.Vd, f.D);
    if (access === undefined || f.Rn === 15 || d + (n - 1) * access.spacing > 31) return false;
    const { ir } = c;
    const base = c.reg(f.Rn);
    const lanes = laneOps(c, f.size);
    if (access.alignment > 1) demandAlignment(c, base, access.alignment);
    const elements = Array.from({ length: n }, (_, k) => ({
      d: d + k * access.spacing,
      address: at(c, base, k << f.size),
    }));
    if (f.L) {
      const values = elements.map(({ address }) => loadElement(c, f.size, address));
      elements.forEach((element, k) => {
        const changed = lanes.replace(vector(c, element.d), values[k]!, access.index);
        write(c, 0, element.d, changed);
      });
    } else {
      for (const element of elements) {
        const value = lanes.extract(vector(c, element.d), access.index);
        ir.store(storeKinds[f.size]!, element.address, value, c.memory());
      }
    }
    writeBack(c, f.Rn, f.Rm, n << f.size);
  },
  text(f) {
    const n = f.n + 1;
    const access = decodeLane(n, f.size, f.field) ?? { index: 0, spacing: 1, alignment: 1 };
    return asm(
      `${f.L ? 'vld' : 'vst'}${n}{c}.${8 << f.size}`,
      listText(dReg(f.Vd, f.D), n, access.spacing, `[${access.index}]`),
      addressText(f.Rn, f.Rm, access.alignment > 1 ? access.alignment * 8 : 0),
    );
  },
});

/** Alignment that the all-lanes forms demand, in bytes, and their element size; undefined: no such encoding. */
function decodeAll(n: number, size: number, a: number): { size: number; alignment: number } | undefined {
  if (n === 4 && size === 3) return a ? { size: 2, alignment: 16 } : undefined;
  if (size === 3 || (a && (n === 3 || (n === 1 && size === 0)))) return undefined;
  const whole = n === 4 && size === 2 ? 8 : n << size;
  return { size, alignment: a ? whole : 1 };
}

const allLanes = define({
  name: 'vld (single structure to all lanes)',
  pattern: '1111 0100 1 D:1 10 Rn:4 Vd:4 11 n:2 size:2 T:1 a:1 Rm:4',
  feature: 'neon',
  translate(c, f): void | false {
    const n = f.n + 1;
    const access = decodeAll(n, f.size, f.a);
    const d = dReg(f.Vd, f.D);
    const spacing = n > 1 && f.T ? 2 : 1;
    const registers = n === 1 ? f.T + 1 : n;
    if (access === undefined || f.Rn === 15 || d + (registers - 1) * spacing > 31) return false;
    const base = c.reg(f.Rn);
    if (access.alignment > 1) demandAlignment(c, base, access.alignment);
    const { splat } = laneOps(c, access.size);
    const values: V128[] = [];
    for (let k = 0; k < n; k++)
      values.push(splat(loadElement(c, access.size, at(c, base, k << access.size))));
    if (n === 1 && f.T && !(d & 1)) c.setQ(d >> 1, values[0]!);
    else for (let k = 0; k < registers; k++) write(c, 0, d + k * spacing, values[n === 1 ? 0 : k]!);
    writeBack(c, f.Rn, f.Rm, n << access.size);
  },
  text(f) {
    const n = f.n + 1;
    const access = decodeAll(n, f.size, f.a) ?? { size: 2, alignment: 1 };
    const list =
      n === 1 ? listText(dReg(f.Vd, f.D), f.T + 1, 1, '[]') : listText(dReg(f.Vd, f.D), n, f.T + 1, '[]');
    return asm(
      `vld${n}{c}.${8 << access.size}`,
      list,
      addressText(f.Rn, f.Rm, access.alignment > 1 ? access.alignment * 8 : 0),
    );
  },
});

/** VLD1–4 and VST1–4 of one lane, and loads to all lanes. */
export const laneRows: readonly ArmRow[] = [oneLane, allLanes];
