import {
  defineSyscall,
  errno,
  msgctl,
  msgget,
  msgrcv,
  msgsnd,
  type SyscallDefinition,
  semctl,
  semget,
  semop,
  semtimedop,
  shmat,
  shmctl,
  shmdt,
  shmget,
  type Thread,
  uint,
  word,
} from '@anyuser/core';

/** What the first argument of ipc(2) chooses (include/uapi/linux/ipc.h). */
const CALLS: Readonly<Record<number, SyscallDefinition>> = {
  1: semop,
  2: semget,
  3: semctl,
  4: semtimedop,
  11: msgsnd,
  12: msgrcv,
  13: msgget,
  14: msgctl,
  21: shmat,
  22: shmdt,
  23: shmget,
  24: shmctl,
};

type Words = Readonly<Record<'first' | 'second' | 'third' | 'ptr' | 'fifth', number>>;

/** Where each call finds its arguments, in its own order (ipc/syscall.c). */
function argumentsOf(t: Thread, call: number, version: number, words: Words): readonly number[] {
  const { first, second, third, ptr, fifth } = words;
  switch (call) {
    case 1:
      return [first, ptr, second];
    case 4:
      return [first, ptr, second, fifth];
    case 3:
      // The union is passed by address.
      return [first, second, third, t.mem.u32(ptr)];
    case 11:
      return [first, ptr, second, third];
    case 12:
      // Old callers pass pointer and type in a struct.
      return version === 0
        ? [first, t.mem.u32(ptr), second, t.mem.u32(ptr + 4), third]
        : [first, ptr, second, fifth, third];
    case 14:
    case 24:
      return [first, second, ptr];
    case 21:
      return [first, ptr, second];
    case 22:
      return [ptr];
    default:
      return [first, second, third];
  }
}

/** All of System V IPC behind one number, as MIPS has it beside the newer single calls. */
export const ipc = defineSyscall({
  name: 'ipc',
  args: { call: uint, first: word, second: word, third: word, ptr: word, fifth: word },
  restart: false,
  run(t, { call: which, ...words }) {
    const call = which & 0xffff;
    const definition = CALLS[call];
    if (definition === undefined) throw errno('ENOSYS');
    const raw = argumentsOf(t, call, which >>> 16, words);
    const values = Object.entries(definition.args).map(([name, type], n) => [
      name,
      type.bind(t.abi).decode(t, raw[n]! | 0, 0),
    ]);
    const result = definition.run(t, Object.fromEntries(values));
    if (call !== 21) return result;
    t.mem.setU32(words.third, Number(result));
    return 0;
  },
});
