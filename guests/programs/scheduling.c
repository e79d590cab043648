/* Scheduling, priorities of the disk, programs by descriptor, another process's memory, locks that have owners. */
#include <linux/futex.h>
#include <linux/sched.h>

#include "posix.h"
#include "signals.h"
#include "thread.h"

struct attributes {
  unsigned size, policy;
  unsigned long long flags;
  int nice;
  unsigned priority;
  unsigned long long runtime, deadline, period;
};
struct piece {
  void *at;
  unsigned long length;
};

static void scheduling(void) {
  struct attributes a;
  int parameter = 77;
  struct {
    long s, ns;
  } slice = {-1, -1};
  memset(&a, 0xff, sizeof a);
  print("attributes %s", result_name(SYS(__NR_sched_getattr, 0, &a, sizeof a, 0)));
  print(": %u bytes, policy %u, nice %d, priority %u", a.size, a.policy, a.nice, a.priority);
  print(", too short %s", result_name(SYS(__NR_sched_getattr, 0, &a, 47, 0)));
  print(", none such %s\n", result_name(SYS(__NR_sched_getattr, 0x3fffff, &a, sizeof a, 0)));
  memset(&a, 0, sizeof a);
  a.size = sizeof a, a.policy = SCHED_BATCH, a.nice = 3;
  print("batch %s", result_name(SYS(__NR_sched_setattr, 0, &a, 0)));
  print(", nice now %ld", 20 - SYS(__NR_getpriority, 0, 0));
  print(", policy now %s", result_name(SYS(__NR_sched_getscheduler, 0)));
  int pid = (int)s_fork();
  if (pid == 0) quit((int)SYS(__NR_sched_getscheduler, 0));
  print(", the child's %s", wait_text(pid));
  a.policy = 77;
  print(", no policy %s", result_name(SYS(__NR_sched_setattr, 0, &a, 0)));
  print(", bad flags %s\n", result_name(SYS(__NR_sched_setattr, 0, &a, 1)));
  int none = 0;
  print("idle %s", result_name(SYS(__NR_sched_setscheduler, 0, SCHED_IDLE, &none)));
  memset(&a, 0xff, sizeof a);
  SYS(__NR_sched_getattr, 0, &a, sizeof a, 0);
  print(", is %u, ordinary %s", a.policy, result_name(SYS(__NR_sched_setscheduler, 0, SCHED_NORMAL, &none)));
  print(", is %s\n", result_name(SYS(__NR_sched_getscheduler, 0)));
  print("parameters %s", result_name(SYS(__NR_sched_getparam, 0, &parameter)));
  print(" %d", parameter);
  print(", highest %s", result_name(SYS(__NR_sched_get_priority_max, SCHED_FIFO)));
  print(", lowest %s", result_name(SYS(__NR_sched_get_priority_min, SCHED_FIFO)));
  print(", of none %s", result_name(SYS(__NR_sched_get_priority_max, 77)));
  print(", slice %s", result_name(SYS(__NR_sched_rr_get_interval, 0, &slice)));
  print(" %d", slice.s == 0 && slice.ns >= 0 && slice.ns < 1000000000);
  print(", none such %s\n", result_name(SYS(__NR_sched_rr_get_interval, 0x3fffff, &slice)));
  unsigned long mask[32] = {0};
  long bytes = SYS(__NR_sched_getaffinity, 0, sizeof mask, mask);
  print("affinity %d, set again %s", bytes > 0 && mask[0] != 0, result_name(SYS(__NR_sched_setaffinity, 0, bytes, mask)));
  memset(mask, 0, sizeof mask);
  print(", none %s", result_name(SYS(__NR_sched_setaffinity, 0, bytes, mask)));
  print(", no room %s", result_name(SYS(__NR_sched_getaffinity, 0, 1, mask)));
  print(", none such %s\n", result_name(SYS(__NR_sched_getaffinity, 0x3fffff, sizeof mask, mask)));
  print("disk: set %s", result_name(SYS(__NR_ioprio_set, 1, 0, 2 << 13 | 5)));
  print(", is %s", result_name(SYS(__NR_ioprio_get, 1, 0)));
  print(", bad class %s", result_name(SYS(__NR_ioprio_set, 1, 0, 5 << 13)));
  print(", bad kind %s", result_name(SYS(__NR_ioprio_get, 9, 0)));
  print(", none such %s\n", result_name(SYS(__NR_ioprio_get, 1, 0x3fffff)));
}

