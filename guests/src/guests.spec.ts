import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { builtGuests, GUESTS_ROOT } from './layout';
import { record, runGuest } from './run-guest';
import { GUEST_TARGETS } from './target';

const CLI = resolve(GUESTS_ROOT, '../cli/bin/anyuser.js');
const BUILT = resolve(GUESTS_ROOT, '../cli/dist/main.js');
const SECONDS = 1000;

describe.each(GUEST_TARGETS.map(({ name }) => name))('guests for %s', (target) => {
  const guests = builtGuests().filter((guest) => guest.target.name === target);

  it.each(guests.map((guest) => [guest.program.name, guest] as const))(
    '%s prints what was recorded',
    async (_name, { path, program, expected, target: { system } }) => {
      if (!existsSync(BUILT)) {
        throw new Error('cli/dist/main.js is absent; run npm run build first');
      }
      // What cells of an OS do with registers must hold in each engine.
      for (const engine of system === 'linux' ? ['auto'] : ['jit', 'interp']) {
        const run = await runGuest({
          command: [
            process.execPath,
            CLI,
            '--engine',
            engine,
            ...(program.options ?? []),
            ...(program.recipe === 'dynamic'
              ? ['-L', join(dirname(path), program.sysroot ?? 'sysroot')]
              : []),
            path,
            ...(program.args ?? []),
          ],
          ...(program.env && { env: program.env }),
          ...(program.stdin !== undefined && { stdin: program.stdin }),
          timeout: 100 * SECONDS,
        });
        expect(`${run.stderr}${record(run)}`).toBe(expected);
      }
    },
    120 * SECONDS,
  );
});
