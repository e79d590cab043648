/* FreeBSD's own calls on processes: descriptors of processes, procctl, wait6, rfork. */
#include "common.h"

#define P_PID 0
#define P_PGID 2
#define P_ALL 7
#define WEXITED 16
#define WNOWAIT 8
#define PD_DAEMON 1

struct kernel_event {
  unsigned long ident;
  short filter;
  unsigned short flags;
  unsigned fflags;
  long long data;
  void *udata;
  unsigned long long ext[4];
};
struct reaper_status {
  unsigned flags, children, descendants;
  int reaper, pid;
  unsigned pad[15];
};
struct reaper_pidinfo {
  int pid, subtree;
  unsigned flags, pad[15];
};
struct reaper_pids {
  unsigned count, pad[15];
  struct reaper_pidinfo *pids;
};
struct reaper_kill {
  int sig;
  unsigned flags;
  int subtree;
  unsigned killed;
  int fpid;
  unsigned pad[15];
};
struct usage {
  struct timeval user, system;
  long rest[14];
};

enum { SPROTECT = 1, REAP_ACQUIRE, REAP_RELEASE, REAP_STATUS, REAP_GETPIDS, REAP_KILL, TRACE_CTL, TRACE_STATUS, TRAPCAP_CTL, TRAPCAP_STATUS, PDEATHSIG_CTL, PDEATHSIG_STATUS, ASLR_CTL, ASLR_STATUS, PROTMAX_CTL, PROTMAX_STATUS, STACKGAP_CTL, STACKGAP_STATUS, NO_NEW_PRIVS_CTL, NO_NEW_PRIVS_STATUS, WXMAP_CTL, WXMAP_STATUS };

static long control(int idtype, long long id, int command, void *data) {
  return SYS(SYS_procctl, idtype, 0, PAIR(id), command, data);
}
static long own(int command, int value) { return control(P_PID, 0, command, &value); }
static int status_of(int command) {
  int value = 1234;
  long r = control(P_PID, 0, command, &value);
  return r < 0 ? (int)r : value;
}
static long wait6(int idtype, long long id, int *status, int options, struct usage *usage, siginfo_t *info) {
#if defined __arm__
  /* Eight words: the pair begins at an even one. */
  return SYS(SYS_wait6, idtype, 0, PAIR(id), status, options, usage, info);
#else
  return SYS(SYS_wait6, idtype, 0, PAIR(id), status, options, usage, info);
#endif
}

static _Noreturn void sleep_for_ever(void) {
  for (;;) SYS(SYS_sigsuspend, &(signal_set){{0}});
}

static int pipe_ends[2];
static void tell(void) { s_write(pipe_ends[1], "x", 1); }
static void hear(void) {
  char c;
  s_read(pipe_ends[0], &c, 1);
}

