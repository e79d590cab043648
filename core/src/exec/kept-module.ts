import { createWasmMemory } from '../memory/wasm-memory';
import type { NativeCode } from './engine';

/** A module's function `run`, for which any memory serves that it can be instantiated with. */
function runOf(module: WebAssembly.Module): (...operands: never[]) => unknown {
  const { exports } = new WebAssembly.Instance(module, { e: { m: createWasmMemory() } });
  return exports['run'] as (...operands: never[]) => unknown;
}

/** The machine code of a generated module; empty where there is none to keep. */
export function nativeOf(module: WebAssembly.Module, native: NativeCode | undefined): Uint8Array {
  return native?.save(module, runOf(module)) ?? new Uint8Array(0);
}

/** A generated module from its bytes, with its machine code if the engine takes that. */
export function moduleOf(
  wasm: Uint8Array,
  machineCode: Uint8Array,
  native: NativeCode | undefined,
): WebAssembly.Module {
  const restored = machineCode.length > 0 ? native?.load(wasm, machineCode) : undefined;
  return restored ?? new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
}
