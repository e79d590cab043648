/* What an OpenBSD program finds at its start, and what sysctl and the small calls tell it. */
#include "common.h"

extern unsigned long start_registers[4];

/* The kernel fills this before the program runs: secrets of stack protectors. The linker makes PT_OPENBSD_RANDOMIZE of it. */
__attribute__((section(".openbsd.randomdata"), used)) static volatile unsigned secret[4];

struct strings {
  char **argv;
  int argc;
  char **envp;
  int envc;
};

static long get(int first, int second, void *to, size_t size, size_t *length) {
  int mib[2] = {first, second};
  *length = size;
  return SYS(SYS_sysctl, mib, 2, to, length, 0, 0);
}

static void tell(const char *what, int first, int second) {
  char text[128];
  size_t n;
  long r = get(first, second, text, sizeof text, &n);
  print("%s: %s <%s>, %u bytes\n", what, result_name(r), r ? "" : text, (unsigned)n);
}

int guest_main(int argc, char **argv, char **envp) {
  print("argc %d, argv after argc %d, NULL behind %d\n", argc, argv == (char **)(initial_stack + 1), argv[argc] == 0);
  for (int i = 1; i < argc; i++) print("argv[%d] <%s>\n", i, argv[i]);
  int count = 0;
  for (; envp[count]; count++)
    if (envp[count][0] == 'G') print("env <%s>\n", envp[count]);
  unsigned long *aux = (unsigned long *)(envp + count + 1);
  print("auxiliary vector of a plain static program: %lu %lu\n", aux[0], aux[1]);
  print("sp a multiple of 8: %d, r0 %lu, lr the entry %d\n", (start_registers[1] & 7) == 0, start_registers[0],
        start_registers[2] != 0);

  struct strings *strings = 0;
  size_t n;
  long r = get(CTL_VM, VM_PSSTRINGS, &strings, sizeof strings, &n);
  print("vm.psstrings: %s, argv %d, argc %d, envp %d, envc %d\n", result_name(r), strings->argv == argv, strings->argc == argc,
        strings->envp == envp, strings->envc == count);
  print("random words: differ %d\n", secret[0] != secret[1] && secret[1] != secret[2] && secret[2] != secret[3]);

  tell("kern.ostype", CTL_KERN, KERN_OSTYPE);
  tell("kern.osrelease", CTL_KERN, KERN_OSRELEASE);
  int number = 0;
  print("kern.osrevision: %s", result_name(get(CTL_KERN, KERN_OSREV, &number, sizeof number, &n)));
  print(" %d\n", number);
  tell("hw.machine", CTL_HW, HW_MACHINE);
  print("hw.pagesize: %s", result_name(get(CTL_HW, HW_PAGESIZE, &number, sizeof number, &n)));
  print(" %d\n", number);
  char little[2];
  r = get(CTL_KERN, KERN_OSTYPE, little, sizeof little, &n);
  print("too little room: %s, %u bytes\n", result_name(r), (unsigned)n);
  r = get(CTL_KERN, KERN_OSTYPE, 0, 0, &n);
  print("length alone: %s, %u bytes\n", result_name(r), (unsigned)n);
  print("no such node: %s\n", result_name(get(99, 1, little, sizeof little, &n)));

  unsigned entropy[4] = {0};
  print("getentropy: %s, differ %d", result_name(SYS(SYS_getentropy, entropy, sizeof entropy)), entropy[0] != entropy[1]);
  static char big[300];
  print(", 257 bytes %s\n", result_name(SYS(SYS_getentropy, big, 257)));
  int tid = s_gettid();
  print("getthrid: is the pid and 100000 %d\n", tid == s_getpid() + 100000);
  void *old = (void *)SYS(SYS___get_tcb);
  SYS(SYS___set_tcb, big);
  print("__set_tcb: __get_tcb %d, register %d, was 0 %d\n", (void *)SYS(SYS___get_tcb) == big, thread_pointer() == big, old == 0);
  print("issetugid %ld\n", SYS(SYS_issetugid));

  /* Indirect calls: the number is the first argument, or the first of two words. */
  print("syscall: pid %d, __syscall: pid %d\n", SYS(SYS_syscall, SYS_getpid) == s_getpid(),
        SYS(SYS___syscall, PAIR(SYS_getpid)) == s_getpid());
  int fd = (int)s_open("pairs", O_RDWR | O_CREAT, 0600);
  s_write(fd, "0123456789", 10);
  char two[3] = "";
  print("padded pread %ld", SYS(SYS_pad_pread, fd, two, 2, 0, PAIR(4)));
  print(" <%s>", two);
  print(", plain %ld", SYS(SYS_pread, fd, two, 2, 0, PAIR(6)));
  print(" <%s>", two);
  print(", through __syscall %ld", SYS(SYS___syscall, PAIR(SYS_pread), fd, two, 2, 0, PAIR(8)));
  print(" <%s>\n", two);
  print("padded lseek %ld, plain %ld\n", SYS(SYS_pad_lseek, fd, 0, PAIR(3), 0), SYS(SYS_lseek, fd, 0, PAIR(-4), 2));
  s_close(fd);
  s_unlink("pairs");
  print("dup of 99 %s, accept of 0 %s, kevent of 1 %s\n", result_name(SYS(SYS_dup, 99)), result_name(SYS(SYS_accept, 99, 0, 0)),
        result_name(SYS(SYS_kevent, 1, 0, 0, 0, 0, 0)));
  return 0;
}
