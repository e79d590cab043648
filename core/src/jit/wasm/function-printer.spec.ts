import { ops } from '../../ir/op';
import { ByteWriter } from './byte-writer';
import { instructionName, printFunction } from './function-printer';
import { FunctionWriter } from './function-writer';
import { WasmOp } from './wasm-op';

const text = {
  name: 'f',
  params: ['i32'],
  results: ['i64'],
  localNames: new Map([[1, 'r0']]),
  callee: (index: number) => `$g${index}`,
} as const;

function print(write: (w: FunctionWriter) => void): string {
  const writer = new FunctionWriter(['i32'], ['i64']);
  writer.local('i32');
  writer.local('v128');
  write(writer);
  const body = new ByteWriter();
  writer.finish(body);
  return printFunction(body.view(), text);
}

test.each(Object.entries(WasmOp))('%s has its name', (key, opcode) => {
  const expected = instructionName(opcode);
  const plain = (name: string): string => name.replace(/[._]/g, '').toLowerCase();
  expect(expected).toBeDefined();
  expect(plain(expected!)).toBe(key.toLowerCase());
});

test('every operation that lowers to one instruction has that name', () => {
  const named = ops.filter(({ wasm }) => wasm >= 0);
  for (const { name, wasm } of named) {
    const instruction = instructionName(wasm);
    expect(instruction).toBeDefined();
    // IR names its own selects and comparisons by type; the rest are WebAssembly's.
    if (!name.endsWith('.select')) expect([name, instruction]).toEqual([name, name]);
  }
});

test('blocks are labelled and indented, branches name them', () => {
  const lines = print((w) => {
    const out = w.block();
    const again = w.loop('i64');
    w.get(0);
    w.if();
    w.br(out);
    w.else();
    w.call(3);
    w.end();
    w.brTable([again], out);
    w.end();
    w.end();
  });
  expect(lines).toBe(
    [
      '(func $f (param i32) (result i64)',
      '  (local $r0 i32) (local v128)',
      '  block $L0',
      '    loop $L1 (result i64)',
      '      local.get 0',
      '      if $L2',
      '        br $L0',
      '      else',
      '        call $g3',
      '      end',
      '      br_table $L1 $L0',
      '    end',
      '  end',
      ')',
      '',
    ].join('\n'),
  );
});

test('immediates', () => {
  const lines = print((w) => {
    w.i32(-5);
    w.i64(-2, 0x7fff_ffff);
    w.f32(0x7fc0_0001);
    w.f64(0, 0x8000_0000);
    w.f64(0, 0xfff0_0000);
    w.v128([1, 2, 3, 0xffff_ffff]);
    w.load('i32', 0xf000_0000);
    w.op(WasmOp.i32TruncSatF64U);
    w.tee(1);
  });
  expect(lines.split('\n').slice(2, -2)).toEqual(
    [
      'i32.const -5',
      'i64.const 9223372036854775806',
      'f32.const nan:0x400001',
      'f64.const -0',
      'f64.const -inf',
      'v128.const i32x4 0x1 0x2 0x3 0xffffffff',
      'i32.load offset=0xf0000000 align=1',
      'i32.trunc_sat_f64_u',
      'local.tee $r0',
    ].map((line) => `  ${line}`),
  );
});

test('bytes that are no function are refused', () => {
  expect(() => printFunction(Uint8Array.of(2, 0, 0xff), text)).toThrow('no WebAssembly instruction 0xff');
  expect(() => printFunction(Uint8Array.of(2, 0, 0x41), text)).toThrow(RangeError);
});
