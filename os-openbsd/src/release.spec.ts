import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ElfImage } from '@anyuser/core';
import { PT } from './elf';
import { NUMBERS } from './numbers.table';
import { osrevision, provides, releaseName, releaseOf } from './release';

const image = (...types: number[]): ElfImage =>
  ({ segments: types.map((type) => ({ type })) }) as unknown as ElfImage;

test('a program runs on the release that its headers speak of', () => {
  expect(releaseName(releaseOf([image(PT.LOAD)], undefined))).toBe('7.2');
  expect(releaseName(releaseOf([image(PT.LOAD, PT.OPENBSD_MUTABLE)], undefined))).toBe('7.4');
  expect(releaseName(releaseOf([image(PT.OPENBSD_MUTABLE, PT.OPENBSD_SYSCALLS)], undefined))).toBe('7.7');
  // A dynamic program's calls are its run-time linker's.
  expect(releaseName(releaseOf([image(PT.LOAD), image(PT.OPENBSD_SYSCALLS)], undefined))).toBe('7.7');
});

test('the option goes before what the file says', () => {
  expect(releaseOf([image(PT.OPENBSD_SYSCALLS)], '6.8')).toBe(68);
});

test('numbers belong to releases', () => {
  const mmap = 49;
  const pad_mmap = 197;
  const __syscall = 198;
  const mimmutable = 159;
  const has = (release: number) => [mmap, pad_mmap, __syscall, mimmutable].map((nr) => provides(release, nr));
  expect(has(70)).toEqual([false, true, true, false]);
  expect(has(72)).toEqual([true, true, true, false]);
  expect(has(73)).toEqual([true, false, false, true]);
});

test('kern.osrevision is the month of the release', () => {
  expect([67, 70, 71, 72, 79].map(osrevision)).toEqual([202005, 202110, 202204, 202210, 202604]);
});

const facts = resolve(__dirname, '../../../shared/abi/syscalls-openbsd.json');
if (!existsSync(facts))
  console.warn('no kernel facts beside this checkout: releases are not held against them');

(existsSync(facts) ? test : test.skip)(
  'each release has the numbers and names of its own syscalls.master',
  () => {
    interface Row {
      readonly nr: number;
      readonly name: string;
      readonly releases: string;
    }
    const file = JSON.parse(readFileSync(facts, 'utf8')) as {
      releases: string[];
      syscalls: Row[];
      historical: Row[];
    };
    const known = file.releases.filter((release) => Number.parseFloat(release) >= 6.7);
    const number = (release: string): number => Math.round(Number.parseFloat(release) * 10);
    const rows = [...file.syscalls, ...file.historical];
    for (const release of known) {
      const at = file.releases.indexOf(release);
      const there = new Map<number, string>();
      for (const { nr, name, releases } of rows) {
        const [from, to] = releases.split('..') as [string, string | undefined];
        if (at >= file.releases.indexOf(from) && at <= file.releases.indexOf(to ?? from)) there.set(nr, name);
      }
      const ours = Object.entries(NUMBERS).filter(([nr]) => provides(number(release), Number(nr)));
      expect([release, ours.map(([nr]) => Number(nr))]).toEqual([
        release,
        [...there.keys()].sort((a, b) => a - b),
      ]);
      // Before 7.1 the padded calls had the plain names.
      for (const [nr, name] of ours)
        expect([release, nr, name.replace('pad_', '')]).toEqual([
          release,
          nr,
          there.get(Number(nr))!.replace('pad_', ''),
        ]);
    }
  },
);