static void descriptors(void) {
  int fd = -1, pid = -1, status = 0;
  siginfo_t info;
  int child = (int)SYS(SYS_pdfork, &fd, 0);
  if (child == 0) {
    hear();
    quit(s_fcntl(fd, F_GETFD, 0) == -EBADF ? 9 : 8);
  }
  show("pdfork", child > 0 ? 0 : child);
  show(", pdgetpid", SYS(SYS_pdgetpid, fd, &pid));
  print(" %d", pid == child);
  show(", bad flags", SYS(SYS_pdfork, &fd, 8));
  show(", no such", SYS(SYS_pdgetpid, 0, &pid));
  show(", signal 0", SYS(SYS_pdkill, fd, 0));
  show(", signal 200", SYS(SYS_pdkill, fd, 200));
  show(", any child", s_wait(-1, &status, WNOHANG));
  print("\n");
  int queue = (int)SYS(SYS_kqueue);
  struct kernel_event event = {(unsigned long)fd, EVFILT_PROCDESC, EV_ADD, NOTE_EXIT, 0, "one", {0}}, got;
  struct timespec now = {0, 0};
  show("watched", SYS(SYS_kevent, queue, &event, 1, 0, 0, 0));
  show(", not yet", SYS(SYS_kevent, queue, 0, 0, &got, 1, &now));
  tell();
  show(", event", SYS(SYS_kevent, queue, 0, 0, &got, 1, 0));
  print(" %x data %x, end %d", got.fflags, (int)got.data, (got.flags & EV_EOF) != 0);
  struct {
    int fd;
    short events, revents;
  } poll = {fd, POLLIN, 0};
  show(", poll", SYS(SYS_poll, &poll, 1, 0));
  print(" %x", poll.revents);
  show(", any child", s_wait(-1, &status, WNOHANG));
  print(", by number %d", (int)wait6(P_PID, child, &status, WEXITED | WNOWAIT, 0, &info) == child);
  print(" code %d status %d", info.si_code == CLD_EXITED, info.si_status);
  show(", close", s_close(fd));
  show(", then", wait6(P_PID, child, &status, WEXITED | WNOHANG, 0, 0));
  show(", queue", SYS(SYS_kevent, queue, 0, 0, &got, 1, &now));
  print("\n");

  child = (int)SYS(SYS_pdfork, &fd, 0);
  if (child == 0) sleep_for_ever();
  show("kill", SYS(SYS_pdkill, fd, SIGTERM));
  print(", %d", (int)s_wait(child, &status, 0) == child);
  print(" %s", signal_name(status & 0x7f));
  show(", gone", SYS(SYS_pdkill, fd, SIGTERM));
  show(", number", SYS(SYS_pdgetpid, fd, &pid));
  print(" %d", pid == child);
  s_close(fd);

  child = (int)SYS(SYS_pdfork, &fd, 0);
  if (child == 0) sleep_for_ever();
  event = (struct kernel_event){(unsigned long)child, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0, {0}};
  SYS(SYS_kevent, queue, &event, 1, 0, 0, 0);
  s_close(fd);
  SYS(SYS_kevent, queue, 0, 0, &got, 1, 0);
  print("; closed: killed by %s", signal_name((int)got.data & 0x7f));
  show(", no child", s_wait(child, &status, 0));

  child = (int)SYS(SYS_pdfork, &fd, PD_DAEMON);
  if (child == 0) {
    hear();
    quit(3);
  }
  event.ident = (unsigned long)child;
  SYS(SYS_kevent, queue, &event, 1, 0, 0, 0);
  s_close(fd);
  tell();
  SYS(SYS_kevent, queue, 0, 0, &got, 1, 0);
  print("; a daemon: exit %d\n", (int)got.data >> 8);
  s_close(queue);
}

static void waiting(void) {
  int status = 0;
  siginfo_t info;
  struct usage usage[2];
  memset(usage, 1, sizeof usage);
  int pid = (int)s_fork();
  if (pid == 0) quit(5);
  print("wait6 of a group %d", (int)wait6(P_PGID, 0, &status, WEXITED | WNOWAIT, usage, &info) == pid);
  print(" status %x, signal %d, code %d, number %d, children's time %d", status, info.si_signo == SIGCHLD, info.si_code == CLD_EXITED,
        info.si_pid == pid, (int)(usage[1].user.tv_sec + usage[1].user.tv_usec));
  print(", again %d", (int)wait6(P_ALL, 0, &status, WEXITED, 0, 0) == pid);
  show(", none", wait6(P_ALL, 0, &status, WEXITED, 0, 0));
  show(", nothing asked", wait6(P_ALL, 0, &status, WNOHANG, 0, 0));
  show(", bad options", wait6(P_ALL, 0, &status, WEXITED | 0x1000, 0, 0));
  show(", bad kind", wait6(99, 0, &status, WEXITED, 0, 0));
  pid = (int)s_fork();
  if (pid == 0) sleep_for_ever();
  show(", running", wait6(P_PID, pid, &status, WEXITED | WNOHANG, 0, &info));
  print(" pid %d", info.si_pid);
  s_kill(pid, SIGSTOP);
  print(", stopped %d", (int)wait6(P_PID, pid, &status, WUNTRACED, 0, &info) == pid);
  print(" %d", info.si_code == CLD_STOPPED && info.si_status == SIGSTOP);
  s_kill(pid, SIGKILL);
  print(", killed %d", (int)wait6(P_PID, pid, &status, WEXITED, 0, &info) == pid);
  print(" %d\n", info.si_code == CLD_KILLED && info.si_status == SIGKILL);
}

