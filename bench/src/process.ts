import { spawn } from 'node:child_process';

/** How a helper process ended. */
export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a tool (compiler, apt, dpkg) and collects its output; not for measured programs.
 *
 * @param limit milliseconds after which it is killed
 * @throws Error if it cannot be started
 */
export function runTool(
  file: string,
  args: readonly string[],
  directory?: string,
  limit = 300_000,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 255, stdout, stderr }));
  });
}

/** The last line of a text that says anything. */
export function lastLine(text: string): string {
  return text.trim().split('\n').pop() ?? '';
}

/** The line of an error output that says most: the first that names an error, else the last. */
export function tellingLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.find((line) => /^anyuser:|Error\b|error:/.test(line)) ?? lines[lines.length - 1];
}
