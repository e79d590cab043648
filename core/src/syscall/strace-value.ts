import type { Abi } from '../abi/abi';
import { signalOf, sigsetOf } from '../abi/signal-numbers';
import type { Signal } from '../signal/signal';
import type { SignalInfo } from '../signal/signal-info';
import type { SignalSet } from '../signal/signal-set';
import { quote } from './quote';

/** How members are shown that say more by names than by numbers; by the name in the header. */
const MEMBERS: Readonly<Record<string, (value: number, abi: Abi) => string>> = {
  st_mode: showMode,
  stx_mode: showMode,
  rlim_cur: showLimit,
  rlim_max: showLimit,
  sa_handler: (value) => (value === 0 ? 'SIG_DFL' : value === 1 ? 'SIG_IGN' : showAddress(value)),
  sa_restorer: showAddress,
  sa_flags: (value, abi) => abi.flags['sigaction']?.format(value) ?? String(value),
  sa_mask: (value, abi) => showSignals(abi, sigsetOf(abi, [value])),
};

/** A struct, or a member of one, as strace shows it. */
export function showValue(value: unknown, abi: Abi, name = ''): string {
  if (value instanceof Uint8Array) return quote(value, 32);
  if (Array.isArray(value)) {
    if (name === 'sa_mask') return showSignals(abi, sigsetOf(abi, value));
    return `[${value.map((each) => showValue(each, abi)).join(', ')}]`;
  }
  if (typeof value === 'number') return MEMBERS[name]?.(value, abi) ?? String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .filter(([key]) => !key.startsWith('_'))
    .map(([key, member]) => `${key}=${showValue(member, abi, key)}`)
    .join(', ')}}`;
}

/** An address in hexadecimal, or NULL. */
function showAddress(address: number): string {
  return address === 0 ? 'NULL' : `0x${address.toString(16)}`;
}

/** A signal set: `[INT QUIT]`, or what it lacks where that is shorter: `~[KILL STOP]`. */
export function showSignals(abi: Abi, set: SignalSet): string {
  const inside = [...set];
  const outside = (Object.keys(abi.signals) as Signal[]).filter((signal) => !set.has(signal));
  const list = (signals: readonly Signal[]): string =>
    `[${signals.map((signal) => signal.slice(3)).join(' ')}]`;
  return inside.length > outside.length ? `~${list(outside)}` : list(inside);
}

const TYPES: Readonly<Record<number, string>> = {
  1: 'S_IFIFO',
  2: 'S_IFCHR',
  4: 'S_IFDIR',
  6: 'S_IFBLK',
  8: 'S_IFREG',
  10: 'S_IFLNK',
  12: 'S_IFSOCK',
};
const SPECIAL = [
  [0o4000, 'S_ISUID'],
  [0o2000, 'S_ISGID'],
  [0o1000, 'S_ISVTX'],
] as const;

/** File type and permissions, the same bits on every Unix: `S_IFREG|0644`. */
export function showMode(mode: number): string {
  const type = TYPES[(mode >>> 12) & 15];
  const special = SPECIAL.filter(([bit]) => mode & bit).map(([, name]) => name);
  const permissions = `0${(mode & 0o777).toString(8).padStart(3, '0')}`;
  return [...(type === undefined ? [] : [type]), ...special, permissions].join('|');
}

function showLimit(value: number): string {
  // All ones of whatever width, or the greatest signed number on systems that count so.
  if (value === 0xffff_ffff || value >= 2 ** 63 || value === 0x7fff_ffff) return 'RLIM_INFINITY';
  return value >= 1024 && value % 1024 === 0 ? `${value / 1024}*1024` : String(value);
}

/** The status word of wait: `{WIFEXITED(s) && WEXITSTATUS(s) == 0}`. */
export function showWaitStatus(abi: Abi, status: number): string {
  const signal = (number: number): string => signalOf(abi, number) ?? String(number);
  if (status === 0xffff) return '{WIFCONTINUED(s)}';
  if ((status & 0xff) === 0x7f) return `{WIFSTOPPED(s) && WSTOPSIG(s) == ${signal((status >>> 8) & 0xff)}}`;
  if ((status & 0x7f) === 0) return `{WIFEXITED(s) && WEXITSTATUS(s) == ${(status >>> 8) & 0xff}}`;
  const core = status & 0x80 ? ' && WCOREDUMP(s)' : '';
  return `{WIFSIGNALED(s) && WTERMSIG(s) == ${signal(status & 0x7f)}${core}}`;
}

/** What a signal carries: `{si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=7, …}`. */
export function showSignalInfo(info: SignalInfo): string {
  const { signal, code, rawCode, address, pid, uid, status, value, band, fd } = info;
  const fields: readonly (readonly [string, string | number | undefined])[] = [
    ['signo', signal],
    ['code', rawCode ?? code],
    ['addr', address === undefined ? undefined : showAddress(address)],
    ['pid', pid],
    ['uid', uid],
    ['status', status],
    ['value', value],
    ['band', band],
    ['fd', fd],
  ];
  const known = fields.filter(([, text]) => text !== undefined);
  return `{${known.map(([name, text]) => `si_${name}=${text}`).join(', ')}}`;
}
