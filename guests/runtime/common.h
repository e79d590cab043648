/* What programs use that are the same source on Linux and on the BSDs: names for calls that each system makes in its own way. */
#ifndef GUESTS_COMMON_H
#define GUESTS_COMMON_H

#if !defined __linux__

#include "bsd/posix.h"
#include "bsd/signals.h"
#include "bsd/thread.h"

typedef struct {
  unsigned char len, family;
  unsigned short port;
  unsigned char address[4];
  char zero[8];
} inet_address;
typedef struct {
  unsigned char len, family;
  char path[104];
} unix_address;
#define ADDRESS_HEAD(type, af) .len = sizeof(type), .family = (af)

static inline long s_readlink(const char *path, char *to, size_t n) { return SYS(SYS_readlink, path, to, n); }
static inline long s_rename(const char *from, const char *to) { return SYS(SYS_rename, from, to); }
static inline long s_link(const char *from, const char *to) { return SYS(SYS_link, from, to); }
static inline long s_symlink(const char *to, const char *path) { return SYS(SYS_symlink, to, path); }
static inline long s_chdir(const char *path) { return SYS(SYS_chdir, path); }
static inline long s_chmod(const char *path, int mode) { return SYS(SYS_chmod, path, mode); }
static inline long s_access(const char *path, int mode) { return SYS(SYS_access, path, mode); }
static inline long s_umask(int mode) { return SYS(SYS_umask, mode); }
static inline long s_dup2(int from, int to) { return SYS(SYS_dup2, from, to); }
static inline long s_mkfifo(const char *path, int mode) { return SYS(SYS_mkfifo, path, mode); }
static inline long s_execve(const char *path, char **argv, char **envp) { return SYS(SYS_execve, path, argv, envp); }
static inline long s_setpgid(int pid, int group) { return SYS(SYS_setpgid, pid, group); }
static inline long s_getpgrp(void) { return SYS(SYS_getpgrp); }
static inline long s_setsid(void) { return SYS(SYS_setsid); }
static inline long s_ioctl(int fd, unsigned long request, void *argument) { return SYS(SYS_ioctl, fd, request, argument); }
static inline long s_sched_yield(void) { return SYS(SYS_sched_yield); }
#if defined __NetBSD__
static inline long s_socket(int af, int type) { return SYS(SYS___socket30, af, type, 0); }
static inline long s_getdents(int fd, void *to, size_t n) { return SYS(SYS___getdents30, fd, to, n); }
#elif defined __OpenBSD__
static inline long s_socket(int af, int type) { return SYS(SYS_socket, af, type, 0); }
static inline long s_getdents(int fd, void *to, size_t n) { return SYS(SYS_getdents, fd, to, n); }
#else
static inline long s_socket(int af, int type) { return SYS(SYS_socket, af, type, 0); }
static inline long s_getdents(int fd, void *to, size_t n) { return SYS(SYS_getdirentries, fd, to, n, 0); }
#endif
static inline long s_socketpair(int type, int fds[2]) { return SYS(SYS_socketpair, AF_UNIX, type, 0, fds); }
static inline long s_bind(int fd, const void *address, unsigned n) { return SYS(SYS_bind, fd, address, n); }
static inline long s_listen(int fd, int n) { return SYS(SYS_listen, fd, n); }
static inline long s_connect(int fd, const void *address, unsigned n) { return SYS(SYS_connect, fd, address, n); }
static inline long s_accept(int fd, void *address, unsigned *n) { return SYS(SYS_accept, fd, address, n); }
static inline long s_getsockname(int fd, void *address, unsigned *n) { return SYS(SYS_getsockname, fd, address, n); }
static inline long s_shutdown(int fd, int how) { return SYS(SYS_shutdown, fd, how); }
static inline long s_sendto(int fd, const void *from, size_t n, int flags, const void *address, unsigned length) {
  return SYS(SYS_sendto, fd, from, n, flags, address, length);
}
static inline long s_recvfrom(int fd, void *to, size_t n, int flags, void *address, unsigned *length) {
  return SYS(SYS_recvfrom, fd, to, n, flags, address, length);
}
static inline long s_descriptor_limit(int most) {
  unsigned long long limit[2] = {(unsigned)most, (unsigned)most};
  return SYS(SYS_setrlimit, RLIMIT_NOFILE, limit);
}

struct poll_entry {
  int fd;
  short events, revents;
};
static inline long s_poll(struct poll_entry *fds, unsigned n, int ms) { return SYS(SYS_poll, fds, n, ms); }

/* A moment, the time that is left, and how often a timer comes. */
typedef struct timespec moment;
typedef struct timeval span;
#if defined __NetBSD__
#define SYS_setitimer SYS___setitimer50
#define SYS_getitimer SYS___getitimer50
#endif
static inline long s_clock_gettime(int clock, moment *to) { return SYS(NR_GETTIME, clock, to); }
static inline long s_nanosleep(const moment *time, moment *left) { return SYS(NR_NANOSLEEP, time, left); }
static inline long s_setitimer(int which, const span *fresh, span *old) { return SYS(SYS_setitimer, which, fresh, old); }
static inline long s_getitimer(int which, span *now) { return SYS(SYS_getitimer, which, now); }

