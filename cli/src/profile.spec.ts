/** `--profile` of the built command, against speedscope's own schema. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { elfWithSymbols, guestPath } from '@anyuser/guests';
import Ajv from 'ajv';

const bin = resolve(__dirname, '../bin/anyuser.js');
const folder = mkdtempSync(join(tmpdir(), 'anyuser-profile-'));
const schema = JSON.parse(
  readFileSync(require.resolve('speedscope/dist/release/file-format-schema.json'), 'utf8'),
) as object;
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

afterAll(() => rmSync(folder, { recursive: true }));

interface Profile {
  readonly name: string;
  readonly shared: { readonly frames: readonly { readonly name: string; readonly file?: string }[] };
  readonly profiles: readonly {
    readonly name: string;
    readonly endValue: number;
    readonly samples: readonly (readonly number[])[];
    readonly weights: readonly number[];
  }[];
}

/** A profile that speedscope opens. */
function read(file: string): Profile {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Profile;
  expect(validate(profile) ? [] : validate.errors).toEqual([]);
  return profile;
}

/** Milliseconds by stack, innermost first. */
function byStack({ shared, profiles }: Profile): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { samples, weights } of profiles) {
    samples.forEach((stack, n) => {
      const text = stack.map((frame) => shared.frames[frame]!.name).reverse();
      const key = text.join(' < ');
      sums.set(key, (sums.get(key) ?? 0) + weights[n]!);
    });
  }
  return sums;
}

const program = join(folder, 'two-functions');
const spin = join(folder, 'spin');
beforeAll(() => {
  const arm = { elfClass: 32, bigEndian: false, machine: 40, flags: 0x500_0000 } as const;
  writeFileSync(
    program,
    elfWithSymbols({
      ...arm,
      code: [
        0xe3a04501, // outer: mov r4, #0x400000
        0xeb000004, // again: bl inner
        0xe2544001, // subs r4, r4, #1
        0x1afffffc, // bne again
        0xe3a00000, // mov r0, #0
        0xe3a07001, // mov r7, #1 (exit)
        0xef000000, // svc #0
        0xe3a01014, // inner: mov r1, #20
        0xe2511001, // more: subs r1, r1, #1
        0x1afffffd, // bne more
        0xe12fff1e, // bx lr
      ],
      functions: { outer: [0, 7], inner: [7, 4] },
    }),
    { mode: 0o755 },
  );
  const loop = [0xeafffffe];
  writeFileSync(spin, elfWithSymbols({ ...arm, code: loop, functions: { forever: [0, 1] } }), {
    mode: 0o755,
  });
});

test.each(['interp', 'jit', 'auto'])('names functions and their callers under --engine %s', (engine) => {
  const file = join(folder, `${engine}.json`);
  const { status, stderr } = spawnSync(process.execPath, [
    bin,
    '--engine',
    engine,
    '--profile',
    file,
    program,
  ]);
  expect([status, stderr.toString()]).toEqual([0, '']);
  const profile = read(file);
  expect(profile.name).toBe(program);
  expect(profile.shared.frames.find(({ name }) => name === 'inner')).toEqual({
    name: 'inner',
    file: program,
  });
  const sums = byStack(profile);
  const all = [...sums.values()].reduce((sum, value) => sum + value, 0);
  expect(all).toBeCloseTo(profile.profiles[0]!.endValue);
  // Compiled code stops at the heads of loops, of which both functions have one.
  expect((sums.get('inner < outer') ?? 0) + (sums.get('outer') ?? 0)).toBeGreaterThan(0.5 * all);
  expect(sums.get('inner < outer')).toBeGreaterThan(0);
});

test.each(['SIGINT', 'SIGTERM'] as const)('is written when %s ends the guest', async (signal) => {
  const file = join(folder, `${signal}.json`);
  const child = spawn(process.execPath, [bin, '--profile', file, spin], { stdio: 'ignore' });
  setTimeout(() => child.kill(signal), 1500);
  const ended = await new Promise((done) => child.on('close', (_, by) => done(by)));
  expect(ended).toBe(signal);
  expect(byStack(read(file)).get('forever')).toBeGreaterThan(100);
});

test('a thread has a profile of its own', () => {
  const file = join(folder, 'threads.json');
  spawnSync(process.execPath, [bin, '--engine', 'interp', '--profile', file, guestPath('arm', 'threads')]);
  const names = read(file).profiles.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(1);
  expect(names[0]).toMatch(/^threads \d+$/);
  for (const name of names.slice(1)) expect(name).toMatch(/^threads \d+ thread \d+$/);
});

test('a file that cannot be written is told before the guest runs', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    bin,
    '--profile',
    join(folder, 'no/such/folder'),
    guestPath('arm', 'hello'),
  ]);
  expect([status, stdout.toString()]).toEqual([125, '']);
  expect(stderr.toString()).toMatch(/^anyuser: cannot write the profile: ENOENT/);
});
