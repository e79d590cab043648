/* FreeBSD's own: CPU sets, the kernel's environment, ranges of files, event counters, shared memory, rfork, awaited signals. */
#include "common.h"

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  char b[64];
  unsigned mask[4] = {0};
  show("affinity", SYS(SYS_cpuset_getaffinity, 3, 2, -1, -1, sizeof mask, mask));
  print(" %x", mask[0]);
  show(", set", SYS(SYS_cpuset_setaffinity, 3, 2, -1, -1, sizeof mask, mask));
  mask[0] = 0;
  show(", none", SYS(SYS_cpuset_setaffinity, 3, 2, -1, -1, sizeof mask, mask));
  show(", too small", SYS(SYS_cpuset_getaffinity, 3, 2, -1, -1, 1, mask));
  show(", no such process", SYS(SYS_cpuset_getaffinity, 3, 2, PAIR(0x3fffffll), sizeof mask, mask));
  show(", cpu", SYS(SYS_sched_getcpu));
  print("\n");
  show("kenv", SYS(SYS_kenv, 0, "kernelname", b, sizeof b));
  print(" <%s>", b);
  show(", unknown", SYS(SYS_kenv, 0, "none", b, sizeof b));
  show(", bad", SYS(SYS_kenv, 9, "none", b, sizeof b));
  print("\n");

  int from = (int)s_open("from", O_RDWR | O_CREAT | O_TRUNC, 0600), to = (int)s_open("to", O_RDWR | O_CREAT | O_TRUNC, 0600);
  s_write(from, "0123456789", 10);
  long long at = 2;
  show("copy_file_range", SYS(SYS_copy_file_range, from, &at, to, 0, 5, 0));
  print(", offset %d", (int)at);
  b[s_pread(to, b, 60, 0)] = 0;
  print(" <%s>", b);
  at = 0;
  show(", overlapping", SYS(SYS_copy_file_range, from, &at, from, &at, 5, 0));
  show(", bad flags", SYS(SYS_copy_file_range, from, 0, to, 0, 5, 1));
  print("\n");
  struct {
    long long offset, length;
  } range = {2, 4}, rest = {-1, -1};
  show("fspacectl", SYS(SYS_fspacectl, from, 1, &range, 0, &rest));
  long n = s_pread(from, b, 10, 0);
  print(", %ld bytes, zeros %d, others %c%c, rest %d %d\n", n, b[2] == 0 && b[5] == 0, b[1], b[6], (int)rest.offset, (int)rest.length);

  struct {
    unsigned value;
    int flags;
  } event = {3, 0x100000 | 4};
  int counter = (int)SYS(SYS___specialfd, 1, &event, sizeof event);
  unsigned long long count = 4;
  print("eventfd %d, cloexec %ld", counter > 2, s_fcntl(counter, F_GETFD, 0));
  s_write(counter, &count, 8);
  s_read(counter, &count, 8);
  print(", counted %d", (int)count);
  show(", empty", s_read(counter, &count, 8));
  show(", unknown kind", SYS(SYS___specialfd, 7, &event, sizeof event));
  print("\n");

  int memory = (int)SYS(SYS_shm_open2, 1, O_RDWR, 0600, 0, 0);
  s_ftruncate(memory, PAGE);
  char *a = (char *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  char *c = (char *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  a[0] = 'm';
  print("shared memory %d %c\n", memory > 2 && a != c, c[0]);

  int pid = (int)SYS(SYS_rfork, 0x10 | 0x4);
  if (pid == 0) quit(s_close(memory) == 0 ? 4 : 5);
  print("rfork with a copy of the descriptors: %s", wait_text(pid));
  print(", still open here %d\n", s_fcntl(memory, F_GETFD, 0) >= 0);
  pid = (int)SYS(SYS_rfork, 0x10);
  if (pid == 0) quit(s_close(memory) == 0 ? 4 : 5);
  print("with the same ones: %s", wait_text(pid));
  print(", closed here %d\n", s_fcntl(memory, F_GETFD, 0) == -EBADF);
  show("both kinds", SYS(SYS_rfork, 0x10 | 0x4 | 0x1000));
  print("\n");

  signal_set set = set_of(SIGUSR1), none = {{0}};
  siginfo_t info;
  int number = 0;
  mask_signals(SIG_BLOCK, set, 0);
  show("sigqueue", SYS(SYS_sigqueue, s_getpid(), SIGUSR1, 77));
  print(", taken %s", signal_name((int)SYS(SYS_sigwaitinfo, &set, &info)));
  print(", queued %d, value %d", info.si_code == SI_QUEUE, info.si_value.sival_int);
  struct timespec brief = {0, 10000000};
  show(", nothing more", SYS(SYS_sigtimedwait, &set, &info, &brief));
  s_kill(s_getpid(), SIGUSR1);
  show(", sigwait", SYS(SYS_sigwait, &set, &number));
  print(" %s\n", signal_name(number));
  mask_signals(SIG_SETMASK, none, 0);
  show("jail", SYS(SYS_jail, 0));
  show(", thr_suspend", SYS(SYS_thr_suspend, &brief));
  SYS(SYS_thr_wake, s_gettid());
  show(", woken before", SYS(SYS_thr_suspend, 0));
  print("\n");
  s_unlink("from"), s_unlink("to");
  return 0;
}
