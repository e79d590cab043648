import type { IrType } from '../../ir/types';
import { ByteReader } from './byte-reader';
import { INSTRUCTION_NAMES } from './instruction-names.table';
import { ValueType } from './value-type';
import { WasmOp } from './wasm-op';

/** What the text of a function says that its bytes do not. */
export interface FunctionText {
  /** Without the dollar sign. */
  readonly name: string;
  readonly params: readonly IrType[];
  readonly results: readonly IrType[];
  /** Names of parameters and locals, where they have one. */
  readonly localNames: ReadonlyMap<number, string>;
  /**
   * Name of what a call instruction calls.
   * @param index - function index as it stands in the code.
   * @param at - byte offset of the index in the body.
   */
  callee(index: number, at: number): string;
}

const names = new Map<number, string>();
for (const [first, list] of Object.entries(INSTRUCTION_NAMES)) {
  list.split(' ').forEach((name, n) => {
    if (name !== '-') names.set(Number(first) + n, name);
  });
}
const typeNames = new Map<number, string>(Object.entries(ValueType).map(([name, code]) => [code, name]));

/** An instruction's name in the text format; undefined for opcodes that there are not. */
export const instructionName = (opcode: number): string | undefined => names.get(opcode);

const isAccess = (opcode: number): boolean =>
  (opcode >= WasmOp.i32Load && opcode <= 0x3e) || (opcode >= 0xfd00 && opcode <= WasmOp.v128Store);
const takesLane = (opcode: number): boolean => opcode >= 0xfd15 && opcode <= 0xfd22;
const opens = (opcode: number): boolean =>
  opcode === WasmOp.block || opcode === WasmOp.loop || opcode === WasmOp.if;

/**
 * The text of a function from its entry of a code section (size, locals, instructions), in WebAssembly's text format: one
 * instruction a line, indented by blocks, which are named `$L` and their number.
 * @throws Error, RangeError where the bytes are no function body
 */
export function printFunction(body: Uint8Array, text: FunctionText): string {
  return new FunctionPrinter(body, text).print();
}

class FunctionPrinter {
  private readonly reader: ByteReader;
  private readonly labels: string[] = [];
  private readonly lines: string[] = [];
  private blocks = 0;

  constructor(
    body: Uint8Array,
    private readonly text: FunctionText,
  ) {
    this.reader = new ByteReader(body);
  }

  print(): string {
    const { reader, lines } = this;
    reader.u32();
    this.head();
    while (!reader.atEnd) this.instruction();
    lines.push(')');
    return `${lines.join('\n')}\n`;
  }

  private head(): void {
    const { reader, text, lines } = this;
    const declared = (keyword: string, type: string, index: number): string => {
      const name = text.localNames.get(index);
      return name === undefined ? `(${keyword} ${type})` : `(${keyword} $${name} ${type})`;
    };
    const params = text.params.map((type, index) => declared('param', type, index));
    const results = text.results.map((type) => `(result ${type})`);
    lines.push(['(func', `$${text.name}`, ...params, ...results].join(' '));
    const locals: string[] = [];
    let index = text.params.length;
    for (let runs = reader.u32(); runs > 0; runs--) {
      const count = reader.u32();
      const type = this.type(reader.u8());
      for (let n = 0; n < count; n++) locals.push(declared('local', type, index++));
    }
    for (let n = 0; n < locals.length; n += 8) lines.push(`  ${locals.slice(n, n + 8).join(' ')}`);
  }

