import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { translationFiles } from './translation-files';

describe('translation files', () => {
  let home: string;
  let bundle: string;
  const before = process.env['XDG_CACHE_HOME'];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'anyuser-'));
    bundle = join(home, 'anyuser.bundle.js');
    writeFileSync(bundle, '');
    process.env['XDG_CACHE_HOME'] = home;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    rmSync(home, { recursive: true });
  });

  test('give back what was written for the same program, name and build', () => {
    const files = translationFiles('/bin/sh', undefined, bundle)!;
    expect(files.read('arm')).toBeUndefined();
    files.write('arm', Uint8Array.of(1, 2, 3));
    expect([...files.read('arm')!]).toEqual([1, 2, 3]);
    expect(files.read('mips')).toBeUndefined();
    expect(translationFiles('/bin/ls', undefined, bundle)!.read('arm')).toBeUndefined();
    expect(translationFiles('/bin/sh', '/root', bundle)!.read('arm')).toBeUndefined();
    utimesSync(bundle, 1, 1);
    expect(translationFiles('/bin/sh', undefined, bundle)!.read('arm')).toBeUndefined();
  });

  test('are not kept for code under development', () => {
    expect(translationFiles('/bin/sh', undefined, join(home, 'translation-files.js'))).toBeUndefined();
  });

  test('stay below a size', () => {
    const files = translationFiles('/bin/sh', undefined, bundle)!;
    for (let n = 0; n < 4; n++) files.write(`${n}`, new Uint8Array(80 << 20));
    expect(readdirSync(join(home, 'anyuser', 'translations'))).toHaveLength(3);
    expect(files.read('3')).toHaveLength(80 << 20);
  });

  test('stay below a number', () => {
    const files = translationFiles('/bin/sh', undefined, bundle)!;
    for (let n = 0; n < 210; n++) files.write(`${n}`, Uint8Array.of(n));
    expect(readdirSync(join(home, 'anyuser', 'translations'))).toHaveLength(200);
    expect([...files.read('209')!]).toEqual([209]);
  });

  test('fail silently where nothing can be written', () => {
    process.env['XDG_CACHE_HOME'] = bundle;
    const files = translationFiles('/bin/sh', undefined, bundle)!;
    files.write('arm', Uint8Array.of(1));
    expect(files.read('arm')).toBeUndefined();
  });
});
