import { encodeText, type Process, parentOf, structCodec, type Thread } from '@anyuser/core';
import { loginClass } from './login-class';

/** ki_stat: SRUN, SSTOP, SZOMB (sys/sys/proc.h). */
const STATE = { runs: 2, stopped: 4, zombie: 5 } as const;
/** PRI_TIMESHARE and PUSER, the priority of a thread that has used little (sys/sys/priority.h). */
const [PRI_TIMESHARE, PUSER] = [3, 120] as const;
const NANOSECONDS = 1_000_000_000n;

/** Members of struct kinfo_proc that are more than zero (sys/kern/kern_proc.c, fill_kinfo_proc). */
function membersOf(t: Thread, process: Process, size: number): Readonly<Record<string, number | string>> {
  const { credentials, status, threads } = process;
  const { user, system } = process.usage();
  const start = process.started - t.kernel.now('monotonic') + t.kernel.now('realtime');
  return {
    ki_structsize: size,
    ki_pid: process.pid,
    ki_ppid: parentOf(process),
    ki_pgid: process.pgid,
    ki_sid: process.sid,
    ki_uid: credentials.euid,
    ki_ruid: credentials.uid,
    ki_svuid: credentials.suid,
    ki_rgid: credentials.gid,
    ki_svgid: credentials.sgid,
    ki_runtime: Math.floor((user + system) / 1000),
    ki_start_sec: Number(start / NANOSECONDS),
    ki_start_usec: Number((start % NANOSECONDS) / 1000n),
    ki_stat: status !== undefined ? STATE.zombie : process.stopped ? STATE.stopped : STATE.runs,
    ki_nice: process.nice,
    ki_tdname: [...threads][0]?.name ?? process.comm,
    ki_comm: process.comm,
    ki_emul: 'FreeBSD ELF32',
    ki_loginclass: loginClass.of(process),
    ki_numthreads: threads.size,
    ki_tid: [...threads][0]?.tid ?? 0,
    ki_pri_class: PRI_TIMESHARE,
    ki_pri_level: PUSER,
  };
}

/** Processes as an array of struct kinfo_proc: what kern.proc's nodes give. */
export function processInformation(t: Thread, processes: readonly Process[]): Uint8Array {
  const { fields, size } = structCodec(t.abi, 'kinfo_proc');
  const bytes = new Uint8Array(size * processes.length);
  const view = new DataView(bytes.buffer);
  const little = !t.mem.bigEndian;
  for (const [n, process] of processes.entries()) {
    const members = membersOf(t, process, size);
    for (const { name, offset, size: width } of fields) {
      const value = members[name];
      const at = n * size + offset;
      if (typeof value === 'string') bytes.set(encodeText(value).subarray(0, width - 1), at);
      else if (value === undefined) continue;
      else if (width === 8) view.setBigInt64(at, BigInt(value), little);
      else if (width === 4) view.setInt32(at, value, little);
      else view.setInt8(at, value);
    }
  }
  return bytes;
}