typedef struct {
  long long l_start, l_len;
  int l_pid;
  short l_type, l_whence;
#if defined __FreeBSD__
  int l_sysid;
#endif
} record_lock;
static inline long s_lock(int fd, int command, record_lock *lock) { return SYS(SYS_fcntl, fd, command, lock); }

#else

#include <linux/in.h>
#include <linux/poll.h>
#include <linux/resource.h>
#include <linux/socket.h>
#include <asm/ioctls.h>

#include "posix.h"
#include "signals.h"
#include "thread.h"

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define F_OK 0
#define R_OK 4
#define AF_UNIX 1
#define AF_INET 2
#define SHUT_WR 1
#define MSG_PEEK 2
#define MSG_DONTWAIT 0x40
#if defined __mips__
#define SOCK_STREAM 2
#define SOCK_DGRAM 1
#else
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#endif
typedef struct {
  unsigned short family, port;
  unsigned char address[4];
  char zero[8];
} inet_address;
typedef struct {
  unsigned short family;
  char path[108];
} unix_address;
#define ADDRESS_HEAD(type, af) .family = (af)

struct directory_entry {
  unsigned long long d_fileno;
  long long d_off;
  unsigned short d_reclen;
  unsigned char d_type;
  char d_name[256];
};

static inline long s_readlink(const char *path, char *to, size_t n) { return SYS(__NR_readlinkat, AT_FDCWD, path, to, n); }
static inline long s_rename(const char *from, const char *to) { return SYS(__NR_renameat, AT_FDCWD, from, AT_FDCWD, to); }
static inline long s_link(const char *from, const char *to) { return SYS(__NR_linkat, AT_FDCWD, from, AT_FDCWD, to, 0); }
static inline long s_symlink(const char *to, const char *path) { return SYS(__NR_symlinkat, to, AT_FDCWD, path); }
static inline long s_chdir(const char *path) { return SYS(__NR_chdir, path); }
static inline long s_chmod(const char *path, int mode) { return SYS(__NR_fchmodat, AT_FDCWD, path, mode); }
static inline long s_access(const char *path, int mode) { return SYS(__NR_faccessat, AT_FDCWD, path, mode); }
static inline long s_umask(int mode) { return SYS(__NR_umask, mode); }
static inline long s_dup2(int from, int to) { return SYS(__NR_dup3, from, to, 0); }
static inline long s_mkfifo(const char *path, int mode) { return SYS(__NR_mknodat, AT_FDCWD, path, S_IFIFO | mode, 0); }
static inline long s_execve(const char *path, char **argv, char **envp) { return SYS(__NR_execve, path, argv, envp); }
static inline long s_setpgid(int pid, int group) { return SYS(__NR_setpgid, pid, group); }
static inline long s_getpgrp(void) { return SYS(__NR_getpgid, 0); }
static inline long s_setsid(void) { return SYS(__NR_setsid); }
static inline int s_getppid(void) { return (int)SYS(__NR_getppid); }
static inline long s_ioctl(int fd, unsigned long request, void *argument) { return SYS(__NR_ioctl, fd, request, argument); }
static inline long s_sched_yield(void) { return SYS(__NR_sched_yield); }
static inline long s_socket(int af, int type) { return SYS(__NR_socket, af, type, 0); }
static inline long s_getdents(int fd, void *to, size_t n) { return SYS(__NR_getdents64, fd, to, n); }
static inline long s_socketpair(int type, int fds[2]) { return SYS(__NR_socketpair, AF_UNIX, type, 0, fds); }

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
typedef struct {
  long tv_sec, tv_nsec;
} moment;
typedef struct {
  long tv_sec, tv_usec;
} span;
static inline long s_clock_gettime(int clock, moment *to) { return SYS(__NR_clock_gettime, clock, to); }
static inline long s_nanosleep(const moment *time, moment *left) { return SYS(__NR_nanosleep, time, left); }
static inline long s_setitimer(int which, const span *fresh, span *old) { return SYS(__NR_setitimer, which, fresh, old); }
static inline long s_getitimer(int which, span *now) { return SYS(__NR_getitimer, which, now); }

