import {
  choice,
  defineSyscall,
  errno,
  maySignal,
  type Process,
  ptr,
  reapedBy,
  reaperFor,
  requireSignal,
  sentBy,
  signalEach,
  signalOf,
  structCodec,
  type Thread,
  u64,
  withReaped,
} from '@anyuser/core';
import { controlsOf, type ProcessSwitch } from '../process-controls';

/** init, which is no process here. */
const INIT = 1;
const STATUS = { owned: 1, realInit: 2 } as const;
const INFO = { valid: 1, child: 2, reaper: 4 } as const;
const KILL = { children: 1, subtree: 2 } as const;
const [ENABLE, DISABLE] = [1, 2] as const;

/** A command: what it does to one process with its argument. */
interface Command {
  /** It takes P_PID alone. */
  readonly one?: boolean;
  /** Another user's process is refused. */
  readonly debug?: boolean;
  /** A process that is not there is an argument that is wrong. */
  readonly absent?: 'EINVAL';
  run(t: Thread, process: Process, data: number): void;
}

const flags = (process: Process): Set<ProcessSwitch> => controlsOf(process).switches;
const set = (process: Process, name: ProcessSwitch, on: boolean): void =>
  void (on ? flags(process).add(name) : flags(process).delete(name));

/** A command that takes an int; values that do not apply are refused. */
const control = (
  values: Readonly<Record<number, (process: Process, own: boolean) => void>>,
  rest: Omit<Command, 'run'> = { one: true, debug: true },
): Command => ({
  ...rest,
  run(t, process, data) {
    const change = values[t.mem.i32(data)];
    if (change === undefined) throw errno('EINVAL');
    change(process, process === t.process);
  },
});
/** A command that gives an int. */
const status = (value: (process: Process) => number): Command => ({
  one: true,
  run: (t, process, data) => t.mem.setU32(data, value(process) >>> 0),
});

function killReaped(t: Thread, process: Process, data: number): void {
  const codec = structCodec(t.abi, 'procctl_reaper_kill');
  const given = codec.read(t.mem, data) as Record<string, number>;
  const { rk_sig, rk_flags, rk_subtree } = given;
  const both = KILL.children | KILL.subtree;
  if (rk_sig! <= 0 || (rk_flags! & ~both) !== 0 || rk_flags === both) throw errno('EINVAL');
  const signal = requireSignal(t.abi, rk_sig!);
  const reaper = reaperFor(process);
  const below = reapedBy(t.kernel, reaper).filter(
    (each) => rk_flags !== KILL.subtree || controlsOf(each).subtree === rk_subtree,
  );
  const targets = rk_flags === KILL.children ? [...(reaper?.children ?? [])] : withReaped(t.kernel, below);
  const { sent, refused } = signalEach(targets, sentBy(t, signal, 'SI_USER'), (target) =>
    maySignal(t, target, signal),
  );
  const rk_fpid = sent === 0 ? (refused?.pid ?? -1) : -1;
  codec.write(t.mem, data, { ...given, rk_pad0: [], rk_killed: sent, rk_fpid });
  if (sent === 0) throw errno(refused === undefined ? 'ESRCH' : 'EPERM');
}

/** A switch that one command turns off and its status tells of: disable 2, leave to the system 3. */
const switched = (name: string, flag: ProcessSwitch): Readonly<Record<string, Command>> => ({
  [`PROC_${name}_CTL`]: control({ 2: (p) => set(p, flag, true), 3: (p) => set(p, flag, false) }),
  [`PROC_${name}_STATUS`]: status((process) => (flags(process).has(flag) ? 2 : 3)),
});