static void reaping(void) {
  struct reaper_status st;
  int status = 0, numbers[2];
  show("reaper of all", control(P_PID, 0, REAP_STATUS, &st));
  print(" %d, real init %d", st.reaper, st.flags);
  show(", acquire", control(P_PID, 0, REAP_ACQUIRE, 0));
  show(", again", control(P_PID, 0, REAP_ACQUIRE, 0));
  show(", with data", control(P_PID, 0, REAP_ACQUIRE, &st));
  show(", a group", control(P_PGID, 0, REAP_STATUS, &st));
  control(P_PID, 0, REAP_STATUS, &st);
  print(", own %x, reaper %d, first %d\n", st.flags, st.reaper == s_getpid(), st.pid);
  int pid = (int)s_fork();
  if (pid == 0) {
    int grandchild = (int)s_fork();
    if (grandchild == 0) sleep_for_ever();
    s_write(pipe_ends[1], &grandchild, 4);
    quit(0);
  }
  s_read(pipe_ends[0], &numbers[0], 4);
  s_wait(pid, &status, 0);
  control(P_PID, 0, REAP_STATUS, &st);
  print("children %u, descendants %u, first %d", st.children, st.descendants, st.pid == numbers[0]);
  struct reaper_pidinfo list[4];
  struct reaper_pids pids = {4, {0}, list};
  memset(list, 0, sizeof list);
  show(", list", control(P_PID, 0, REAP_GETPIDS, &pids));
  print(" %d, below %d, flags %x, next %x", list[0].pid == numbers[0], list[0].subtree == pid, list[0].flags, list[1].flags);
  struct reaper_kill kill = {SIGTERM, 2, 1, 0, 0, {0}};
  show(", no such subtree", control(P_PID, 0, REAP_KILL, &kill));
  kill = (struct reaper_kill){SIGTERM, 0, 0, 0, 0, {0}};
  show(", kill", control(P_PID, 0, REAP_KILL, &kill));
  print(" %u %d", kill.killed, kill.fpid);
  print(", adopted %d", (int)s_wait(-1, &status, 0) == numbers[0]);
  print(" %s", signal_name(status & 0x7f));
  kill.sig = 0;
  show(", signal 0", control(P_PID, 0, REAP_KILL, &kill));
  show(", release", control(P_PID, 0, REAP_RELEASE, 0));
  show(", again", control(P_PID, 0, REAP_RELEASE, 0));
  print("\n");
}

static volatile int traps, trap_code, trap_error;
static void trapped(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  traps++;
  trap_code = info->si_code;
  trap_error = info->si_errno;
}

static void switches(void) {
  print("trace %d", status_of(TRACE_STATUS));
  show(", off", own(TRACE_CTL, 2));
  print(" %d", status_of(TRACE_STATUS));
  show(", on", own(TRACE_CTL, 1));
  print(" %d", status_of(TRACE_STATUS));
  show(", bad", own(TRACE_CTL, 9));
  print("; new privileges %d", status_of(NO_NEW_PRIVS_STATUS));
  show(", none", own(NO_NEW_PRIVS_CTL, 1));
  print(" %d", status_of(NO_NEW_PRIVS_STATUS));
  show(", back", own(NO_NEW_PRIVS_CTL, 2));
  print("; ASLR %d", status_of(ASLR_STATUS));
  show(", off", own(ASLR_CTL, 2));
  print(" %d; greatest protection %d", status_of(ASLR_STATUS), status_of(PROTMAX_STATUS));
  print("; stack gap %d", status_of(STACKGAP_STATUS));
  show(", off", own(STACKGAP_CTL, 2 | 8));
  print(" %d", status_of(STACKGAP_STATUS));
  show(", on", own(STACKGAP_CTL, 1));
  print("; writable code %d", status_of(WXMAP_STATUS));
  show(", unknown", own(77, 0));
  show(", no such process", control(P_PID, 0x3fffff, TRACE_STATUS, &(int){0}));
  show(", no address", control(P_PID, 0, TRACE_STATUS, (void *)8));
  print("\n");
  print("signal at the parent's end %d", status_of(PDEATHSIG_STATUS));
  show(", bad", own(PDEATHSIG_CTL, 300));
  show(", of another", control(P_PID, s_getppid(), PDEATHSIG_CTL, &(int){SIGTERM}));
  int pid = (int)s_fork();
  if (pid == 0) {
    int child = (int)s_fork();
    if (child == 0) {
      mask_signals(SIG_BLOCK, set_of(SIGUSR1), 0);
      own(PDEATHSIG_CTL, SIGUSR1);
      print(", child %d", status_of(PDEATHSIG_STATUS));
      tell();
      siginfo_t info;
      signal_set wanted = set_of(SIGUSR1);
      int got = (int)SYS(SYS_sigwaitinfo, &wanted, &info);
      print(", told %s\n", signal_name(got));
      tell();
      quit(0);
    }
    hear();
    quit(0);
  }
  wait_text(pid);
  hear();
  on_signal(SIGTRAP, trapped, SA_SIGINFO, (signal_set){{0}});
  pid = (int)s_fork();
  if (pid == 0) {
    own(TRAPCAP_CTL, 1);
    show("trap at violations", status_of(TRAPCAP_STATUS));
    SYS(SYS_cap_enter);
    show(", open", s_open("/", O_RDONLY, 0));
    print(", traps %d %d %d", traps, trap_code, trap_error == ECAPMODE);
    show(", own", own(TRAPCAP_CTL, 2));
    quit(0);
  }
  print("; %s\n", wait_text(pid));
}