  private instruction(): void {
    const { reader, labels } = this;
    let opcode = reader.u8();
    if (opcode === 0xfc || opcode === 0xfd) opcode = opcode * 0x100 + reader.u32();
    const name = names.get(opcode);
    if (name === undefined) throw new Error(`no WebAssembly instruction 0x${opcode.toString(16)}`);
    if (opcode === WasmOp.end) {
      const label = labels.pop();
      // The last `end` is the function's own, which the text writes as a parenthesis.
      if (label !== undefined) this.line(name);
      return;
    }
    if (opcode === WasmOp.else) {
      const label = labels.pop()!;
      this.line(name);
      labels.push(label);
      return;
    }
    if (opens(opcode)) {
      const type = reader.u8();
      const label = `L${this.blocks++}`;
      this.line(`${name} $${label}${type === 0x40 ? '' : ` (result ${this.type(type)})`}`);
      labels.push(label);
      return;
    }
    const operands = this.operands(opcode);
    this.line(operands === '' ? name : `${name} ${operands}`);
  }

  private operands(opcode: number): string {
    const { reader } = this;
    switch (opcode) {
      case WasmOp.br:
      case WasmOp.brIf:
        return this.label();
      case WasmOp.brTable:
        return Array.from({ length: reader.u32() + 1 }, () => this.label()).join(' ');
      case WasmOp.call:
      case WasmOp.returnCall: {
        const { at } = reader;
        return this.text.callee(reader.u32(), at);
      }
      case WasmOp.callIndirect:
      case WasmOp.returnCallIndirect: {
        const type = reader.u32();
        return `${reader.u32()} (type ${type})`;
      }
      case WasmOp.localGet:
      case WasmOp.localSet:
      case WasmOp.localTee: {
        const index = reader.u32();
        const name = this.text.localNames.get(index);
        return name === undefined ? `${index}` : `$${name}`;
      }
      case WasmOp.globalGet:
      case WasmOp.globalSet:
        return `${reader.u32()}`;
      case WasmOp.i32Const:
      case WasmOp.i64Const:
        return `${reader.signed()}`;
      case WasmOp.f32Const:
        return floatText(this.view(4).getUint32(0, true), 0, 4);
      case WasmOp.f64Const: {
        const view = this.view(8);
        return floatText(view.getUint32(0, true), view.getUint32(4, true), 8);
      }
      case WasmOp.v128Const: {
        const view = this.view(16);
        return `i32x4 ${[0, 4, 8, 12].map((at) => `0x${view.getUint32(at, true).toString(16)}`).join(' ')}`;
      }
      case WasmOp.i8x16Shuffle:
        return [...reader.fixed(16)].join(' ');
      case 0x3f:
      case 0x40:
        reader.u8();
        return '';
    }
    if (isAccess(opcode)) {
      const align = reader.u32();
      const offset = reader.u32();
      return `${offset === 0 ? '' : `offset=0x${offset.toString(16)} `}align=${2 ** align}`;
    }
    return takesLane(opcode) ? `${reader.u8()}` : '';
  }

  private view(size: number): DataView {
    const bytes = this.reader.fixed(size);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  }

  private label(): string {
    const depth = this.reader.u32();
    const label = this.labels[this.labels.length - 1 - depth];
    return label === undefined ? `${depth}` : `$${label}`;
  }

  private line(text: string): void {
    this.lines.push(`${'  '.repeat(this.labels.length + 1)}${text}`);
  }

  private type(code: number): string {
    const name = typeNames.get(code);
    if (name === undefined) throw new Error(`no WebAssembly type 0x${code.toString(16)}`);
    return name;
  }
}

/** A float constant that reads back to the same bits. */
function floatText(low: number, high: number, size: 4 | 8): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, low, true);
  view.setUint32(4, high, true);
  const value = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
  const bits = size === 4 ? BigInt(low) : view.getBigUint64(0, true);
  const fraction = bits & (size === 4 ? 0x7f_ffffn : 0xf_ffff_ffff_ffffn);
  const sign = (size === 4 ? bits >> 31n : bits >> 63n) !== 0n ? '-' : '';
  if (Number.isNaN(value)) return `${sign}nan:0x${fraction.toString(16)}`;
  if (!Number.isFinite(value)) return `${sign}inf`;
  return Object.is(value, -0) ? '-0' : `${value}`;
}
