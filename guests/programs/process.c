/* fork, vfork, wait in all its forms, process groups, sessions, stopping, orphans, limits and identity. */
#include <linux/resource.h>

#include "posix.h"
#include "signals.h"

static const signal_set NONE;

/* A number in the range of the system calls that no kernel has. */
#if defined __mips__
#define BASE_NR __NR_Linux
#else
#define BASE_NR 0
#endif
#define WIFSTOPPED(status) (((status)&0xff) == 0x7f)
static volatile int children_ended, last_code, last_status;

static void on_child(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  children_ended++;
  last_code = info->si_code;
  last_status = info->si_status;
}

static void forking(void) {
  volatile int own = 1;
  int status = 0;
  int pid = (int)s_fork();
  if (pid == 0) {
    own = 2;
    quit(own + 40);
  }
  print("wait4 is the child %d", s_wait(pid, &status, 0) == pid);
  print(", status %x, own memory %d\n", status, own);
  print("no child left %s, bad pid %s\n", result_name(s_wait(-1, &status, 0)), s_wait(0x3fffff, &status, 0) == -ECHILD ? "ECHILD" : "else");
  pid = (int)s_fork();
  if (pid == 0) {
    s_sleep_ms(80);
    quit(0);
  }
  print("WNOHANG before %s, ", result_name(s_wait(pid, &status, WNOHANG)));
  print("then %s\n", wait_text(pid));
  int pids[5], sum = 0;
  for (int i = 0; i < 5; i++)
    if ((pids[i] = (int)s_fork()) == 0) quit(i + 1);
  for (int i = 4; i >= 0; i--) s_wait(pids[i], &status, 0), sum = sum * 10 + (status >> 8);
  print("five children from last to first %d\n", sum);
  for (int i = 0; i < 3; i++)
    if (s_fork() == 0) quit(i + 1);
  for (sum = 0; s_wait(-1, &status, 0) > 0;) sum += status >> 8;
  print("any child, three times %d\n", sum);
}

static void ends(void) {
  int status;
  int pid = (int)s_fork();
  if (pid == 0)
    for (;;) s_sleep_ms(1000);
  s_kill(pid, SIGTERM);
  print("killed by %s\n", wait_text(pid));
  pid = (int)s_fork();
  if (pid == 0) quit(0x12345);
  print("status is cut to a byte: %s\n", wait_text(pid));
  pid = (int)s_fork();
  if (pid == 0)
    for (;;) s_sleep_ms(1000);
  s_kill(pid, SIGSTOP);
  s_wait(pid, &status, WUNTRACED);
  print("stopped %d by %s", WIFSTOPPED(status), signal_name(status >> 8));
  s_kill(pid, SIGCONT);
  s_wait(pid, &status, WCONTINUED);
  print(", continued %x", status);
  s_kill(pid, SIGKILL);
  s_wait(pid, &status, 0);
  print(", killed %x\n", status);
  pid = (int)s_fork();
  if (pid == 0) quit(9);
  siginfo_t info;
  memset(&info, 0, sizeof info);
  print("waitid WNOWAIT %s", result_name(SYS(__NR_waitid, 1, pid, &info, 4 | 0x01000000, 0)));
  print(" %s code %d status %d pid own %d\n", signal_name(info.si_signo), info.si_code, info.si_status, info.si_pid == pid);
  print("still there: %s\n", wait_text(pid));
  on_signal(SIGCHLD, (void *)on_child, SA_SIGINFO | SA_RESTART, NONE);
  pid = (int)s_fork();
  if (pid == 0) quit(5);
  wait_text(pid);
  print("SIGCHLD %d, code %d, status %d\n", children_ended, last_code, last_status);
  on_signal(SIGCHLD, SIG_IGN, 0, NONE);
  pid = (int)s_fork();
  if (pid == 0) quit(5);
  print("ignored SIGCHLD reaps: %s\n", result_name(s_wait(pid, &status, 0)));
  on_signal(SIGCHLD, SIG_DFL, 0, NONE);
}

static void groups(void) {
  int fds[2];
  s_pipe2(fds, 0);
  int me = s_getpid();
  int pid = (int)s_fork();
  if (pid == 0) {
    char c = SYS(__NR_setpgid, 0, 0) == 0 && SYS(__NR_getpgid, 0) == s_getpid() ? 'y' : 'n';
    s_write(fds[1], &c, 1);
    for (;;) s_sleep_ms(1000);
  }
  char c;
  s_read(fds[0], &c, 1);
  print("own group %c, parent sees it %d\n", c, SYS(__NR_getpgid, pid) == pid);
  s_kill(-pid, SIGUSR1);
  print("killed by its group %s\n", wait_text(pid));
  print("no such group %s\n", result_name(s_kill(-pid, 0)));
  pid = (int)s_fork();
  if (pid == 0) {
    long s = SYS(__NR_setsid);
    quit((s == s_getpid()) + 2 * (SYS(__NR_getsid, 0) == s) + 4 * (SYS(__NR_setsid) == -EPERM) + 8 * (SYS(__NR_getppid) == me));
  }
  print("session: %s\n", wait_text(pid));
  pid = (int)s_fork();
  if (pid == 0) {
    int parent = s_getpid();
    if (s_fork() == 0) {
      while (SYS(__NR_getppid) == parent) s_sleep_ms(2);
      c = SYS(__NR_getppid) != parent ? 'o' : 'n';
      s_write(fds[1], &c, 1);
      quit(0);
    }
    quit(0);
  }
  wait_text(pid);
  s_read(fds[0], &c, 1);
  print("orphan has another parent %c\n", c);
}

static void vforking(void) {
  /* The child shares the memory and the parent sleeps until it ends. */
  static volatile int shared;
  long pid = SYS(__NR_clone, 0x4000 | 0x100 | SIGCHLD, 0);
  if (pid == 0) {
    shared = 31;
    SYS(__NR_exit, 6);
  }
  print("vfork: shared %d, %s\n", shared, wait_text((int)pid));
}

static void identity(void) {
  struct rlimit64 limit;
  struct {
    unsigned long now, max;
  } small = {64, 64};
  print("getrlimit %s\n", result_name(SYS(__NR_prlimit64, 0, RLIMIT_NOFILE, 0, &limit) ? -EINVAL : 0));
  int pid = (int)s_fork();
  if (pid == 0) {
    SYS(__NR_setrlimit, RLIMIT_NOFILE, &small);
    int last = 0, fd;
    while ((fd = (int)s_dup(1)) >= 0) last = fd;
    quit(last + (fd == -EMFILE));
  }
  print("descriptor limit of 64: %s\n", wait_text(pid));
  char name[17] = "";
  SYS(__NR_prctl, 15, "a name of more than sixteen");
  SYS(__NR_prctl, 16, name);
  print("process name <%s>\n", name);
  print("getpid is gettid %d, bad setpgid %s\n", s_getpid() == s_gettid(), result_name(SYS(__NR_setpgid, 0x3fffff, 0)));
  struct {
    char sysname[65], nodename[65], release[65], version[65], machine[65], domain[65];
  } uts;
  SYS(__NR_uname, &uts);
  print("uname %s\n", uts.sysname);
  print("unknown system call %s\n", result_name(SYS(BASE_NR + 3999)));
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  forking();
  ends();
  groups();
  vforking();
  identity();
  return 0;
}
