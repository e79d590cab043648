import { constants } from 'node:os';
import { parseCommandLine } from './command-line';
import { exitAs } from './exit';
import type { Invocation } from './invocation';
import { version } from './version';

/** Status of this command's own failure, as `env` and `timeout` use it: no guest has run. */
const USAGE_STATUS = 125;

/** Errors whose message is for the user, by name: loading their classes here would load the whole emulator. */
const USER_ERRORS: ReadonlySet<string> = new Set(['UsageError', 'LoaderError', 'AssemblyError']);

main().catch((error: unknown) => {
  const { message, name, status, stack } = error as Error & { readonly status?: number };
  if (USER_ERRORS.has(name)) {
    process.stderr.write(`anyuser: ${message}\n`);
    process.exit(status ?? USAGE_STATUS);
  }
  process.stderr.write(`anyuser: internal error, please report it\n${stack}\n`);
  process.exit(USAGE_STATUS);
});

/** Ends as a native command does whose reader has gone; other errors (a full disk) are told. */
function onOutputError({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') exitAs({ signal: constants.signals.SIGPIPE });
  process.stderr.write(`anyuser: cannot write: ${message}\n`);
  process.exit(USAGE_STATUS);
}

async function main(): Promise<void> {
  const invocation: Invocation = parseCommandLine(process.argv.slice(2), process.env, version());
  switch (invocation.kind) {
    case 'text':
      process.stdout.on('error', onOutputError);
      process.stdout.write(invocation.text);
      return;
    case 'run': {
      const { run } = require('./run') as typeof import('./run');
      exitAs(await run(invocation));
      break;
    }
    case 'support': {
      const { support } = require('./support') as typeof import('./support');
      process.stdout.on('error', onOutputError);
      process.stdout.write(support(invocation.cell));
      return;
    }
    case 'disas': {
      const { disassembleFile } =
        require('./disas/disassemble-file') as typeof import('./disas/disassemble-file');
      process.stdout.on('error', onOutputError);
      disassembleFile(invocation.file, process.stdout);
    }
  }
}
