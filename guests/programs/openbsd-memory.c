/* OpenBSD's rules for memory: W^X, stacks that are marked, mappings for good, where calls come from, forged frames. */
#include "common.h"

#define RW (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANON)
static const signal_set NONE;

static long map(void *at, size_t size, int prot, int flags) { return SYS(SYS_mmap, at, size, prot, flags, -1, 0, 0, 0); }

/* Runs something in a child, and tells how that ended. */
static void in_child(const char *what, void (*run)(void)) {
  long pid = s_fork();
  if (!pid) {
    run();
    quit(0);
  }
  print("%s: %s\n", what, wait_text((int)pid));
}

static void segv(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  print("SIGSEGV code %d, address %s\n", info->si_code, info->si_addr ? "given" : "0");
  quit(3);
}

/* Makes a call with the stack pointer somewhere else. */
static long call_on(void *stack) {
  register long r0 __asm__("r0") = 0;
  register void *to __asm__("r5") = stack;
  __asm__ volatile("mov r6, sp\n\tmov sp, r5\n\tmov r12, #20\n\tswi #0\n\tudf #0\n\tudf #0\n\tmov sp, r6"
                   : "+r"(r0)
                   : "r"(to)
                   : "r6", "r12", "r1", "memory", "cc");
  return r0;
}

static char *page;
static void off_the_stack(void) { call_on(page + PAGE - 16); }
static void on_a_stack(void) {
  char *stack = (char *)map(0, PAGE, RW, ANON | MAP_STACK);
  if (call_on(stack + PAGE - 16) != s_getpid()) quit(1);
}
static void off_the_stack_caught(void) {
  static char alternate[16384] __attribute__((aligned(4096)));
  stack_t s = {alternate, sizeof alternate, 0};
  if (s_sigaltstack(&s, 0)) quit(1);
  on_signal(SIGSEGV, (void *)segv, SA_SIGINFO | SA_ONSTACK, NONE);
  call_on(page + PAGE - 16);
}
static void fault_off_the_stack(void) {
  __asm__ volatile("mov sp, %0\n\tmov r0, #0\n\tldr r0, [r0]" ::"r"(page + PAGE - 16) : "r0", "memory");
}

/* Calls from memory that no program file was mapped to. */
static void call_from_data(void) {
  unsigned *code = (unsigned *)map(0, PAGE, RW, ANON);
  code[0] = 0xe3a0c014; /* mov r12, #20 */
  code[1] = 0xef000000; /* swi 0 */
  code[2] = code[3] = 0xe7f000f0;
  code[4] = 0xe12fff1e; /* bx lr */
  s_mprotect(code, PAGE, PROT_READ | PROT_EXEC);
  SYS(SYS_sysarch, 0, code);
  ((long (*)(void))code)();
}
static void call_from_named_data(void) {
  unsigned *code = (unsigned *)map(0, PAGE, RW, ANON);
  code[0] = 0xe3a0c014;
  code[1] = 0xef000000;
  code[2] = code[3] = 0xe7f000f0;
  code[4] = 0xe12fff1e;
  s_mprotect(code, PAGE, PROT_READ | PROT_EXEC);
  if (SYS(SYS_msyscall, code, PAGE)) quit(1);
  if (SYS(SYS_msyscall, code, PAGE) != -EPERM) quit(2);
  if (((long (*)(void))code)() != s_getpid()) quit(3);
}

static volatile unsigned frame_copy[128];
static void *frame_context;
static void keep_frame(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  frame_context = context;
  memcpy((void *)frame_copy, context, 344);
}
static void sigreturn_by_hand(void) {
  on_signal(SIGUSR1, (void *)keep_frame, SA_SIGINFO, NONE);
  s_raise(SIGUSR1);
  SYS(SYS_sigreturn, frame_copy);
}
static void broken_cookie(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  ((unsigned *)context)[0] ^= 1;
}
static void forged_frame(void) {
  on_signal(SIGUSR1, (void *)broken_cookie, SA_SIGINFO, NONE);
  s_raise(SIGUSR1);
}
static void moved_on(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  ((unsigned *)context)[3] = 77; /* sc_r0 */
}
static void changed_frame(void) {
  on_signal(SIGUSR1, (void *)moved_on, SA_SIGINFO, NONE);
  quit((int)s_raise(SIGUSR1) == 77 ? 0 : 1);
}

