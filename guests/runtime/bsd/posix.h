/* What posix.h has for Linux, by each BSD's own calls and structures. */
#ifndef GUESTS_POSIX_H
#define GUESTS_POSIX_H

#include "../rt.h"

#define PAGE 4096

struct timespec {
  long long tv_sec;
  long tv_nsec;
} __attribute__((aligned(8)));
struct timeval {
  long long tv_sec;
  int tv_usec;
} __attribute__((aligned(8)));

#if defined __FreeBSD__
typedef struct {
  unsigned long long st_dev, st_ino, st_nlink;
  unsigned short st_mode, st_padding0;
  unsigned st_uid, st_gid, st_padding1;
  unsigned long long st_rdev;
  struct timespec st_atim, st_mtim, st_ctim, st_birthtim;
  long long st_size, st_blocks;
  int st_blksize, st_flags;
  unsigned long long st_gen, st_spare[10];
} file_status;
struct directory_entry {
  unsigned long long d_fileno, d_off;
  unsigned short d_reclen;
  unsigned char d_type, d_pad0;
  unsigned short d_namlen, d_pad1;
  char d_name[256];
};
#define SYS_STAT(at, path, st, flags) SYS(SYS_fstatat, at, path, st, flags)
#define SYS_FSTAT(fd, st) SYS(SYS_fstat, fd, st)
#define NR_GETTIME SYS_clock_gettime
#define NR_NANOSLEEP SYS_nanosleep
#define NR_WAIT SYS_wait4
#elif defined __NetBSD__
typedef struct {
  unsigned long long st_dev;
  unsigned st_mode, st_pad;
  unsigned long long st_ino;
  unsigned st_nlink, st_uid, st_gid;
  unsigned long long st_rdev __attribute__((aligned(8)));
  struct timespec st_atim, st_mtim, st_ctim, st_birthtim;
  long long st_size, st_blocks;
  int st_blksize;
  unsigned st_flags, st_gen, st_spare[2];
} file_status;
struct directory_entry {
  unsigned long long d_fileno;
  unsigned short d_reclen, d_namlen;
  unsigned char d_type;
  char d_name[512];
};
#define SYS_STAT(at, path, st, flags) \
  ((flags) & AT_SYMLINK_NOFOLLOW ? SYS(SYS___lstat50, path, st) : SYS(SYS___stat50, path, st))
#define SYS_FSTAT(fd, st) SYS(SYS___fstat50, fd, st)
#define NR_GETTIME SYS___clock_gettime50
#define NR_NANOSLEEP SYS___nanosleep50
#define NR_WAIT SYS___wait450
#elif defined __OpenBSD__
typedef struct {
  unsigned st_mode;
  int st_dev;
  unsigned long long st_ino;
  unsigned st_nlink, st_uid, st_gid;
  int st_rdev;
  struct timespec st_atim, st_mtim, st_ctim;
  long long st_size, st_blocks;
  int st_blksize;
  unsigned st_flags, st_gen;
  struct timespec st_birthtim;
} file_status;
struct directory_entry {
  unsigned long long d_fileno;
  long long d_off;
  unsigned short d_reclen;
  unsigned char d_type, d_namlen, padding[4];
  char d_name[256];
};
#define SYS_STAT(at, path, st, flags) SYS(SYS_fstatat, at, path, st, flags)
#define SYS_FSTAT(fd, st) SYS(SYS_fstat, fd, st)
#define NR_GETTIME SYS_clock_gettime
#define NR_NANOSLEEP SYS_nanosleep
#define NR_WAIT SYS_wait4
#endif

#define S_IFMT 0170000
#define S_IFREG 0100000
#define S_IFDIR 0040000
#define S_IFLNK 0120000
#define S_IFIFO 0010000
#define MAP_ANONYMOUS MAP_ANON

static inline int is_error(long result) { return result < 0 && result > -4096; }

