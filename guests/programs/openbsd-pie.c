/* A position-independent static program, as OpenBSD's own are: it is told where it lies, and its secrets are filled in there. */
#include "common.h"

extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern void _start(void) __attribute__((visibility("hidden")));
__attribute__((section(".openbsd.randomdata"), used)) static volatile unsigned secret[4];

static const char *name_of(unsigned long type) {
  switch (type) {
    case AUX_phdr: return "phdr";
    case AUX_phent: return "phent";
    case AUX_phnum: return "phnum";
    case AUX_pagesz: return "pagesz";
    case AUX_base: return "base";
    case AUX_flags: return "flags";
    case AUX_entry: return "entry";
    case AUX_openbsd_timekeep: return "timekeep";
    default: return "else";
  }
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv;
  unsigned long base = (unsigned long)__ehdr_start;
  int count = 0;
  while (envp[count]) count++;
  print("moved %d\n", base != 0);
  for (unsigned long *aux = (unsigned long *)(envp + count + 1); aux[0]; aux += 2) {
    unsigned long value = aux[1];
    switch (aux[0]) {
      case AUX_phdr: print("%s: %d\n", name_of(aux[0]), value == base + *(unsigned *)(base + 28)); break;
      case AUX_phnum: print("%s: %d\n", name_of(aux[0]), value == *(unsigned short *)(base + 44)); break;
      case AUX_base: print("%s: %d\n", name_of(aux[0]), value == base); break;
      case AUX_entry: print("%s: %d\n", name_of(aux[0]), value == (unsigned long)_start); break;
      default: print("%s: %lu\n", name_of(aux[0]), value);
    }
  }
  print("random words: differ %d\n", secret[0] != secret[1] && secret[1] != secret[2] && secret[2] != secret[3]);
  return 0;
}
