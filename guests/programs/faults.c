/* Every hardware fault as its signal, si_code and si_addr, and a handler that repairs the cause and returns. */
#include "signals.h"

#include "posix.h"

static const signal_set NONE;
static volatile int hits, seen_number, seen_code;
static volatile uintptr_t seen_address, seen_pc;
static void *escape[5];

static uintptr_t pc_of(void *context) {
  struct signal_context *c = context;
#if defined __arm__
  return c->machine.arm_pc;
#elif defined __mips__
  return (uintptr_t)c->machine.sc_pc;
#else
  return c->machine.rip;
#endif
}

static void leave(int number, siginfo_t *info, void *context) {
  hits++;
  seen_number = number;
  seen_code = info->si_code;
  seen_address = (uintptr_t)info->si_addr;
  seen_pc = pc_of(context);
  __builtin_longjmp(escape, 1);
}

static uintptr_t base;

static void tell(const char *what) {
  print("%s: %s", what, signal_name(seen_number));
  if (seen_number != SIGILL) print(" code %d", seen_code);
  if (seen_address == 0)
    print(" at null\n");
  else if (seen_address == seen_pc)
    print(" at pc\n");
  else if (seen_address >= base && seen_address < base + 0x10000)
    print(" at +0x%lx\n", (unsigned long)(seen_address - base));
  else
    print(" at 0x%lx\n", (unsigned long)seen_address);
  mask_signals(SIG_SETMASK, NONE, 0);
}

#define TRY(what, action)                     \
  do {                                        \
    hits = 0;                                 \
    if (__builtin_setjmp(escape) == 0) {      \
      action;                                 \
    }                                         \
    if (hits)                                 \
      tell(what);                             \
    else                                      \
      print("%s: no fault\n", what);          \
  } while (0)

static __attribute__((noinline)) unsigned load8(uintptr_t at) { return *(volatile unsigned char *)at; }
static __attribute__((noinline)) unsigned load32(uintptr_t at) { return *(volatile unsigned *)at; }
static __attribute__((noinline)) void store8(uintptr_t at) { *(volatile unsigned char *)at = 1; }
static __attribute__((noinline)) void store32(uintptr_t at) { *(volatile unsigned *)at = 1; }
static __attribute__((noinline)) void call(uintptr_t at) { ((void (*)(void))at)(); }

static volatile int repaired;

static void repair(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  repaired++;
  s_mprotect((void *)((uintptr_t)info->si_addr & ~(uintptr_t)(PAGE - 1)), PAGE, PROT_READ | PROT_WRITE);
}

static __attribute__((noinline)) int recurse(int n) {
  volatile char room[256];
  room[0] = (char)n;
  return n < 0 ? 0 : recurse(n + 1) + room[0];
}

static char alternative[32768] __attribute__((aligned(16)));

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
  stack_t stack = {.ss_sp = alternative, .ss_size = sizeof alternative};
  SYS(__NR_sigaltstack, &stack, 0);
  for (unsigned i = 0; i < COUNT(numbers); i++) on_signal(numbers[i], (void *)leave, SA_SIGINFO | SA_ONSTACK, NONE);

  base = (uintptr_t)s_mmap(0, 8 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  s_munmap((void *)(base + 7 * PAGE), PAGE);
  TRY("read of null", load32(0));
  TRY("write to null", store32(0));
  TRY("read of unmapped", load8(base + 7 * PAGE + 5));
  TRY("write to unmapped", store8(base + 7 * PAGE + 5));
  s_mprotect((void *)(base + PAGE), PAGE, PROT_NONE);
  TRY("read of PROT_NONE", load8(base + PAGE + 1));
  TRY("write to PROT_NONE", store8(base + PAGE + 2));
  s_mprotect((void *)(base + PAGE), PAGE, PROT_READ);
  TRY("read of PROT_READ", load8(base + PAGE + 1));
  TRY("write to PROT_READ", store8(base + PAGE + 0xfff));
  TRY("write of the last good word", store32(base + 7 * PAGE - 4));
  TRY("jump to null", call(0));
  TRY("jump to data without execute permission", call(base + 2 * PAGE));
  TRY("jump to unmapped", call(base + 7 * PAGE));

  int fd = (int)s_open("short", O_RDWR | O_CREAT | O_TRUNC, 0600);
  s_write(fd, "abc", 3);
  uintptr_t file = (uintptr_t)s_mmap((void *)(base + 3 * PAGE), 2 * PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0);
  print("in the file: %d %d\n", (int)load8(file), (int)load8(file + PAGE - 1));
  TRY("read beyond the end of the mapped file", load8(file + PAGE + 9));

  /* The code of SIGILL is not told: it differs between architectures, and qemu-user differs from the ARM kernel. */
#if defined __arm__
#if defined __thumb__
  TRY("undefined instruction", __asm__ volatile(".inst.n 0xde00"));
#else
  TRY("undefined instruction", __asm__ volatile(".inst 0xe7f000f0"));
#endif
#elif defined __mips__
  TRY("undefined instruction", __asm__ volatile(".word 0x0000003f"));
#else
  TRY("undefined instruction", __asm__ volatile("ud2"));
#endif

  on_signal(SIGSEGV, (void *)repair, SA_SIGINFO | SA_ONSTACK, NONE);
  for (int i = 0; i < 3; i++) {
    s_mprotect((void *)(base + 5 * PAGE), PAGE, i == 1 ? PROT_READ : PROT_NONE);
    store32(base + 5 * PAGE + 16);
  }
  print("repaired %d, value %d\n", repaired, (int)load32(base + 5 * PAGE + 16));

  on_signal(SIGSEGV, (void *)leave, SA_SIGINFO | SA_ONSTACK, NONE);
  hits = 0;
  if (__builtin_setjmp(escape) == 0) recurse(0);
  print("stack overflow: %s, hits %d, on the alternative stack\n", signal_name(seen_number), hits);
  mask_signals(SIG_SETMASK, NONE, 0);

  print("system calls do not fault: %s %s\n", result_name(s_write(1, (void *)16, 4)),
        result_name(SYS(__NR_nanosleep, base + 7 * PAGE, 0)));
  print("write from PROT_NONE %s\n", result_name((s_mprotect((void *)(base + PAGE), PAGE, PROT_NONE), s_write(1, (void *)(base + PAGE), 4))));

  static const char *const names[] = {"SIGSEGV", "SIGSEGV blocked", "SIGSEGV ignored"};
  for (int i = 0; i < 3; i++) {
    int pid = (int)s_fork();
    if (pid == 0) {
      struct {
        unsigned long now, max;
      } no_core = {0, 0};
      SYS(__NR_setrlimit, 4, &no_core);
      on_signal(SIGSEGV, i == 2 ? SIG_IGN : SIG_DFL, 0, NONE);
      if (i == 1) {
        on_signal(SIGSEGV, (void *)leave, SA_SIGINFO, NONE);
        mask_signals(SIG_BLOCK, set_of(SIGSEGV), 0);
      }
      store32(16);
      quit(0);
    }
    print("%s kills the child: %s\n", names[i], wait_text(pid));
  }
  s_unlink("short");
  return 0;
}
