/* Each real-time signal from 32 to 64, also the two that the C library keeps for itself, reaches its handler with its value. */
#include "posix.h"
#include "signals.h"

static const signal_set NONE;
static volatile int order[SIGNAL_COUNT], count;

static void take(int number, siginfo_t *info, void *context) {
  (void)context;
  order[count++] = number * 1000 + info->si_value.sival_int;
}

int guest_main(int argc, char **argv, char **envp) {
  signal_set all = NONE;
  (void)argc, (void)argv, (void)envp;
  for (int n = 32; n <= 64; n++) {
    print("%d handler %s\n", n, result_name(on_signal(n, (void *)take, SA_SIGINFO, NONE)));
    all = set_or(all, set_of(n));
  }
  mask_signals(SIG_BLOCK, all, 0);
  for (int n = 64; n >= 32; n--) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    info.si_signo = n;
    info.si_code = SI_QUEUE;
    info.si_value.sival_int = 500 + n;
    long r = SYS(__NR_rt_sigqueueinfo, s_getpid(), n, &info);
    if (r) print("%d queue %s\n", n, result_name(r));
  }
  print("delivered while blocked %d\n", count);
  mask_signals(SIG_UNBLOCK, all, 0);
  print("delivered %d\n", count);
  int seen = 0;
  for (int i = 0; i < count; i++) seen += order[i] == (order[i] / 1000) * 1001 + 500;
  print("values right %d\n", seen);
  for (int n = 32; n <= 64; n++) {
    count = 0;
    s_raise(n);
    if (count != 1 || order[0] / 1000 != n) print("%d not delivered\n", n);
  }
  for (int n = 32; n <= 64; n += 16) {
    int pid = (int)s_fork();
    if (pid == 0) {
      on_signal(n, SIG_DFL, 0, NONE);
      s_raise(n);
      quit(1);
    }
    print("default of %d: %s\n", n, wait_text(pid));
  }
  return 0;
}
