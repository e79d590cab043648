import {
  choice,
  decodeText,
  defineSyscall,
  encodeText,
  errno,
  type Process,
  signalOf,
  type Thread,
  word,
} from '@anyuser/core';

const TASK_COMM_LEN = 16;
const LAST_CAPABILITY = 40;

/** Settings of a process that prctl reads and writes and nothing else looks at. */
interface Settings {
  dumpable: number;
  keepCapabilities: number;
  noNewPrivileges: number;
  timerSlack: number;
  thpDisable: number;
}
const KEY = Symbol('prctl');

function settingsOf(process: Process): Settings {
  let settings = process.extra.get(KEY) as Settings | undefined;
  if (settings === undefined) {
    settings = {
      dumpable: 1,
      keepCapabilities: 0,
      noNewPrivileges: 0,
      timerSlack: 50_000,
      thpDisable: 0,
    };
    process.extra.set(KEY, settings);
  }
  return settings;
}

type Option = (thread: Thread, settings: Settings, a: number, b: number) => number;

const zeroOrOne = (value: number): number => {
  if (value > 1) throw errno('EINVAL');
  return value;
};

const options: Readonly<Record<string, Option>> = {
  PR_SET_NAME(thread, _settings, address) {
    const name = thread.mem.bytes(address, thread.mem.accessible(address, TASK_COMM_LEN, 'read'));
    const end = name.indexOf(0);
    thread.name = decodeText(name.slice(0, Math.min(end < 0 ? name.length : end, TASK_COMM_LEN - 1)));
    if (thread === thread.process.leader) thread.process.comm = thread.name;
    return 0;
  },
  PR_GET_NAME(thread, _settings, address) {
    const name = new Uint8Array(TASK_COMM_LEN);
    name.set(encodeText(thread.name ?? thread.process.comm).subarray(0, TASK_COMM_LEN - 1));
    thread.mem.write(address, name);
    return 0;
  },
  PR_GET_DUMPABLE: (_thread, settings) => settings.dumpable,
  PR_SET_DUMPABLE(_thread, settings, value) {
    settings.dumpable = zeroOrOne(value);
    return 0;
  },
  PR_GET_KEEPCAPS: (_thread, settings) => settings.keepCapabilities,
  PR_SET_KEEPCAPS(_thread, settings, value) {
    settings.keepCapabilities = zeroOrOne(value);
    return 0;
  },
  PR_GET_NO_NEW_PRIVS: (_thread, settings) => settings.noNewPrivileges,
  PR_SET_NO_NEW_PRIVS(_thread, settings, value) {
    if (value !== 1) throw errno('EINVAL');
    settings.noNewPrivileges = 1;
    return 0;
  },
  PR_SET_PDEATHSIG(thread, _settings, number) {
    if (number !== 0 && signalOf(thread.abi, number) === undefined) throw errno('EINVAL');
    thread.process.parentDeathSignal = number;
    return 0;
  },
  PR_GET_PDEATHSIG(thread, _settings, address) {
    thread.mem.setU32(address, thread.process.parentDeathSignal);
    return 0;
  },
  PR_GET_TIMERSLACK: (_thread, settings) => settings.timerSlack,
  PR_SET_TIMERSLACK(_thread, settings, value) {
    settings.timerSlack = value === 0 ? 50_000 : value;
    return 0;
  },
  PR_SET_CHILD_SUBREAPER({ process }, _settings, value) {
    process.reaper = value !== 0;
    return 0;
  },
  PR_GET_CHILD_SUBREAPER(thread, _settings, address) {
    thread.mem.setU32(address, thread.process.reaper ? 1 : 0);
    return 0;
  },
  PR_GET_THP_DISABLE: (_thread, settings) => settings.thpDisable,
  PR_SET_THP_DISABLE(_thread, settings, value) {
    settings.thpDisable = value === 0 ? 0 : 1;
    return 0;
  },
  PR_GET_SECCOMP: () => 0,
  PR_GET_SECUREBITS: () => 0,
  PR_GET_TIMING: () => 0,
  PR_SET_TIMING(_thread, _settings, value) {
    if (value !== 0) throw errno('EINVAL');
    return 0;
  },
  PR_CAPBSET_READ(_thread, _settings, capability) {
    if (capability > LAST_CAPABILITY) throw errno('EINVAL');
    return 0;
  },
  PR_CAPBSET_DROP() {
    throw errno('EPERM');
  },
};

/** prctl(2): options by name; what is not provided answers EINVAL, as a kernel built without it. */
export const prctl = defineSyscall({
  name: 'prctl',
  args: { option: choice('prctl'), arg2: word, arg3: word, arg4: word, arg5: word },
  run(thread, { option, arg2, arg3 }) {
    const handler = options[option];
    if (handler === undefined) throw errno('EINVAL');
    return handler(thread, settingsOf(thread.process), arg2, arg3);
  },
});
