import { ByteWriter } from './byte-writer';
import { FunctionWriter } from './function-writer';
import { ModuleWriter } from './module-writer';
import { WasmOp } from './wasm-op';

describe('ByteWriter', () => {
  const leb = (write: (to: ByteWriter) => void) => {
    const to = new ByteWriter(1);
    write(to);
    return [...to.view()];
  };
  test('encodes LEB128 numbers', () => {
    expect(leb((w) => w.u32(624485))).toEqual([0xe5, 0x8e, 0x26]);
    expect(leb((w) => w.u32(-1))).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
    expect(leb((w) => w.s32(-123456))).toEqual([0xc0, 0xbb, 0x78]);
    expect(leb((w) => w.s32(64))).toEqual([0xc0, 0x00]);
    expect(leb((w) => w.s64(-1, -1))).toEqual([0x7f]);
    expect(leb((w) => w.s64(0, -0x80000000))).toEqual([...Array(9).fill(0x80), 0x7f]);
    expect(leb((w) => w.s64(64, 0))).toEqual([0xc0, 0x00]);
  });
});

describe('ModuleWriter', () => {
  test('makes a module that V8 runs', () => {
    const module = new ModuleWriter();
    module.importMemory('e', 'm', { flags: 0, minimum: 1, maximum: 1 });
    const twice = module.importFunction('e', 'twice', ['i32'], ['i32']);
    const sum = new FunctionWriter(['i32'], ['i32']);
    const total = sum.local('i32');
    const wide = sum.local('i64');
    const exit = sum.block();
    const again = sum.loop();
    sum.get(0);
    sum.op(WasmOp.i32Eqz);
    sum.brIf(exit);
    sum.get(total);
    sum.get(0);
    sum.call(twice);
    sum.op(WasmOp.i32Add);
    sum.set(total);
    sum.get(0);
    sum.i32(1);
    sum.op(WasmOp.i32Sub);
    sum.set(0);
    sum.br(again);
    sum.end();
    sum.end();
    sum.i64(-2, 0x7fffffff);
    sum.set(wide);
    sum.i32(8);
    sum.get(wide);
    sum.store('i64', 8);
    sum.get(total);
    module.add(sum, 'sum');
    const memory = new WebAssembly.Memory({ initial: 1 });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), {
      e: { m: memory, twice: (n: number) => 2 * n },
    });
    expect((instance.exports.sum as (n: number) => number)(4)).toBe(20);
    expect([...new Int32Array(memory.buffer, 16, 2)]).toEqual([-2, 0x7fffffff]);
  });

  test('writes names that stack traces show', () => {
    const module = new ModuleWriter();
    const fail = new FunctionWriter([], []);
    fail.op(WasmOp.unreachable);
    module.add(fail, 'run', 'the named one');
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()));
    let stack = '';
    try {
      (exports.run as () => void)();
    } catch (error) {
      stack = (error as Error).stack ?? '';
    }
    expect(stack).toContain('the named one');
  });
});
