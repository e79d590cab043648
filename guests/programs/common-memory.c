/* mmap, mprotect and the faults that follow from them: the same source on Linux and the BSDs. */
#include "common.h"

static const signal_set NONE;
static volatile int hits, seen_number, seen_code, repaired;
static volatile uintptr_t seen_address, base;
static void *escape[12];

static void leave(int number, siginfo_t *info, void *context) {
  (void)context;
  hits++;
  seen_number = number;
  seen_code = info->si_code;
  seen_address = (uintptr_t)info->si_addr;
  ESCAPE(escape);
}

static void tell(const char *what) {
  print("%s: %s", what, signal_name(seen_number));
  if (seen_number == SIGSEGV) print(", %s", seen_code == 1 ? "SEGV_MAPERR" : seen_code == 2 ? "SEGV_ACCERR" : "else");
  if (seen_address >= base && seen_address < base + 0x10000)
    print(" at +0x%lx\n", (unsigned long)(seen_address - base));
  else
    print(" at 0x%lx\n", (unsigned long)seen_address);
  mask_signals(SIG_SETMASK, NONE, 0);
}

#define TRY(what, action)                                 \
  do {                                                    \
    hits = 0;                                             \
    if (SET_ESCAPE(escape) == 0) action;            \
    if (hits)                                             \
      tell(what);                                         \
    else                                                  \
      print("%s: no fault\n", what);                      \
  } while (0)

static __attribute__((noinline)) unsigned load(uintptr_t at) { return *(volatile unsigned char *)at; }
static __attribute__((noinline)) void store(uintptr_t at) { *(volatile unsigned char *)at = 1; }
static __attribute__((noinline)) void call(uintptr_t at) { ((void (*)(void))at)(); }

static void repair(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  repaired++;
  s_mprotect((void *)((uintptr_t)info->si_addr & ~(uintptr_t)(PAGE - 1)), PAGE, PROT_READ | PROT_WRITE);
}

static char alternative[32768] __attribute__((aligned(4096)));

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  stack_t stack;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = alternative;
  stack.ss_size = sizeof alternative;
  s_sigaltstack(&stack, 0);
  on_signal(SIGSEGV, (void *)leave, SA_SIGINFO | SA_ONSTACK, NONE);
  on_signal(SIGBUS, (void *)leave, SA_SIGINFO | SA_ONSTACK, NONE);
  base = (uintptr_t)s_mmap(0, 8 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  print("fresh memory is zero: %d, aligned %d\n", load(base) == 0 && load(base + 8 * PAGE - 1) == 0, base % PAGE == 0);
  s_munmap((void *)(base + 7 * PAGE), PAGE);
  TRY("read of null", load(0));
  TRY("write to null", store(8));
  TRY("read of unmapped", load(base + 7 * PAGE + 5));
  TRY("write to unmapped", store(base + 7 * PAGE + 6));
  print("mprotect %s\n", result_name(s_mprotect((void *)(base + PAGE), PAGE, PROT_NONE)));
  TRY("read of PROT_NONE", load(base + PAGE + 1));
  TRY("write to PROT_NONE", store(base + PAGE + 2));
  s_mprotect((void *)(base + PAGE), PAGE, PROT_READ);
  TRY("read of PROT_READ", load(base + PAGE + 1));
  TRY("write to PROT_READ", store(base + PAGE + 0xfff));
  TRY("call of unmapped", call(base + 7 * PAGE));

  int fd = (int)s_open("mapped", O_RDWR | O_CREAT | O_TRUNC, 0600);
  s_write(fd, "abc", 3);
  uintptr_t file = (uintptr_t)s_mmap((void *)(base + 3 * PAGE), 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
  print("file where asked %d: %c %d\n", file == base + 3 * PAGE, (int)load(file), (int)load(file + PAGE - 1));
  hits = 0;
  if (SET_ESCAPE(escape) == 0) load(file + PAGE + 9);
  print("beyond the end of the file: hits %d, %s\n", hits, signal_name(seen_number));
  mask_signals(SIG_SETMASK, NONE, 0);
  char b[4];
  *(volatile char *)file = 'X';
  s_pread(fd, b, 3, 0);
  print("shared: written through %c%c%c\n", b[0], b[1], b[2]);
  char *private = (char *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  private[1] = 'Y';
  s_pread(fd, b, 3, 0);
  print("private: %c%c%c, file %c%c%c\n", private[0], private[1], private[2], b[0], b[1], b[2]);

  volatile int *both = (int *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  volatile int *own = (int *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  *both = 1, *own = 1;
  int pid = (int)s_fork();
  if (pid == 0) {
    *both = 2, *own = 2;
    quit(0);
  }
  wait_text(pid);
  print("after fork: shared %d, private %d\n", *both, *own);

  print("bad descriptor %s, ", result_name(s_mmap(0, PAGE, PROT_READ, MAP_PRIVATE, 77, 0)));
  print("length 0 %s, ", result_name(s_mmap(0, 0, PROT_READ, MAP_PRIVATE, fd, 0)));
  int reader = (int)s_open("mapped", O_RDONLY, 0);
  print("shared and writable of a read-only file %s\n", result_name(s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, reader, 0)));
  show("system calls do not fault:", s_write(1, (void *)16, 4));
  show("", s_read(reader, (void *)(base + 7 * PAGE), 2));
  print("\n");

  on_signal(SIGSEGV, (void *)repair, SA_SIGINFO | SA_ONSTACK, NONE);
  for (int i = 0; i < 3; i++) {
    s_mprotect((void *)(base + 5 * PAGE), PAGE, i == 1 ? PROT_READ : PROT_NONE);
    store(base + 5 * PAGE + 16);
  }
  print("repaired %d, value %d\n", repaired, (int)load(base + 5 * PAGE + 16));
  for (int i = 0; i < 2; i++) {
    pid = (int)s_fork();
    if (pid == 0) {
      on_signal(SIGSEGV, i == 0 ? SIG_DFL : SIG_IGN, 0, NONE);
      store(16);
      quit(0);
    }
    print("SIGSEGV %s: %s\n", i == 0 ? "by default" : "ignored", wait_text(pid));
  }
  s_unlink("mapped");
  return 0;
}
