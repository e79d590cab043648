import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Verdict } from '../reach';
import type { Command } from '../runner';
import type { CheckContext } from './check';

/** Resident set with few and with 500 sleeping guest processes, which all must end when told to. */
export async function checkSleepers({ options, context, runners }: CheckContext): Promise<Verdict[]> {
  const program = await context.builder.compile('sleepers', context.arch);
  const sizes: number[] = [];
  const counts = [1, 500];
  for (const count of counts) {
    const [command] = runners.anyuser.commands({ guest: [{ program, arguments: [String(count)] }] }) ?? [];
    sizes.push(await residentWhenReady(command, count, options.timeout));
  }
  const each = (sizes[1] - sizes[0]) / (counts[1] - counts[0]);
  return [
    {
      demand: 'each further guest process ≤ 4 MB resident',
      measured: `${each.toFixed(2)} MB (${sizes[0].toFixed(0)} MB with 1, ${sizes[1].toFixed(0)} MB with 500)`,
      met: each <= 4,
    },
    { demand: '500 sleeping guest processes at once work', measured: 'all ended when told to', met: true },
  ];
}

function residentWhenReady(command: Command, count: number, timeout: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, command.arguments, {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    });
    let output = '';
    let complaint = '';
    let resident = NaN;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('ready\n') && Number.isNaN(resident)) {
        resident = residentSet(child.pid ?? 0);
        child.stdin.end();
      }
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0 && output === `ready\n${count} ended\n`) resolve(resident);
      else {
        const said = complaint.trim().split('\n').pop();
        reject(
          new Error(`${count} sleepers: status ${code ?? signal}, output ${JSON.stringify(output)} ${said}`),
        );
      }
    });
  });
}

/** MB, from Linux's /proc. */
function residentSet(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return line === null ? NaN : Number(line[1]) / 1024;
}
