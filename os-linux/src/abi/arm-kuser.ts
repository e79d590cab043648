import { encodeWords } from '@anyuser/core';

/** Address of the page of kernel-provided user helpers (Documentation/arch/arm/kernel_user_helpers.rst). */
export const KUSER_PAGE = 0xffff_0000;
const HELPER_VERSION = 5;

/** Code of each helper at its offset in the page. A block runs without interruption, so plain loads and stores are atomic. */
const helpers: Readonly<Record<number, readonly number[]>> = {
  // __kuser_cmpxchg64(r0 = &old, r1 = &new, r2 = ptr): r0 = 0 and C set if changed.
  3936: [
    0xe92d00f0, // push {r4-r7}
    0xe8900030, // ldm r0, {r4, r5}
    0xe89100c0, // ldm r1, {r6, r7}
    0xe8920003, // ldm r2, {r0, r1}
    0xe0303004, // eors r3, r0, r4
    0x00313005, // eorseq r3, r1, r5
    0x088200c0, // stmeq r2, {r6, r7}
    0xe2730000, // rsbs r0, r3, #0
    0xe8bd00f0, // pop {r4-r7}
    0xe12fff1e, // bx lr
  ],
  // __kuser_memory_barrier
  4000: [0xe12fff1e],
  // __kuser_cmpxchg(r0 = old, r1 = new, r2 = ptr): r0 = 0 and C set if changed.
  4032: [
    0xe5923000, // ldr r3, [r2]
    0xe0533000, // subs r3, r3, r0
    0x05821000, // streq r1, [r2]
    0xe2730000, // rsbs r0, r3, #0
    0xe12fff1e, // bx lr
  ],
  // __kuser_get_tls
  4064: [
    0xee1d0f70, // mrc p15, 0, r0, c13, c0, 3
    0xe12fff1e, // bx lr
  ],
  4092: [HELPER_VERSION],
  // Where handlers without SA_RESTORER return to: sigreturn and rt_sigreturn, each for ARM and Thumb.
  1280: [0xe3a07077, 0xef000000],
  1288: [0xdf002777],
  1296: [0xe3a070ad, 0xef000000],
  1304: [0xdf0027ad],
};

/** __kuser_get_tls on processors without a thread register: by the private system call. */
const getTlsByCall: readonly number[] = [
  0xe52d7004, // push {r7}
  0xe59f7008, // ldr r7, [pc, #8]
  0xef000000, // svc 0
  0xe49d7004, // pop {r7}
  0xe12fff1e, // bx lr
  0x000f0006, // get_tls
];

/** Return address for a handler that has no restorer, with the Thumb bit. */
export const sigreturnCode = (realtime: boolean, thumb: boolean): number =>
  KUSER_PAGE + 0x500 + (realtime ? 0x10 : 0) + (thumb ? 0x9 : 0);

/** The trampoline's words, which the kernel also leaves on the stack for debuggers. */
export const sigreturnWords = (realtime: boolean, thumb: boolean): readonly number[] =>
  helpers[0x500 + (realtime ? 0x10 : 0) + (thumb ? 0x8 : 0)]!;

/** The helper page of a processor with or without a thread ID register (ARMv6K). */
export function kuserPage(threadRegister: boolean): Uint8Array {
  const page = new Uint8Array(0x1000);
  const all = threadRegister ? helpers : { ...helpers, 4064: getTlsByCall };
  for (const [offset, words] of Object.entries(all)) page.set(encodeWords(words, false), Number(offset));
  return page;
}
