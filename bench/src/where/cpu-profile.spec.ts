import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CpuProfile, Sources, timeByPlace } from './cpu-profile';
import { placeOf } from './place';

const folder = mkdtempSync(join(tmpdir(), 'where-spec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('code of the JIT, the interpreter and the kernel are told apart', () => {
  const at = (path: string) => placeOf({ functionName: 'f', url: 'file:///x.js' }, `file:///here/${path}`);
  expect(at('core/src/jit/region/region.ts')).toBe('compile');
  expect(at('core/src/jit/module/kept-store.ts')).toBe('keep');
  expect(at('core/src/exec/translator.ts')).toBe('translate');
  expect(at('arch-arm/src/decode.ts')).toBe('translate');
  expect(at('os-bsd/src/kqueue.ts')).toBe('kernel');
  expect(at('cli/src/run.ts')).toBe('start');
  expect(placeOf({ functionName: 'interpreter (rare)', url: 'wasm://wasm/1' }, undefined)).toBe(
    'interpreter',
  );
  expect(placeOf({ functionName: 'wasm-function[3]', url: 'wasm://wasm/2' }, undefined)).toBe('compiled');
});

test('a function is found through the source map beside its file', () => {
  const file = join(folder, 'bundle.js');
  // The second line, from column 4 on, comes from line 1 of the source.
  writeFileSync(
    `${file}.map`,
    JSON.stringify({ version: 3, sources: ['../core/src/jit/x.ts'], names: [], mappings: ';IAAA' }),
  );
  const source = new Sources().of(pathToFileURL(file).href, 1, 9);
  expect(source).toMatch(/core\/src\/jit\/x\.ts$/);
});

test("V8's own functions count for the code that compiles or keeps by them", () => {
  const frame = (functionName: string, url: string) => ({
    functionName,
    url,
    lineNumber: 0,
    columnNumber: 0,
  });
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: frame('(root)', ''), children: [2, 3, 6] },
      { id: 2, callFrame: frame('loader', 'node:internal/x') },
      { id: 3, callFrame: frame('make', 'file:///here/core/src/jit/make.js'), children: [4] },
      { id: 4, callFrame: frame('Module', '') },
      { id: 6, callFrame: frame('write', 'file:///here/core/src/syscalls/write.js'), children: [7] },
      { id: 7, callFrame: frame('writeSync', 'node:fs') },
    ],
    samples: [2, 3, 4, 6, 7, 7],
    timeDeltas: [1000, 2000, 3000, 4000, 5000, 6000],
  };
  const times = timeByPlace(profile, new Sources());
  expect(times.start).toBeCloseTo(0.001);
  expect(times.compile).toBeCloseTo(0.005);
  expect(times.kernel).toBeCloseTo(0.004);
  expect(times.host).toBeCloseTo(0.011);
});
