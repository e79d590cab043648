import { join } from 'node:path';
import { workloadDirectory } from '../places';
import type { Context, Workload } from '../workload';
import { textFile } from './input';
import { type ProgramRow, programWorkload } from './program';

function script(name: string, scale: number): (context: Context) => { arguments: string[] } {
  return ({ effort }) => ({
    arguments: [join(workloadDirectory, 'scripts', name), String(Math.max(1, Math.round(scale * effort)))],
  });
}

const python = {
  packages: 'python',
  path: 'usr/bin/python3.11',
} as const;

const lua = { packages: 'languages', path: 'usr/bin/lua5.4' } as const;

const luajit = { packages: 'languages', path: 'usr/bin/luajit' } as const;

const perl = { packages: 'languages', path: 'usr/bin/perl' } as const;

const rows: readonly ProgramRow[] = [
  { name: 'lua-numbers', group: 'program', ...lua, invoke: script('numbers.lua', 50) },
  { name: 'lua-objects', group: 'program', ...lua, invoke: script('objects.lua', 26) },
  { name: 'luajit-numbers', group: 'program', ...luajit, invoke: script('numbers.lua', 800) },
  { name: 'luajit-objects', group: 'program', ...luajit, invoke: script('objects.lua', 90) },
  // PYTHONHASHSEED fixes the order of sets, so that all runners do the same work.
  {
    name: 'python-numbers',
    group: 'program',
    ...python,
    invoke: (context) => ({ ...script('numbers.py', 110)(context), environment: { PYTHONHASHSEED: '1' } }),
  },
  {
    name: 'python-objects',
    group: 'program',
    ...python,
    invoke: (context) => ({ ...script('objects.py', 56)(context), environment: { PYTHONHASHSEED: '1' } }),
  },
  {
    name: 'perl-text',
    group: 'program',
    ...perl,
    invoke: (context, root) => ({
      arguments: [join(workloadDirectory, 'scripts', 'text.pl'), textFile(context, 3_000)],
      environment: { PERL_HASH_SEED: '0', PERL5LIB: perlLibraries(root) },
    }),
  },
  {
    name: 'python-print',
    group: 'short',
    ...python,
    invoke: () => ({ arguments: ['-c', 'print(1)'] }),
  },
];

function perlLibraries(root: string): string {
  return ['arm-linux-gnueabihf', 'mipsel-linux-gnu', 'x86_64-linux-gnu', 'aarch64-linux-gnu']
    .map((triplet) => join(root, 'usr/lib', triplet, 'perl-base'))
    .join(':');
}

/** Lua, LuaJIT, Python and Perl on scripts of our own. */
export const interpreterWorkloads: readonly Workload[] = rows.map(programWorkload);