static inline long s_write(int fd, const void *from, size_t n) { return SYS(SYS_write, fd, from, n); }
static inline long s_read(int fd, void *to, size_t n) { return SYS(SYS_read, fd, to, n); }
static inline long s_open(const char *path, int flags, int mode) { return SYS(SYS_open, path, flags, mode); }
static inline long s_close(int fd) { return SYS(SYS_close, fd); }
static inline long s_dup(int fd) { return SYS(SYS_dup, fd); }
static inline long s_fcntl(int fd, int what, long arg) { return SYS(SYS_fcntl, fd, what, arg); }
static inline long s_stat(const char *path, file_status *st) { return SYS_STAT(AT_FDCWD, path, st, 0); }
static inline long s_lstat(const char *path, file_status *st) { return SYS_STAT(AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW); }
static inline long s_fstat(int fd, file_status *st) { return SYS_FSTAT(fd, st); }
static inline long s_mkdir(const char *path, int mode) { return SYS(SYS_mkdir, path, mode); }
static inline long s_unlink(const char *path) { return SYS(SYS_unlink, path); }
static inline long s_rmdir(const char *path) { return SYS(SYS_rmdir, path); }
static inline long s_pread(int fd, void *to, size_t n, long long at) { return SYS(SYS_pread, fd, to, n, 0, PAIR(at)); }
static inline long s_pwrite(int fd, const void *from, size_t n, long long at) {
  return SYS(SYS_pwrite, fd, from, n, 0, PAIR(at));
}
static inline long s_ftruncate(int fd, long long size) { return SYS(SYS_ftruncate, fd, 0, PAIR(size)); }
static inline long s_seek(int fd, long long to, int whence, long long *now) {
  long second, first = SYS2(&second, SYS_lseek, fd, 0, PAIR(to), whence);
  if (first == -EBADF || first == -ESPIPE || first == -EINVAL) return first;
  *now = PAIR_VALUE(first, second);
  return 0;
}
static inline long s_mmap(void *at, size_t size, int prot, int flags, int fd, unsigned long offset) {
  return SYS(SYS_mmap, at, size, prot, flags, fd, 0, PAIR((unsigned long long)offset));
}
static inline long s_munmap(void *at, size_t size) { return SYS(SYS_munmap, at, size); }
static inline long s_mprotect(void *at, size_t size, int prot) { return SYS(SYS_mprotect, at, size, prot); }

static inline int s_getpid(void) { return (int)SYS(SYS_getpid); }
static inline int s_getppid(void) {
#if defined __NetBSD__
  return (int)SYS(SYS_getppid);
#else
  return (int)SYS(SYS_getppid);
#endif
}
static inline long s_kill(int pid, int number) { return SYS(SYS_kill, pid, number); }
static inline int s_gettid(void) {
#if defined __FreeBSD__
  long id = 0;
  SYS(SYS_thr_self, &id);
  return (int)id;
#elif defined __OpenBSD__
  return (int)SYS(SYS_getthrid);
#else
  return (int)SYS(SYS__lwp_self);
#endif
}
static inline long s_thread_kill(int tid, int number) {
#if defined __FreeBSD__
  return SYS(SYS_thr_kill, tid, number);
#elif defined __OpenBSD__
  return SYS(SYS_thrkill, tid, number, 0);
#else
  return SYS(SYS__lwp_kill, tid, number);
#endif
}
static inline long s_raise(int number) { return s_thread_kill(s_gettid(), number); }
static inline long s_fork(void) { return SYS(SYS_fork); }
static inline long s_wait(int pid, int *status, int options) { return SYS(NR_WAIT, pid, status, options, 0); }
static inline long s_pipe2(int fds[2], int flags) { return SYS(SYS_pipe2, fds, flags); }

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
  struct timespec t = {ms / 1000, ms % 1000 * 1000000};
  while (SYS(NR_NANOSLEEP, &t, &t) == -EINTR) {
  }
}

static inline long now_ms(void) {
  struct timespec t;
  SYS(NR_GETTIME, CLOCK_MONOTONIC, &t);
  return ((long)t.tv_sec & 0xfffff) * 1000 + t.tv_nsec / 1000000;
}

#endif
