/* NetBSD's calls from Thumb code, whose instruction has no room for a number. */
#include "common.h"

/* Thumb: `svc 255` with the number in r0 and its own value in ip. */
long thumb_call(long number, long a, long b, long c, long *failed);
__asm__(".text\n.thumb\n.thumb_func\n.globl thumb_call\n.type thumb_call, %function\nthumb_call:\n\tpush {r4, lr}\n\t"
        "ldr r4, [sp, #8]\n\tmov ip, r1\n\tmov r1, r2\n\tmov r2, r3\n\tsvc #255\n\tbcs 1f\n\tmovs r1, #0\n\tb 2f\n"
        "1:\tmovs r1, #1\n2:\tstr r1, [r4]\n\tpop {r4, pc}\n.arm\n");

static int pipe_ends[2];
static volatile int hits;
static void note(int number, siginfo_t *info, void *context) { (void)number, (void)info, (void)context, hits++; }

int guest_main(int argc, char **argv, char **envp) {
  static const signal_set NONE;
  (void)argc, (void)argv, (void)envp;
  long failed, pid = thumb_call(SYS_getpid, 0, 0, 0, &failed);
  print("Thumb: getpid %d failed %ld, ", pid == SYS(SYS_getpid), failed);
  long r = thumb_call(SYS_write, 1, (long)"from Thumb\n", 11, &failed);
  print("write %ld failed %ld, ", r, failed);
  r = thumb_call(SYS_close, 77, 0, 0, &failed);
  print("error %s failed %ld\n", result_name(-r), failed);
  /* A restarted call must find its number and argument where they were. */
  char c = 0;
  s_pipe2(pipe_ends, 0);
  on_signal(SIGUSR1, (void *)note, SA_SIGINFO | SA_RESTART, NONE);
  int parent = s_getpid(), child = (int)s_fork();
  if (child == 0) {
    s_sleep_ms(50);
    s_kill(parent, SIGUSR1);
    s_sleep_ms(50);
    s_write(pipe_ends[1], "x", 1);
    quit(0);
  }
  r = thumb_call(SYS_read, pipe_ends[0], (long)&c, 1, &failed);
  print("restarted read %ld '%c' failed %ld, hits %d\n", r, c, failed, hits);
  return 0;
}
