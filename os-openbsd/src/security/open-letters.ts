import { OpenFlag } from '@anyuser/core';

/** What an open asks for, in letters of unveil(2): canonical flags in. */
export function openLetters(flags: number): string {
  const writes = (flags & (OpenFlag.O_WRONLY | OpenFlag.O_RDWR)) !== 0;
  const reads = (flags & OpenFlag.O_WRONLY) === 0;
  return `${reads ? 'r' : ''}${writes || flags & OpenFlag.O_TRUNC ? 'w' : ''}${flags & OpenFlag.O_CREAT ? 'c' : ''}`;
}