static void memory_of_another(void) {
  static volatile char here[16] = "parent's", there[16];
  int p[2];
  char c;
  s_pipe2(p, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    memcpy((char *)here, "child's", 8);
    s_close(p[1]);
    s_read(p[0], &c, 1);
    quit(there[0] == 'w' ? 7 : 1);
  }
  struct piece mine[2] = {{(void *)there, 3}, {(void *)(there + 3), 13}}, its = {(void *)here, 8}, bad = {(void *)16, 8};
  while (there[0] != 'c') {
    SYS(__NR_process_vm_readv, pid, mine, 2, &its, 1, 0);
    s_sleep_ms(1);
  }
  print("read %s", result_name(SYS(__NR_process_vm_readv, pid, mine, 2, &its, 1, 0)));
  print(" <%s>, own <%s>", (char *)there, (char *)here);
  struct piece from = {"written", 8}, to = {(void *)there, 8};
  print(", write %s", result_name(SYS(__NR_process_vm_writev, pid, &from, 1, &to, 1, 0)));
  print(", bad there %s", result_name(SYS(__NR_process_vm_readv, pid, mine, 1, &bad, 1, 0)));
  print(", flags %s", result_name(SYS(__NR_process_vm_readv, pid, mine, 1, &its, 1, 1)));
  print(", none such %s", result_name(SYS(__NR_process_vm_readv, 0x3fffff, mine, 1, &its, 1, 0)));
  s_close(p[1]);
  print(", the child %s\n", wait_text(pid));
}

static volatile int lock, inside, order;
static void take(struct thread *t) {
  long r = futex(&lock, FUTEX_LOCK_PI, 0, 0, 0, 0);
  inside = r == 0 && (lock & FUTEX_TID_MASK) == t->tid;
  order = order * 10 + 2;
  futex(&lock, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
}

static void owned(void) {
  static struct thread other;
  print("locked %s", result_name(futex(&lock, FUTEX_LOCK_PI, 0, 0, 0, 0)));
  print(", owner %d", lock == (int)s_gettid());
  print(", again %s", result_name(futex(&lock, FUTEX_LOCK_PI, 0, 0, 0, 0)));
  print(", tried %s\n", result_name(futex(&lock, FUTEX_TRYLOCK_PI, 0, 0, 0, 0)));
  thread_start(&other, take, 0);
  while (!(lock & FUTEX_WAITERS)) SYS(__NR_sched_yield);
  order = 1;
  print("unlocked %s", result_name(futex(&lock, FUTEX_UNLOCK_PI, 0, 0, 0, 0)));
  thread_join(&other);
  print(", the other inside %d, order %d, free %d", inside, order, lock == 0);
  print(", not mine %s\n", result_name(futex(&lock, FUTEX_UNLOCK_PI, 0, 0, 0, 0)));
}

static int executed(int argc, char **argv) {
  for (int i = 1; i < argc; i++) print(" <%s>", argv[i]);
  return 9;
}

int guest_main(int argc, char **argv, char **envp) {
  if (argc > 1) return executed(argc, argv);
  scheduling();
  memory_of_another();
  owned();
  int self = (int)s_open("/proc/self/exe", O_RDONLY, 0);
  int pid = (int)s_fork();
  char *arguments[] = {"self", "by", "descriptor", 0};
  if (pid == 0) {
    SYS(__NR_execveat, self, "", arguments, envp, AT_EMPTY_PATH);
    quit(1);
  }
  print(", %s\n", wait_text(pid));
  print("no path %s, ", result_name(SYS(__NR_execveat, self, "", arguments, envp, 0)));
  print("no file %s\n", result_name(SYS(__NR_execveat, AT_FDCWD, "/no/such", arguments, envp, 0)));
  return 0;
}
