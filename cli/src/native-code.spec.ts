import { nativeCode } from './native-code';

/** `(module (memory (import "e" "m") 1) (func (export "run") (result i32) i32.const 7))` without the import. */
const WASM = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0],
  ...[7, 7, 1, 3, 0x72, 0x75, 0x6e, 0, 0, 10, 6, 1, 4, 0, 0x41, 7, 0x0b],
]);
const runOf = (module: WebAssembly.Module): (() => number) =>
  new WebAssembly.Instance(module).exports['run'] as () => number;

test('a module comes back from its machine code', () => {
  const native = nativeCode()!;
  const module = new WebAssembly.Module(WASM);
  const saved = native.save(module, runOf(module))!;
  expect(saved.length).toBeGreaterThan(0);
  expect(runOf(native.load(WASM, saved)!)()).toBe(7);
});

test('machine code of another engine is not taken', () => {
  const native = nativeCode()!;
  const module = new WebAssembly.Module(WASM);
  const saved = native.save(module, runOf(module))!;
  saved[4]! ^= 1;
  expect(native.load(WASM, saved)).toBeUndefined();
});

test('versions of Node that were not tried are left alone', () => {
  expect(nativeCode('21.1.0')).toBeUndefined();
});