enum { F_RDLCK_, F_WRLCK_, F_UNLCK_ };
#undef F_RDLCK
#undef F_WRLCK
#undef F_UNLCK
#undef F_GETLK
#undef F_SETLK
#undef F_SETLKW
#define F_RDLCK F_RDLCK_
#define F_WRLCK F_WRLCK_
#define F_UNLCK F_UNLCK_
#if defined __x86_64__
#define F_GETLK 5
#define NR_LOCK __NR_fcntl
#else
#if defined __mips__
#define F_GETLK 33
#else
#define F_GETLK 12
#endif
#define NR_LOCK __NR_fcntl64
#endif
#define F_SETLK (F_GETLK + 1)
#define F_SETLKW (F_GETLK + 2)
typedef struct {
  short l_type, l_whence;
  long long l_start, l_len;
  int l_pid;
} record_lock;
static inline long s_lock(int fd, int command, record_lock *lock) { return SYS(NR_LOCK, fd, command, lock); }
static inline long s_bind(int fd, const void *address, unsigned n) { return SYS(__NR_bind, fd, address, n); }
static inline long s_listen(int fd, int n) { return SYS(__NR_listen, fd, n); }
static inline long s_connect(int fd, const void *address, unsigned n) { return SYS(__NR_connect, fd, address, n); }
static inline long s_accept(int fd, void *address, unsigned *n) { return SYS(__NR_accept4, fd, address, n, 0); }
static inline long s_getsockname(int fd, void *address, unsigned *n) { return SYS(__NR_getsockname, fd, address, n); }
static inline long s_shutdown(int fd, int how) { return SYS(__NR_shutdown, fd, how); }
static inline long s_sendto(int fd, const void *from, size_t n, int flags, const void *address, unsigned length) {
  return SYS(__NR_sendto, fd, from, n, flags, address, length);
}
static inline long s_recvfrom(int fd, void *to, size_t n, int flags, void *address, unsigned *length) {
  return SYS(__NR_recvfrom, fd, to, n, flags, address, length);
}
static inline long s_descriptor_limit(int most) {
  unsigned long limit[2] = {(unsigned long)most, (unsigned long)most};
  return SYS(__NR_setrlimit, RLIMIT_NOFILE, limit);
}
static inline long s_sigaction(int number, const struct kernel_sigaction *action, struct kernel_sigaction *old) {
  return SYS(__NR_rt_sigaction, number, action, old, SIGSET_BYTES);
}
static inline long s_sigpending(signal_set *set) { return SYS(__NR_rt_sigpending, set, SIGSET_BYTES); }
static inline long s_sigsuspend(const signal_set *set) { return SYS(__NR_rt_sigsuspend, set, SIGSET_BYTES); }
static inline long s_sigaltstack(const stack_t *fresh, stack_t *old) { return SYS(__NR_sigaltstack, fresh, old); }
static inline signal_set *context_mask(void *context) {
  struct signal_context *c = context;
  return (signal_set *)((char *)c + __builtin_offsetof(struct signal_context, machine) + sizeof c->machine);
}
static inline unsigned long context_pc(void *context) {
  struct signal_context *c = context;
#if defined __arm__
  return c->machine.arm_pc;
#elif defined __mips__
  return (unsigned long)c->machine.sc_pc;
#else
  return c->machine.rip;
#endif
}
static inline long s_thread_kill(int tid, int number) { return s_tgkill(s_getpid(), tid, number); }
static inline void thread_wait(volatile int *word, int value) { futex(word, 0, value, 0, 0, 0); }
static inline void thread_wake(volatile int *word, int count) { futex(word, 1, count, 0, 0, 0); }

struct poll_entry {
  int fd;
  short events, revents;
};
static inline long s_poll(struct poll_entry *fds, unsigned n, int ms) {
  struct {
    long s, ns;
  } t = {ms / 1000, ms % 1000 * 1000000l};
  return SYS(__NR_ppoll, fds, n, ms < 0 ? 0 : &t, 0, SIGSET_BYTES);
}

#endif

/* One call, one line's piece: arguments of one print are evaluated in no certain order. */
static inline void show(const char *what, long result) { print("%s %s", what, result_name(result)); }

#if defined __linux__
#define SET_ESCAPE(at) __builtin_setjmp(at)
#define ESCAPE(at) __builtin_longjmp(at, 1)
#else
/* clang has no __builtin_setjmp here. */
__attribute__((returns_twice)) int set_escape(void *at[12]);
_Noreturn void escape_to(void *at[12]);
#define SET_ESCAPE(at) set_escape(at)
#define ESCAPE(at) escape_to(at)
#endif

/* Reads a directory into `text` as sorted names, each with a letter for its type. */
static inline const char *directory_text(const char *path, char *text, size_t size) {
  static char names[32][32];
  char buffer[1024] __attribute__((aligned(8)));
  int count = 0;
  long n, fd = s_open(path, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0) return result_name(fd);
  while ((n = s_getdents((int)fd, buffer, sizeof buffer)) > 0)
    for (long at = 0; at < n && count < 32;) {
      struct directory_entry *e = (struct directory_entry *)(buffer + at);
      char type = e->d_type == 4 ? '/' : e->d_type == 10 ? '@' : e->d_type == 1 ? '|' : e->d_type == 8 ? ' ' : '?';
      char name[32];
      format(name, sizeof name, "%s%c", e->d_name, type);
      int place = count++;
      for (; place > 0 && strcmp(names[place - 1], name) > 0; place--) memcpy(names[place], names[place - 1], 32);
      memcpy(names[place], name, 32);
      at += e->d_reclen;
    }
  s_close((int)fd);
  if (n < 0) return result_name(n);
  size_t used = 0;
  text[0] = 0;
  for (int i = 0; i < count; i++) used += (size_t)format(text + used, size - used, "%s ", names[i]);
  return text;
}

#endif
