import { setFlagsFromString } from 'node:v8';
import type { NativeCode } from '@anyuser/core';

/**
 * Versions of Node whose V8 the functions below were tried with. They are internal: another version may want other arguments,
 * and then ends the process.
 */
const TRIED: ReadonlySet<string> = new Set(['20', '22', '24']);

/**
 * Machine code of WebAssembly modules, from V8's serializer. Node has no interface to it (a browser uses it for modules that
 * it has fetched), so it is reached as V8's own tests do. V8 takes back only what the same version of it wrote with the same
 * flags on the same kind of processor.
 * @returns undefined where this version of Node was not tried, or is being debugged: V8 then optimises nothing.
 */
export function nativeCode(version = process.versions.node): NativeCode | undefined {
  if (!TRIED.has(version.slice(0, version.indexOf('.')))) return undefined;
  const options = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  if (/--inspect|--liftoff|--jitless|--wasm/.test(options)) return undefined;
  return {
    save(module, run) {
      // Without any optimised function V8 refuses, by ending the process.
      if (!call('WasmTierUpFunction', run).done) return undefined;
      const { value } = call('SerializeWasmModule', module);
      return value === undefined ? undefined : new Uint8Array(value as ArrayBuffer);
    },
    load(wasm, native) {
      const { value } = call('DeserializeWasmModule', native.slice().buffer, wasm.slice());
      return value as WebAssembly.Module | undefined;
    },
  };
}

/**
 * Calls one of V8's own functions. Their syntax is on only while the call is compiled: it is among the flags that V8 compares
 * cached code by, and V8 may forget a function's code and compile it again later.
 * @returns not done where V8 has no such function
 */
function call(name: string, ...operands: unknown[]): { readonly done: boolean; readonly value?: unknown } {
  const names = operands.map((_, n) => `o${n}`).join();
  setFlagsFromString('--allow-natives-syntax');
  try {
    const value: unknown = new Function(names, `return %${name}(${names})`)(...operands);
    return { done: true, value };
  } catch {
    return { done: false };
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}
