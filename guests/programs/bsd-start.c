/* How a BSD starts a program: registers, arguments, environment, auxiliary vector and ps_strings, which must agree. */
#include "common.h"

struct ps_strings {
  char **argv;
  int argc;
  char **envp;
  int envc;
};
extern struct ps_strings *start_strings;
extern unsigned long start_registers[4];

static unsigned long auxiliary(unsigned long *vector, unsigned long type, int *found) {
  *found = 0;
  for (; vector[0] != AT_NULL; vector += 2)
    if (vector[0] == type) {
      *found = 1;
      return vector[1];
    }
  return 0;
}

#define SHOW(type)                                      \
  do {                                                  \
    value = auxiliary(vector, type, &found);            \
    print("%s %s", #type, found ? "there" : "absent");  \
  } while (0)

int guest_main(int argc, char **argv, char **envp) {
  int found, mib[2], environment = 0;
  unsigned long value, *stack = initial_stack;
  print("argc %d %d\n", argc, (int)stack[0]);
  for (int i = 0; i < argc; i++) print("argv[%d] <%s>\n", i, i ? argv[i] : "the program");
  print("argv ends %d, is on the stack %d\n", argv[argc] == 0, argv == (char **)(stack + 1));
  for (; envp[environment]; environment++)
    if (memcmp(envp[environment], "G_", 2) == 0) print("env <%s>\n", envp[environment]);
  unsigned long *vector = (unsigned long *)(envp + environment + 1);

  SHOW(AT_PHDR);
  print(", is the file's headers %d\n", value != 0 && *(unsigned *)value == 6);
  SHOW(AT_PHENT);
  print(" %lu\n", value);
  SHOW(AT_PHNUM);
  print(", some %d\n", value > 2 && value < 20);
  SHOW(AT_PAGESZ);
  print(" %lu\n", value);
  SHOW(AT_BASE);
  print(" %lu\n", value);
  SHOW(AT_FLAGS);
  print(" %lu\n", value);
  SHOW(AT_ENTRY);
  print(", code %d\n", value != 0 && value < 0x100000);

  /* Where ps_strings is: the sysctl tells it, and NetBSD hands it over. */
  struct ps_strings *strings = start_strings;
#if defined __FreeBSD__
  size_t size = sizeof strings;
  mib[0] = CTL_KERN, mib[1] = 32;
  long r = SYS(SYS___sysctl, mib, 2, &strings, &size, 0, 0);
  print("kern.ps_strings %s", result_name(r));
  value = auxiliary(vector, AT_PS_STRINGS, &found);
  print(", AT_PS_STRINGS the same %d\n", value == (unsigned long)strings);
  unsigned long top = 0;
  size = sizeof top;
  mib[1] = 33;
  SYS(SYS___sysctl, mib, 2, &top, &size, 0, 0);
  print("kern.usrstack is its end %d\n", top == (unsigned long)(strings + 1));
  SHOW(AT_EXECPATH);
  print(" %d\n", value != 0 && strstr((char *)value, "bsd-start") != 0);
  SHOW(AT_OSRELDATE);
  print(" %lu\n", value);
  SHOW(AT_CANARYLEN);
  print(" %lu\n", value);
  SHOW(AT_PAGESIZESLEN);
  print(" %d\n", value > 0);
  value = auxiliary(vector, AT_PAGESIZES, &found);
  print("first page size %lu\n", found ? *(unsigned long *)value : 0);
  SHOW(AT_NCPUS);
  print(" %lu\n", value);
  SHOW(AT_STACKPROT);
  print(" readable and writable %d\n", (value & 3) == 3);
#else
  (void)mib;
  SHOW(AT_STACKBASE);
  print(", is the end of ps_strings %d\n", value == (unsigned long)(strings + 1));
  SHOW(AT_EUID);
  print(" %d\n", value == (unsigned long)SYS(SYS_geteuid));
  SHOW(AT_RUID);
  print(" %d\n", value == (unsigned long)SYS(SYS_getuid));
  SHOW(AT_EGID);
  print(" %d\n", value == (unsigned long)SYS(SYS_getegid));
  SHOW(AT_RGID);
  print(" %d\n", value == (unsigned long)SYS(SYS_getgid));
  SHOW(AT_SUN_EXECNAME);
  print(" %d\n", value != 0 && strstr((char *)value, "bsd-start") != 0);
#endif
  print("ps_strings: argc %d, argv %d, envc %d, envp %d\n", strings->argc, strings->argv == argv, strings->envc == environment,
        strings->envp == envp);
  unsigned long entry = auxiliary(vector, AT_ENTRY, &found);
  print("stack aligned %d, ", start_registers[1] % 8 == 0);
  /* ARM: lr is the entry. MIPS: t9 is, and a3 is ps_strings. */
#if defined __arm__
  print("registers %d\n", start_registers[2] == entry);
#else
  print("registers %d\n", start_registers[2] == entry && start_registers[3] == (unsigned long)strings);
#endif
  return 0;
}
