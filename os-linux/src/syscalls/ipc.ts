import { defineSyscall, errno, uint, word } from '@anyuser/core';
import { IPC_CALLS } from './ipc.table';

const MSGRCV = 12;
const SHMAT = 21;

/** All of System V IPC behind one number, as MIPS has it beside the newer single calls. */
export const ipc = defineSyscall({
  name: 'ipc',
  args: { call: uint, first: word, second: word, third: word, ptr: word, fifth: word },
  restart: false,
  run(t, { call: which, ...given }) {
    const [call, version] = [which & 0xffff, which >>> 16];
    const row = IPC_CALLS[call];
    if (row === undefined) throw errno('ENOSYS');
    const [definition, ...places] = row;
    // Old callers of msgrcv pass pointer and type in a struct.
    const words =
      call === MSGRCV && version === 0
        ? { ...given, ptr: t.mem.u32(given.ptr), fifth: t.mem.u32(given.ptr + 4) }
        : given;
    const values = Object.entries(definition.args).map(([name, type], n) => {
      const place = places[n]!;
      const raw = place === '*ptr' ? t.mem.u32(words.ptr) : words[place];
      return [name, type.bind(t.abi).decode(t, raw | 0, 0)];
    });
    const result = definition.run(t, Object.fromEntries(values));
    if (call !== SHMAT) return result;
    t.mem.setU32(words.third, Number(result));
    return 0;
  },
});
