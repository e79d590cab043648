/* The calls that most programs need, under their usual names with an `s_` prefix; all return -errno on failure. */
#ifndef GUESTS_POSIX_H
#define GUESTS_POSIX_H

#include "rt.h"

#include <asm/stat.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/stat.h>
#include <linux/time.h>
#include <linux/wait.h>

#define PAGE 4096

#if defined __x86_64__
typedef struct stat file_status;
#define NR_FSTATAT __NR_newfstatat
#define NR_FCNTL __NR_fcntl
#define NR_GETUID __NR_getuid
#else
typedef struct stat64 file_status;
#define NR_FSTATAT __NR_fstatat64
#define NR_FCNTL __NR_fcntl64
#define NR_GETUID __NR_getuid
#endif

static inline long s_write(int fd, const void *from, size_t n) { return SYS(__NR_write, fd, from, n); }
static inline long s_read(int fd, void *to, size_t n) { return SYS(__NR_read, fd, to, n); }
static inline long s_open(const char *path, int flags, int mode) { return SYS(__NR_openat, AT_FDCWD, path, flags, mode); }
static inline long s_close(int fd) { return SYS(__NR_close, fd); }
static inline long s_dup(int fd) { return SYS(__NR_dup, fd); }
static inline long s_fcntl(int fd, int what, long arg) { return SYS(NR_FCNTL, fd, what, arg); }
static inline long s_stat(const char *path, file_status *st) { return SYS(NR_FSTATAT, AT_FDCWD, path, st, 0); }
static inline long s_lstat(const char *path, file_status *st) {
  return SYS(NR_FSTATAT, AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW);
}
static inline long s_fstat(int fd, file_status *st) {
#if defined __x86_64__
  return SYS(__NR_fstat, fd, st);
#else
  return SYS(__NR_fstat64, fd, st);
#endif
}
static inline long s_mkdir(const char *path, int mode) { return SYS(__NR_mkdirat, AT_FDCWD, path, mode); }
static inline long s_unlink(const char *path) { return SYS(__NR_unlinkat, AT_FDCWD, path, 0); }
static inline long s_rmdir(const char *path) { return SYS(__NR_unlinkat, AT_FDCWD, path, AT_REMOVEDIR); }
static inline long s_pread(int fd, void *to, size_t n, long long at) { return SYS_OFFSET3(__NR_pread64, fd, to, n, at); }
static inline long s_pwrite(int fd, const void *from, size_t n, long long at) {
  return SYS_OFFSET3(__NR_pwrite64, fd, from, n, at);
}
static inline long s_ftruncate(int fd, long long size) {
#if defined __x86_64__
  return SYS(__NR_ftruncate, fd, size);
#else
  return SYS_OFFSET1(__NR_ftruncate64, fd, size);
#endif
}
/* Returns 0 or -errno; the new position goes to *now. */
static inline long s_seek(int fd, long long to, int whence, long long *now) {
#if defined __x86_64__
  long r = SYS(__NR_lseek, fd, to, whence);
  *now = r;
  return r < 0 ? r : 0;
#else
  return SYS(__NR__llseek, fd, (unsigned long)((unsigned long long)to >> 32), (unsigned long)to, now, whence);
#endif
}

static inline int is_error(long result) { return result < 0 && result > -4096; }

/* The address, or -errno. `offset` in bytes. */
static inline long s_mmap(void *at, size_t size, int prot, int flags, int fd, unsigned long offset) {
#if defined __x86_64__
  return SYS(__NR_mmap, at, size, prot, flags, fd, offset);
#else
  return SYS(__NR_mmap2, at, size, prot, flags, fd, offset / PAGE);
#endif
}
static inline long s_munmap(void *at, size_t size) { return SYS(__NR_munmap, at, size); }
static inline long s_mprotect(void *at, size_t size, int prot) { return SYS(__NR_mprotect, at, size, prot); }

static inline int s_getpid(void) { return (int)SYS(__NR_getpid); }
static inline int s_gettid(void) { return (int)SYS(__NR_gettid); }
static inline long s_kill(int pid, int number) { return SYS(__NR_kill, pid, number); }
static inline long s_tgkill(int pid, int tid, int number) { return SYS(__NR_tgkill, pid, tid, number); }
static inline long s_raise(int number) { return s_tgkill(s_getpid(), s_gettid(), number); }
#define FORK_SIGCHLD 17
static inline long s_fork(void) {
#if defined __mips__
  return SYS(__NR_fork);
#elif defined __x86_64__
  return SYS(__NR_clone, FORK_SIGCHLD);
#else
  return SYS(__NR_fork);
#endif
}
static inline long s_wait(int pid, int *status, int options) { return SYS(__NR_wait4, pid, status, options, 0); }
static inline long s_pipe2(int fds[2], int flags) { return SYS(__NR_pipe2, fds, flags); }

/* Waits until a child is done and tells its end as text: "exit 3", "SIGKILL", "SIGABRT (core)". */
static inline const char *wait_text(int pid) {
  static char text[48];
  int status = 0;
  long r = s_wait(pid, &status, 0);
  if (r != pid) return result_name(r);
  if ((status & 0x7f) == 0)
    format(text, sizeof text, "exit %d", status >> 8 & 0xff);
  else
    format(text, sizeof text, "%s", signal_name(status & 0x7f));
  return text;
}

static inline void s_sleep_ms(long ms) {
  struct {
    long s, ns;
  } t = {ms / 1000, ms % 1000 * 1000000};
  while (SYS(__NR_nanosleep, &t, &t) == -EINTR) {
  }
}

/* Waits until a process sleeps, as /proc tells: what it then waits for may happen. */
static inline void wait_asleep(int pid) {
  char path[32], stat[128], state = 0;
  format(path, sizeof path, "/proc/%d/stat", pid);
  while (state != 'S') {
    int fd = (int)s_open(path, 0, 0);
    long n = SYS(__NR_read, fd, stat, sizeof stat);
    SYS(__NR_close, fd);
    while (n > 0 && stat[n - 1] != ')') n--;
    state = n > 0 ? stat[n + 1] : 'S';
    if (state != 'S') s_sleep_ms(1);
  }
}

/* Milliseconds of CLOCK_MONOTONIC, from an arbitrary beginning. */
static inline long now_ms(void) {
  struct {
    long s, ns;
  } t;
  SYS(__NR_clock_gettime, 1, &t);
  return (t.s & 0xfffff) * 1000 + t.ns / 1000000;
}

#endif
