import { OpenFlag } from '../../../abi/flags';
import { decodeText } from '../../../memory/text';
import { errno } from '../../errno';
import type { OpenFile } from '../../open-file';
import { canRead, canWrite } from '../../open-file-base';
import type { Process } from '../../process';
import type { Thread } from '../../thread';
import type { Node } from '../node';
import { mountinfoText, mountsText } from './mount-text';
import { type ProcContext, ProcDirectory, ProcFile, ProcLink } from './proc-node';
import { limitsText, mapsText, statmText, statText, statusText, type Terminal } from './process-text';
import { ReopenedNode } from './reopened-node';

/** Bytes of a process's memory; empty where they cannot be read, and when the process has ended: its memory is another's. */
function memory(process: Process, start: number, end: number): Uint8Array {
  if (process.status !== undefined) return new Uint8Array(0);
  try {
    return process.space.view.bytes(start, end - start).slice();
  } catch {
    return new Uint8Array(0);
  }
}

/** The directory of one process, or of one of its threads. */
export function processDirectory(
  context: ProcContext,
  process: Process,
  thread: Thread,
  base: string,
  controlling: (process: Process) => Terminal | undefined,
): Node {
  const { kernel } = process;
  const owner = () => ({ uid: process.credentials.euid, gid: process.credentials.egid });
  const file = (
    name: string,
    make: () => string | Uint8Array,
    store?: (data: Uint8Array) => void,
  ): (() => Node) => {
    return () => new ProcFile(context, `${base}/${name}`, make, { owner, store });
  };
  const place = (name: string, where: () => { readonly node: Node; readonly path: string }): (() => Node) => {
    return () => new ProcLink(context, `${base}/${name}`, () => where().path, { owner, follow: where });
  };
  const children: Record<string, () => Node> = {
    auxv: file('auxv', () => process.auxv),
    cgroup: file('cgroup', () => '0::/\n'),
    cmdline: file('cmdline', () => {
      const { stackInfo } = process;
      return stackInfo === undefined ? '' : memory(process, stackInfo.argStart, stackInfo.argEnd);
    }),
    comm: file(
      'comm',
      () => `${process.comm}\n`,
      (data) => {
        process.comm = decodeText(data.subarray(0, 15)).replace(/[\n\0].*$/s, '');
      },
    ),
    cwd: place('cwd', () => process.fs.cwd),
    environ: file('environ', () => {
      const { stackInfo } = process;
      return stackInfo === undefined ? '' : memory(process, stackInfo.envStart, stackInfo.envEnd);
    }),
    exe: place('exe', () => {
      if (process.status !== undefined) throw errno('ENOENT');
      return kernel.vfs.lookup(process.fs, process.credentials, process.exe);
    }),
    fd: () =>
      fdDirectory(context, process, `${base}/fd`, (fd) => fdLink(context, process, `${base}/fd/${fd}`, fd)),
    fdinfo: () =>
      fdDirectory(
        context,
        process,
        `${base}/fdinfo`,
        (fd) => new ProcFile(context, `${base}/fdinfo/${fd}`, () => fdinfoText(process, fd), { owner }),
      ),
    limits: file('limits', () => limitsText(process)),
    maps: file('maps', () => mapsText(process)),
    mem: file('mem', () => {
      throw errno('EIO');
    }),
    mountinfo: file('mountinfo', () => mountinfoText(kernel)),
    mounts: file('mounts', () => mountsText(kernel)),
    oom_score: file('oom_score', () => '0\n'),
    oom_score_adj: file(
      'oom_score_adj',
      () => `${(process.extra.get(OOM) as number | undefined) ?? 0}\n`,
      (data) => {
        const value = Number(decodeText(data).trim());
        if (!Number.isInteger(value) || value < -1000 || value > 1000) throw errno('EINVAL');
        process.extra.set(OOM, value);
      },
    ),
    root: place('root', () => process.fs.root),
    stat: file('stat', () => statText(process, thread, controlling(process))),
    statm: file('statm', () => statmText(process)),
    status: file('status', () => statusText(process, thread)),
    wchan: file('wchan', () => '0'),
  };
  const whole = thread === process.leader && !base.includes('/task/');
  if (whole)
    children['task'] = () =>
      new ProcDirectory(
        context,
        `${base}/task`,
        (tid) => {
          const found = [...process.threads].find((each) => String(each.tid) === tid);
          return found && processDirectory(context, process, found, `${base}/task/${tid}`, controlling);
        },
        () => [...process.threads].map(({ tid }) => String(tid)),
        { owner },
      );
  return new ProcDirectory(
    context,
    base,
    (name) => (Object.hasOwn(children, name) ? children[name]!() : undefined),
    () => Object.keys(children),
    { owner, ...(whole ? { process } : {}) },
  );
}

const OOM = Symbol('oom_score_adj');

function fdDirectory(context: ProcContext, process: Process, id: string, child: (fd: number) => Node): Node {
  return new ProcDirectory(
    context,
    id,
    (name) =>
      /^(0|[1-9]\d*)$/.test(name) && process.files.has(Number(name)) ? child(Number(name)) : undefined,
    () => [...process.files.open].map(String),
    { mode: 0o500, owner: () => ({ uid: process.credentials.euid, gid: process.credentials.egid }) },
  );
}

function fdLink(context: ProcContext, process: Process, id: string, fd: number): Node {
  const file = process.files.get(fd);
  const mode = (canRead(file.flags) ? 0o500 : 0o100) | (canWrite(file.flags) ? 0o300 : 0);
  return new ProcLink(context, id, () => pathOf(file), {
    mode,
    owner: () => ({ uid: process.credentials.euid, gid: process.credentials.egid }),
    follow: () => ({ node: nodeOf(context, file), path: file.path }),
  });
}

/** The path, marked where it has been deleted. */
function pathOf(file: OpenFile): string {
  if (!file.path.startsWith('/')) return file.path;
  return file.stat().st_nlink === 0 ? `${file.path} (deleted)` : file.path;
}

function nodeOf(context: ProcContext, file: OpenFile): Node {
  const { node } = file;
  if (node !== undefined && file.stat().st_nlink > 0) return node;
  return new ReopenedNode(context.fs, file);
}

function fdinfoText(process: Process, fd: number): string {
  const file = process.files.get(fd);
  let position = 0;
  try {
    position = file.seek(0, 'SEEK_CUR');
  } catch {
    // A pipe or socket has none.
  }
  const flags =
    (process.abi.flags['open']?.encode(file.flags) ?? 0) | (process.files.cloexec(fd) ? cloexec(process) : 0);
  return `pos:\t${position}\nflags:\t0${flags.toString(8)}\nmnt_id:\t1\nino:\t${file.stat().st_ino}\n${file.info?.() ?? ''}`;
}

const cloexec = (process: Process): number => process.abi.flags['open']?.encode(OpenFlag.O_CLOEXEC) ?? 0;