__attribute__((noinline)) static long bind(void *block, unsigned long size, long long cookie) {
  return SYS(SYS_kbind, block, size, PAIR(cookie));
}
static void bind_thrice(void) {
  unsigned long *table = (unsigned long *)map(0, PAGE, RW, ANON);
  s_mprotect(table, PAGE, PROT_READ);
  struct {
    void *address;
    unsigned long size;
    unsigned long data[2];
  } block = {table + 3, 8, {0x1234, 0x5678}};
  for (int i = 0; i < 3; i++) {
    long r = bind(&block, sizeof block, i < 2 ? 0x1122334455667788ll : 1);
    print("kbind %s, table %lx %lx\n", result_name(r), table[3], table[4]);
    block.data[0]++;
  }
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  page = (char *)map(0, PAGE, RW, ANON);
  print("W and X: mmap %s, mprotect %s, one after the other %s\n", result_name(map(0, PAGE, PROT_WRITE | PROT_EXEC, ANON)),
        result_name(s_mprotect(page, PAGE, RW | PROT_EXEC)), result_name(s_mprotect(page, PAGE, PROT_READ | PROT_EXEC)));
  s_mprotect(page, PAGE, RW);
  print("MAP_STACK: not writable %s, shared %s, of a file %s, with an offset %s\n",
        result_name(map(0, PAGE, PROT_READ, ANON | MAP_STACK)), result_name(map(0, PAGE, RW, MAP_SHARED | MAP_ANON | MAP_STACK)),
        result_name(SYS(SYS_mmap, 0, PAGE, RW, MAP_PRIVATE | MAP_STACK, 0, 0, 0, 0)),
        result_name(SYS(SYS_mmap, 0, PAGE, RW, ANON | MAP_STACK, -1, 0, PAGE, 0)));
  print("anonymous with a descriptor %s, both shared and private %s, neither %d\n",
        result_name(SYS(SYS_mmap, 0, PAGE, RW, ANON, 0, 0, 0, 0)), result_name(map(0, PAGE, RW, ANON | MAP_SHARED)),
        !is_error(map(0, PAGE, RW, MAP_ANON)));
  print("unknown bits: prot %s, flags %s\n", result_name(map(0, PAGE, 64, ANON)), result_name(map(0, PAGE, RW, ANON | 0x40000000)));
  char *three = (char *)map(0, 3 * PAGE, RW, ANON);
  print("munmap of a part %s, of a hole %s, at an odd address %s\n", result_name(s_munmap(three + PAGE, PAGE)),
        result_name(s_munmap(three, 3 * PAGE)), result_name(s_munmap(three + 2 * PAGE + 5, 1)));
  print("mquery: a free place %d, a taken one %s\n",
        SYS(SYS_mquery, three + 2 * PAGE, PAGE, RW, MAP_FIXED, -1, 0, 0, 0) == (long)(three + 2 * PAGE),
        result_name(SYS(SYS_mquery, three, PAGE, RW, MAP_FIXED, -1, 0, 0, 0)));

  in_child("call with sp in a marked mapping", on_a_stack);
  in_child("call with sp elsewhere", off_the_stack);
  in_child("the same, caught on the alternate stack", off_the_stack_caught);
  in_child("fault with sp elsewhere", fault_off_the_stack);
  in_child("call from data", call_from_data);
  in_child("call from data named by msyscall", call_from_named_data);
  in_child("sigreturn from elsewhere", sigreturn_by_hand);
  in_child("frame with a wrong cookie", forged_frame);
  in_child("frame with another r0", changed_frame);
  in_child("kbind with another cookie", bind_thrice);

  char *zero = (char *)map(0, 3 * PAGE, RW, ANON);
  zero[0] = 'a', zero[PAGE] = 'b', zero[2 * PAGE] = 'c';
  print("minherit %s %s\n", result_name(SYS(SYS_minherit, zero, PAGE, MAP_INHERIT_ZERO)),
        result_name(SYS(SYS_minherit, zero + PAGE, PAGE, MAP_INHERIT_NONE)));
  long pid = s_fork();
  if (!pid) quit(zero[0] == 0 && zero[2 * PAGE] == 'c' && s_write(1, zero + PAGE, 1) == -EFAULT ? 5 : 6);
  print("child: %s, own memory %c%c%c\n", wait_text((int)pid), zero[0], zero[PAGE], zero[2 * PAGE]);
  stack_t small = {zero, 4096, 0};
  print("alternate stack too small %s\n", result_name(s_sigaltstack(&small, 0)));
  return 0;
}
