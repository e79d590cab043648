import type { Architecture, ProgramList } from './programs/program-case';
import type { CaseResult } from './programs/suite';

/** A result for the terminal: one line, and the differences below it. */
export function describeResult(result: CaseResult): string {
  const name = `${result.list} ${result.architecture}: ${result.name}`;
  if (result.state === 'skipped') {
    return `skipped  ${name}: ${result.reason}`;
  }
  const times = `${result.milliseconds} ms, oracle ${result.oracleMilliseconds} ms`;
  const details = result.differences.map(({ what, text }) => `  ${what} ${text.replaceAll('\n', '\n    ')}`);
  return [`${result.state}   ${name} (${times})`, ...details].join('\n');
}

/** `busybox armhf: 66 of 66`, with the reason where cases were skipped. */
export function summarise(
  list: ProgramList,
  architecture: Architecture,
  results: readonly CaseResult[],
): string {
  const passed = results.filter(({ state }) => state === 'passed').length;
  const skipped = results.filter(({ state }) => state === 'skipped');
  const reason = skipped.length === 0 ? '' : `, ${skipped.length} skipped: ${skipped[0]?.reason}`;
  return `${list.name} ${architecture}: ${passed} of ${results.length}${reason}`;
}

/** The oracle's outcome in full, to judge whether a case says anything. */
export function describeExpected({ list, architecture, name, expected, reason }: CaseResult): string {
  const title = `== ${list} ${architecture}: ${name}`;
  return expected === undefined
    ? `${title}: ${reason}`
    : `${title} [${expected.end}]\n${expected.stdout}-- stderr\n${expected.stderr}-- files\n${expected.files}`;
}
