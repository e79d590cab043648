/* What the kernel puts on the first stack: argc, argv, envp, the auxiliary vector, and how they lie. */
#include <linux/auxvec.h>

#include "posix.h"
#include "rt.h"

extern char _start[], __ehdr_start[];

static int has[64];
static unsigned long value[64];

int guest_main(int argc, char **argv, char **envp) {
  print("argc %d\n", argc);
  for (int i = 0; i < argc; i++) {
    const char *slash = argv[i];
    if (i == 0)
      for (const char *p = argv[0]; *p; p++)
        if (*p == '/') slash = p + 1;
    print("argv[%d] <%s>\n", i, slash);
  }
  print("argv[argc] is %s\n", argv[argc] == 0 ? "null" : "not null");
  /* By their names, since qemu-user turns the order of the environment round. */
  static const char *const wanted[] = {"G_A=", "G_EMPTY=", "G_SPACE=", "G_ABSENT="};
  int count = 0;
  while (envp[count]) count++;
  for (unsigned w = 0; w < COUNT(wanted); w++)
    for (int i = 0; i < count; i++)
      if (memcmp(envp[i], wanted[w], strlen(wanted[w])) == 0) print("env <%s>\n", envp[i]);
  print("stack aligned %d\n", (int)((uintptr_t)initial_stack % 8));

  unsigned long *aux = (unsigned long *)(envp + count + 1);
  for (; aux[0] != AT_NULL; aux += 2)
    if (aux[0] < COUNT(has)) has[aux[0]]++, value[aux[0]] = aux[1];
  static const int expected[] = {AT_PHDR, AT_PHENT, AT_PHNUM, AT_PAGESZ, AT_BASE,   AT_FLAGS,  AT_ENTRY, AT_UID,
                                 AT_EUID, AT_GID,   AT_EGID,  AT_HWCAP,  AT_CLKTCK, AT_RANDOM, AT_SECURE, AT_EXECFN};
  static const char *const names[] = {"PHDR", "PHENT", "PHNUM", "PAGESZ", "BASE",   "FLAGS",  "ENTRY",  "UID",
                                      "EUID", "GID",   "EGID",  "HWCAP",  "CLKTCK", "RANDOM", "SECURE", "EXECFN"};
  for (unsigned i = 0; i < COUNT(expected); i++) print("AT_%s %s\n", names[i], has[expected[i]] ? "present" : "absent");
  print("page size %lu, clock ticks %lu, program header entry %lu\n", value[AT_PAGESZ], value[AT_CLKTCK], value[AT_PHENT]);
  print("AT_PHDR points %s\n", value[AT_PHDR] == (uintptr_t)__ehdr_start + ((uint32_t *)__ehdr_start)[sizeof(long) == 8 ? 8 : 7] ? "well" : "wrong");
  print("AT_ENTRY points %s\n", value[AT_ENTRY] == (uintptr_t)_start ? "well" : "wrong");
  print("AT_UID agrees %d\n", (long)value[AT_UID] == SYS(NR_GETUID));
  print("AT_SECURE %lu\n", value[AT_SECURE]);
  int nonzero = 0;
  for (int i = 0; i < 16; i++) nonzero |= ((unsigned char *)value[AT_RANDOM])[i];
  print("AT_RANDOM is filled %d\n", nonzero != 0);
  print("AT_EXECFN ends as argv[0] does %d\n", strstr((char *)value[AT_EXECFN], "args") != 0);
  return argc > 1 && strcmp(argv[1], "--status") == 0 ? 42 : 0;
}
