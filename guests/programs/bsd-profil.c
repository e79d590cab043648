/* profil(2): counts of where a process is, which it keeps itself. */
#include "common.h"

static unsigned short counts[32768];
extern const char work_begin[], work_end[];
#if defined __arm__
__asm__(".text\n.globl work, work_begin, work_end\n.type work, %function\nwork:\nwork_begin:\n1:\tsubs r0, r0, #1\n\tbgt 1b\n\tbx lr\nwork_end:\n");
#else
__asm__(".text\n.set push\n.set noreorder\n.globl work, work_begin, work_end\n.type work, @function\nwork:\nwork_begin:\n1:\taddiu $4, $4, -1\n\t"
        "bgtz $4, 1b\n\tnop\n\tjr $31\n\tnop\nwork_end:\n.set pop\n");
#endif
void work(int rounds);

static unsigned total(unsigned from, unsigned to) {
  unsigned sum = 0;
  for (unsigned i = from; i < to; i++) sum += counts[i];
  return sum;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  /* Two bytes of counters for four of code. */
  unsigned long base = (unsigned long)work_begin & ~0xfffful;
  unsigned first = (unsigned)(((unsigned long)work_begin - base) / 4), last = (unsigned)(((unsigned long)work_end - base) / 4);
  show("profil", SYS(SYS_profil, counts, sizeof counts, base, 0x8000));
  while (total(first, last) < 3) work(1000000);
  show(", counted, off", SYS(SYS_profil, 0, 0, 0, 0));
  unsigned seen = total(0, COUNT(counts));
  for (int i = 0; i < 20; i++) work(1000000);
  print(", counts no more: %d", total(0, COUNT(counts)) == seen);
  show(", too fine", SYS(SYS_profil, counts, sizeof counts, base, 0x10001));
  print("\n");
  return 0;
}
