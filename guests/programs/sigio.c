/* Signals about readiness: O_ASYNC with F_SETOWN, F_SETOWN_EX and F_SETSIG on pipes and socket pairs. */
#include <linux/net.h>

#include "posix.h"
#include "signals.h"

#ifndef F_SETSIG
#define F_SETSIG 10
#define F_GETSIG 11
#endif
#ifndef F_SETOWN_EX
#define F_SETOWN_EX 15
#define F_GETOWN_EX 16
struct f_owner_ex {
  int type, pid;
};
#endif
#define OWNER_TID 0
#define OWNER_PGRP 2
#define ASYNC 020000
#if defined __mips__
#undef ASYNC
#define ASYNC 010000
#endif
#define RT_SIGNAL 40

static const signal_set NONE;
static volatile int hits, last, code, fd, band;

static void note(int number, siginfo_t *info, void *context) {
  (void)context;
  hits++, last = number, code = info->si_code;
  band = number == RT_SIGNAL ? (int)info->_sifields._sigpoll._band : 0;
  fd = number == RT_SIGNAL ? info->_sifields._sigpoll._fd : 0;
}

static void show(const char *what) {
  print("%s: hits %d, %s, code %x, band %x, descriptor %d\n", what, hits, hits ? signal_name(last) : "none", code, band, fd);
  hits = code = band = fd = 0;
}

static void start(int fd) { s_fcntl(fd, F_SETFL, s_fcntl(fd, F_GETFL, 0) | ASYNC); }

static void pipes(void) {
  int p[2];
  char b[8];
  s_pipe2(p, O_NONBLOCK);
  print("no owner %d", (int)s_fcntl(p[0], F_GETOWN, 0));
  print(", owner itself %s", result_name(s_fcntl(p[0], F_SETOWN, s_getpid())));
  print(", then %d", (int)s_fcntl(p[0], F_GETOWN, 0) == s_getpid());
  print(", nobody %s\n", result_name(s_fcntl(p[0], F_SETOWN, 4000000)));
  s_write(p[1], "a", 1);
  show("before O_ASYNC");
  s_read(p[0], b, 8);
  start(p[0]);
  print("flag %d\n", (s_fcntl(p[0], F_GETFL, 0) & ASYNC) != 0);
  s_write(p[1], "b", 1);
  show("a byte arrives");
  s_read(p[0], b, 8);
  print("signal %s", result_name(s_fcntl(p[0], F_GETSIG, 0)));
  print(", set %s", result_name(s_fcntl(p[0], F_SETSIG, RT_SIGNAL)));
  print(", then %d", (int)s_fcntl(p[0], F_GETSIG, 0));
  print(", bad %s\n", result_name(s_fcntl(p[0], F_SETSIG, 1000)));
  s_write(p[1], "c", 1);
  show("with a signal of its own");
  s_read(p[0], b, 8);
  s_fcntl(p[0], F_SETFL, O_NONBLOCK);
  s_write(p[1], "d", 1);
  show("after O_ASYNC");
  s_close(p[0]), s_close(p[1]);
}

static void owners(void) {
  int p[2];
  struct f_owner_ex owner = {OWNER_TID, s_gettid()};
  s_pipe2(p, O_NONBLOCK);
  start(p[0]);
  s_write(p[1], "n", 1);
  show("nobody is told");
  print("thread %s", result_name(s_fcntl(p[0], F_SETOWN_EX, (long)&owner)));
  s_write(p[1], "t", 1);
  show(", told");
  owner.type = OWNER_PGRP, owner.pid = (int)SYS(__NR_getpgid, 0);
  print("group %s", result_name(s_fcntl(p[0], F_SETOWN_EX, (long)&owner)));
  print(" as F_GETOWN %d", -(int)s_fcntl(p[0], F_GETOWN, 0) == owner.pid);
  owner.type = 9;
  print(", bad type %s", result_name(s_fcntl(p[0], F_SETOWN_EX, (long)&owner)));
  print(", read back %s", result_name(s_fcntl(p[0], F_GETOWN_EX, (long)&owner)));
  print(" type %d\n", owner.type);
  s_close(p[0]), s_close(p[1]);
}

/* A child writes while we sleep. */
static void asleep(void) {
  int p[2];
  signal_set io = set_of(SIGIO);
  s_pipe2(p, O_NONBLOCK);
  s_fcntl(p[0], F_SETOWN, s_getpid());
  start(p[0]);
  mask_signals(SIG_BLOCK, io, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    s_sleep_ms(30);
    s_write(p[1], "w", 1);
    quit(0);
  }
  SYS(__NR_rt_sigsuspend, &NONE, SIGSET_BYTES);
  show("woken by a child");
  mask_signals(SIG_UNBLOCK, io, 0);
  print("%s\n", wait_text(pid));
  s_close(p[0]), s_close(p[1]);
}

static void plain(void) {
  int file = (int)s_open("plain", O_RDWR | O_CREAT, 0600);
  print("plain file: owner %s", result_name(s_fcntl(file, F_SETOWN, s_getpid())));
  start(file);
  print(", flag %d\n", (s_fcntl(file, F_GETFL, 0) & ASYNC) != 0);
  s_write(file, "x", 1);
  show("written");
  s_unlink("plain");
  s_close(file);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  on_signal(RT_SIGNAL, (void *)note, SA_SIGINFO | SA_RESTART, NONE);
  on_signal(SIGIO, (void *)note, SA_SIGINFO | SA_RESTART, NONE);
  pipes();
  owners();
  asleep();
  plain();
  return 0;
}