/** Commands by name (sys/kern/kern_procctl.c). Addresses do not vary here, and mappings have no greatest protection: neither can be forced. */
const COMMANDS: Readonly<Record<string, Command>> = {
  PROC_SPROTECT: {
    run(t, _process, data) {
      const how = t.mem.u32(data);
      if (((how & 0xf) !== 1 && (how & 0xf) !== 2) || (how & ~0x3f) !== 0) throw errno('EINVAL');
      // Nothing here is killed for want of memory.
      if (t.process.credentials.euid !== 0) throw errno('EPERM');
    },
  },
  PROC_REAP_ACQUIRE: {
    one: true,
    run(t, process, data) {
      if (data !== 0) throw errno('EINVAL');
      if (process !== t.process) throw errno('EPERM');
      if (process.reaper) throw errno('EBUSY');
      process.reaper = true;
    },
  },
  PROC_REAP_RELEASE: {
    one: true,
    run(t, process, data) {
      if (data !== 0) throw errno('EINVAL');
      if (process !== t.process) throw errno('EPERM');
      if (!process.reaper) throw errno('EINVAL');
      process.reaper = false;
    },
  },
  PROC_REAP_STATUS: {
    one: true,
    run(t, process, data) {
      const reaper = reaperFor(process);
      const all = reapedBy(t.kernel, reaper);
      const children = all.filter(({ parent }) => parent === reaper);
      structCodec(t.abi, 'procctl_reaper_status').write(t.mem, data, {
        rs_flags: (process.reaper ? STATUS.owned : 0) | (reaper === undefined ? STATUS.realInit : 0),
        rs_children: children.length,
        rs_descendants: all.length,
        rs_reaper: reaper?.pid ?? INIT,
        rs_pid: (children[0] ?? all[0])?.pid ?? -1,
      });
    },
  },
  PROC_REAP_GETPIDS: {
    one: true,
    run(t, process, data) {
      const { rp_count, rp_pids } = structCodec(t.abi, 'procctl_reaper_pids').read(t.mem, data) as Record<
        string,
        number
      >;
      const codec = structCodec(t.abi, 'procctl_reaper_pidinfo');
      const reaper = reaperFor(process);
      for (const [n, each] of reapedBy(t.kernel, reaper).slice(0, rp_count).entries())
        codec.write(t.mem, rp_pids! + n * codec.size, {
          pi_pid: each.pid,
          pi_subtree: controlsOf(each).subtree,
          pi_flags: INFO.valid | (each.parent === reaper ? INFO.child : 0) | (each.reaper ? INFO.reaper : 0),
        });
    },
  },
  PROC_REAP_KILL: { one: true, run: killReaped },
  PROC_TRACE_CTL: control(
    {
      [ENABLE](process, own) {
        if (!own) throw errno('EPERM');
        set(process, 'NOTRACE', false);
        set(process, 'NOTRACE_EXEC', false);
      },
      [DISABLE](process, own) {
        if (flags(process).has('NOTRACE_EXEC') && !own) throw errno('EPERM');
        set(process, 'NOTRACE_EXEC', false);
        set(process, 'NOTRACE', true);
      },
      3(process) {
        set(process, 'NOTRACE', true);
        set(process, 'NOTRACE_EXEC', true);
      },
    },
    { debug: true },
  ),
  PROC_TRACE_STATUS: status((process) => (flags(process).has('NOTRACE') ? -1 : 0)),
  PROC_TRAPCAP_CTL: control(
    { [ENABLE]: (p) => set(p, 'TRAPCAP', true), [DISABLE]: (p) => set(p, 'TRAPCAP', false) },
    { debug: true },
  ),
  PROC_TRAPCAP_STATUS: status((process) => (flags(process).has('TRAPCAP') ? ENABLE : DISABLE)),
  PROC_PDEATHSIG_CTL: {
    one: true,
    absent: 'EINVAL',
    run(t, process, data) {
      const number = t.mem.i32(data);
      if (process !== t.process || (number !== 0 && signalOf(t.abi, number) === undefined))
        throw errno('EINVAL');
      process.parentDeathSignal = number;
    },
  },
  PROC_PDEATHSIG_STATUS: {
    one: true,
    absent: 'EINVAL',
    run(t, process, data) {
      if (process !== t.process) throw errno('EINVAL');
      t.mem.setU32(data, process.parentDeathSignal);
    },
  },
  ...switched('ASLR', 'ASLR_DISABLE'),
  ...switched('PROTMAX', 'PROTMAX_DISABLE'),
  PROC_STACKGAP_CTL: {
    one: true,
    debug: true,
    run(t, process, data) {
      const how = t.mem.u32(data);
      const exec = how & 0xc;
      const disabled = flags(process).has('STKGAP_DISABLE');
      if ((how & ~0xf) !== 0 || (how & 3) === 3 || exec === 0xc || ((how & 1) !== 0 && disabled))
        throw errno('EINVAL');
      if ((how & 2) !== 0) set(process, 'STKGAP_DISABLE', true);
      if (exec !== 0) set(process, 'STKGAP_DISABLE_EXEC', exec === 8);
    },
  },
  PROC_STACKGAP_STATUS: status(
    (process) =>
      (flags(process).has('STKGAP_DISABLE') ? 2 : 1) | (flags(process).has('STKGAP_DISABLE_EXEC') ? 8 : 4),
  ),
  PROC_NO_NEW_PRIVS_CTL: control({ [ENABLE]: (p) => set(p, 'NO_NEW_PRIVS', true) }),
  PROC_NO_NEW_PRIVS_STATUS: status((process) => (flags(process).has('NO_NEW_PRIVS') ? ENABLE : DISABLE)),
  PROC_WXMAP_CTL: control({
    1(process) {
      set(process, 'WXORX_DISABLE', true);
      set(process, 'WXORX', false);
    },
    2: (p) => set(p, 'WXORX_ENABLE_EXEC', true),
  }),
  PROC_WXMAP_STATUS: status(
    (process) =>
      (flags(process).has('WXORX_DISABLE') ? 1 : 0) |
      (flags(process).has('WXORX_ENABLE_EXEC') ? 2 : 0) |
      (flags(process).has('WXORX') ? 0x8000_0000 : 0),
  ),
};

function targets(t: Thread, idtype: string, id: number, { one, absent }: Command): Process[] {
  if (idtype === 'P_PID') {
    const process = id === 0 ? t.process : t.kernel.processes.get(id);
    if (process === undefined) throw errno(absent ?? 'ESRCH');
    return [process];
  }
  if (idtype !== 'P_PGID' || one) throw errno('EINVAL');
  return t.kernel.group(id).filter(({ status: ended }) => ended === undefined);
}

/** procctl(idtype, id, com, data): on a group it succeeds where it does for one of it. */
export const procctl = defineSyscall({
  name: 'procctl',
  args: { idtype: choice('idtype'), id: u64, com: choice('procctl'), data: ptr },
  run(t, { idtype, id, com, data }) {
    const command = COMMANDS[com];
    if (command === undefined) throw errno('EINVAL');
    const all = targets(t, idtype, Number(BigInt.asIntN(32, id)), command);
    const { euid } = t.process.credentials;
    let failure: unknown = errno('ESRCH');
    let done = false;
    for (const process of all)
      try {
        if (command.debug && euid !== 0 && euid !== process.credentials.uid) throw errno('EPERM');
        command.run(t, process, data);
        done = true;
      } catch (error) {
        failure = error;
      }
    if (!done) throw failure;
  },
});