static void forks(void) {
  volatile int shared = 0;
  int status = 0;
  static char stack[8192] __attribute__((aligned(16)));
  (void)stack;
  show("rfork of nothing", SYS(SYS_rfork, 0x20));
  show(", undefined", SYS(SYS_rfork, 0x10 | 0x2));
  show(", for the kernel", SYS(SYS_rfork, 0x10000000 | 0x10));
  show(", a signal without its flag", SYS(SYS_rfork, 0x10 | 0x4 | SIGUSR1 << 20));
  int fd = (int)s_dup(1);
  show(", own descriptors", SYS(SYS_rfork, 0x4));
  print(" %d\n", s_fcntl(fd, F_GETFD, 0) >= 0);
  int pid = (int)SYS(SYS_rfork, 0x80000000u);
  if (pid == 0) {
    shared = 7;
    quit(2);
  }
  print("spawn %s", wait_text(pid));
  print(", shared %d", shared);
  pid = (int)SYS(SYS_rfork, 0x10 | 0x4 | 0x40);
  if (pid == 0) {
    int parent = s_getppid();
    print(", its own parent %d", parent);
    tell();
    quit(0);
  }
  hear();
  show(", not ours", s_wait(pid, &status, 0));
  signal_set usr = set_of(SIGUSR2), none = {{0}};
  mask_signals(SIG_BLOCK, usr, 0);
  pid = (int)SYS(SYS_rfork, 0x10 | 0x4 | 0x80000 | SIGUSR2 << 20);
  if (pid == 0) quit(1);
  siginfo_t info;
  print(", ends with %s", signal_name((int)SYS(SYS_sigwaitinfo, &usr, &info)));
  show(", any", s_wait(-1, &status, WNOHANG));
  mask_signals(SIG_SETMASK, none, 0);
  print("\n");
#if defined __mips__
  register long v0 __asm__("$2") = SYS_fork;
  register long v1 __asm__("$3") = 77;
  __asm__ volatile("syscall" : "+r"(v0), "+r"(v1) : : "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "memory");
  long first = v0, second = v1;
  if (second == 1) quit(first == 0 ? 11 : 12);
  print("fork's second result %d, in the child %s\n", second == 0, wait_text((int)first));
#else
  register long r7 __asm__("r7") = SYS_fork;
  register long r0 __asm__("r0") = 5;
  register long r1 __asm__("r1") = 77;
  __asm__ volatile("swi #0" : "+r"(r0), "+r"(r1) : "r"(r7) : "memory", "cc");
  long first = r0, second = r1;
  if (first == 0) quit(second == 0 ? 11 : 12);
  print("fork's second result %d, in the child %s\n", second == 0, wait_text((int)first));
#endif
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  s_pipe2(pipe_ends, 0);
  descriptors();
  waiting();
  reaping();
  switches();
  forks();
  return 0;
}
