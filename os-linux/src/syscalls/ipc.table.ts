import {
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
} from '@anyuser/core';

/** An argument word of ipc(2); `*ptr` is the word that `ptr` points to. */
export type IpcWord = 'first' | 'second' | 'third' | 'ptr' | 'fifth' | '*ptr';

/** What the first argument of ipc(2) chooses (include/uapi/linux/ipc.h), and where each call finds its arguments (ipc/syscall.c). */
export const IPC_CALLS: Readonly<Record<number, readonly [SyscallDefinition, ...IpcWord[]]>> = {
  1: [semop, 'first', 'ptr', 'second'],
  2: [semget, 'first', 'second', 'third'],
  3: [semctl, 'first', 'second', 'third', '*ptr'],
  4: [semtimedop, 'first', 'ptr', 'second', 'fifth'],
  11: [msgsnd, 'first', 'ptr', 'second', 'third'],
  12: [msgrcv, 'first', 'ptr', 'second', 'fifth', 'third'],
  13: [msgget, 'first', 'second', 'third'],
  14: [msgctl, 'first', 'second', 'ptr'],
  21: [shmat, 'first', 'ptr', 'second'],
  22: [shmdt, 'ptr'],
  23: [shmget, 'first', 'second', 'third'],
  24: [shmctl, 'first', 'second', 'ptr'],
};
