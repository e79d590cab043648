/* Calls that NetBSD shares with other systems, by its own numbers, names, argument slots and structures. */
#include "common.h"

struct vector {
  void *base;
  unsigned long size;
};
struct narrow {
  int seconds;
  long fraction;
};

static long long size_of(const char *path) {
  file_status st;
  return s_stat(path, &st) < 0 ? -1 : st.st_size;
}
static unsigned mode_of(const char *path) {
  file_status st;
  return s_lstat(path, &st) < 0 ? 0 : st.st_mode;
}

static void below(void) {
  char text[64] = "";
  s_mkdir("dir", 0755);
  int dir = (int)s_open("dir", O_RDONLY | O_DIRECTORY, 0);
  int fd = (int)SYS(SYS_openat, dir, "file", O_CREAT | O_RDWR, 0640);
  print("openat %d", fd >= 0 && mode_of("dir/file") == (S_IFREG | 0640));
  show(", mkdirat", SYS(SYS_mkdirat, dir, "sub", 0750));
  show(", mkfifoat", SYS(SYS_mkfifoat, dir, "fifo", 0600));
  show(", symlinkat", SYS(SYS_symlinkat, "file", dir, "link"));
  show(", linkat", SYS(SYS_linkat, dir, "file", dir, "other", 0));
  show(", renameat", SYS(SYS_renameat, dir, "other", dir, "renamed"));
  print(", readlinkat %ld <%s>", SYS(SYS_readlinkat, dir, "link", text, sizeof text), text);
  show(", faccessat", SYS(SYS_faccessat, dir, "none", 0, 0));
  show(", fchmodat", SYS(SYS_fchmodat, dir, "file", 0600, 0));
  print(" %d", (mode_of("dir/file") & 0777) == 0600);
  show(", fchownat", SYS(SYS_fchownat, dir, "file", -1, -1, 0));
  struct timespec times[2] = {{1000, 0}, {2000, 5000000}};
  show(", utimensat", SYS(SYS_utimensat, dir, "file", times, 0));
  file_status st;
  SYS(SYS_fstatat, dir, "file", &st, 0);
  print(" %d %d", (int)st.st_mtim.tv_sec, (int)st.st_mtim.tv_nsec);
  show(", unlinkat", SYS(SYS_unlinkat, dir, "renamed", 0));
  show(", of a folder", SYS(SYS_unlinkat, dir, "sub", 0x800));
  print("\n");
  show("fchdir", SYS(SYS_fchdir, dir));
  show(", unlink", s_unlink("fifo"));
  show(" ", s_unlink("link"));
  show(", back", s_chdir(".."));
  show(", fchmod", SYS(SYS_fchmod, fd, 0644));
  show(", chown", SYS(SYS_chown, "dir/file", -1, -1));
  show(", fchown", SYS(SYS_fchown, fd, -1, -1));
  show(", lchown", SYS(SYS_lchown, "dir/file", -1, -1));
  show(", posix ones", SYS(SYS___posix_chown, "dir/file", -1, -1));
  show("", SYS(SYS___posix_fchown, fd, -1, -1));
  show("", SYS(SYS___posix_lchown, "dir/file", -1, -1));
  show(", lchmod", SYS(SYS_lchmod, "dir/file", 0600));
  show(", chflags", SYS(SYS_chflags, "dir/file", 0));
  show(", fchflags", SYS(SYS_fchflags, fd, 0));
  show(", lchflags", SYS(SYS_lchflags, "none", 0));
  print("\n");
  struct narrow old[2] = {{10, 0}, {20, 0}};
  struct timeval wide[2] = {{30, 0}, {40, 0}};
  show("utimes", SYS(SYS___utimes50, "dir/file", wide));
  s_fstat(fd, &st);
  print(" %d", (int)st.st_mtim.tv_sec);
  show(", futimes", SYS(SYS___futimes50, fd, wide));
  show(", lutimes", SYS(SYS___lutimes50, "dir/file", wide));
  show(", of before", SYS(SYS_compat_50_utimes, "dir/file", old));
  s_fstat(fd, &st);
  print(" %d", (int)st.st_mtim.tv_sec);
  show(", futimens", SYS(SYS_futimens, fd, times));
  s_fstat(fd, &st);
  print(" %d", (int)st.st_mtim.tv_sec);
  s_write(fd, "0123456789", 10);
  show(", truncate", SYS(SYS_truncate, "dir/file", 0, PAIR(6ll)));
  print(" %d", (int)size_of("dir/file"));
  show(", fsync", SYS(SYS_fsync, fd));
  show(", fdatasync", SYS(SYS_fdatasync, fd));
  show(", sync", SYS(SYS_sync));
  show(", flock", SYS(SYS_flock, fd, 2));
  int again = (int)s_open("dir/file", O_RDWR, 0);
  show(", twice", SYS(SYS_flock, again, 2 | 4));
  show(", unlocked", SYS(SYS_flock, fd, 8));
  print("\n");
  print("names %ld %ld %ld", SYS(SYS_pathconf, "dir", 4), SYS(SYS_fpathconf, dir, 4), SYS(SYS_fpathconf, dir, 5));
  show(", advice", SYS(SYS___posix_fadvise50, fd, 0, PAIR(0ll), PAIR(0ll), 3));
  print(", no such %ld", SYS(SYS___posix_fadvise50, fd, 0, PAIR(0ll), PAIR(0ll), 77));
  show(", rename over itself", SYS(SYS___posix_rename, "dir/file", "dir/file"));
  struct vector parts[2] = {{text, 2}, {text + 10, 4}};
  show(", writev", SYS(SYS_writev, fd, parts, 2) - 6);
  show(", preadv", SYS(SYS_preadv, fd, parts, 2, 0, PAIR(1ll)) - 6);
  print(" <%c%c %c>", text[0], text[1], text[10]);
  show(", pwritev", SYS(SYS_pwritev, fd, parts, 2, 0, PAIR(20ll)) - 6);
  print(" %d", (int)size_of("dir/file"));
  s_seek(fd, 0, SEEK_SET, &(long long){0});
  show(", readv", SYS(SYS_readv, fd, parts, 2) - 6);
  show(", extattr", SYS(SYS_extattr_set_fd, 77, 1, "name", text, 2));
  show(" ", SYS(SYS_extattr_list_file, "none", 1, text, 9));
  show(" ", SYS(SYS_fsetxattr, 77, "user.name", text, 2, 0));
  show(" ", SYS(SYS_lremovexattr, "none", "user.name"));
  print("\n");
  s_close(again), s_close(fd);
  s_unlink("dir/file"), s_close(dir), s_rmdir("dir");
}

static void identity(void) {
  int real = (int)SYS(SYS_getuid), group = (int)SYS(SYS_getgid), groups[64];
  char name[40] = "";
  print("ids %d %d", SYS(SYS_geteuid) == real, SYS(SYS_getegid) == group);
  show(", setuid", SYS(SYS_setuid, real));
  show(", setgid", SYS(SYS_setgid, group));
  show(", seteuid", SYS(SYS_seteuid, real));
  show(", setegid", SYS(SYS_setegid, group));
  show(", setreuid", SYS(SYS_setreuid, -1, real));
  show(", setregid", SYS(SYS_setregid, -1, group));
  print(", groups %d", SYS(SYS_getgroups, 64, groups) >= 0);
  print(", set-id %ld", SYS(SYS_issetugid));
  show(", login", SYS(SYS___getlogin, name, 1));
  print(" %d", name[0] == 0);
  print(", session %d", SYS(SYS_getsid, 0) > 0);
  print(", group %d", SYS(SYS_getpgid, 0) == s_getpgrp());
  unsigned long long limit[2];
  show(", limit", SYS(SYS_getrlimit, 8, limit));
  print(" %d", limit[0] > 0 && limit[0] <= limit[1]);
  show(", setpriority", SYS(SYS_setpriority, 0, 0, 3));
  print(" %ld", SYS(SYS_getpriority, 0, 0));
  print("\n");
}

static void times(void) {
  struct timespec t, wanted = {0, 1000000}, rest;
  struct timeval now;
  struct narrow old;
  struct {
    struct timeval interval, value;
  } timer = {{0, 0}, {100, 0}}, was;
  struct {
    struct narrow interval, value;
  } narrow;
  show("getres", SYS(SYS___clock_getres50, CLOCK_MONOTONIC, &t));
  print(" %d", t.tv_sec == 0 && t.tv_nsec > 0);
  show(", of before", SYS(SYS_compat_50_clock_getres, CLOCK_MONOTONIC, &old));
  show(", gettimeofday", SYS(SYS___gettimeofday50, &now, 0));
  print(" %d", now.tv_sec > 1600000000 && now.tv_usec < 1000000);
  show(", setitimer", SYS(SYS___setitimer50, 0, &timer, &was));
  show(", getitimer", SYS(SYS___getitimer50, 0, &was));
  print(" %d", was.value.tv_sec > 50);
  show(", of before", SYS(SYS_compat_50_getitimer, 0, &narrow));
  print(" %d", narrow.value.seconds > 50);
  narrow.value.seconds = 0, narrow.value.fraction = 0;
  show(", off", SYS(SYS_compat_50_setitimer, 0, &narrow, &narrow));
  print(" %d", narrow.value.seconds > 50);
  show(", clock_nanosleep", SYS(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &wanted, &rest));
  wanted.tv_nsec = -1;
  print(", its error is its result %d", SYS(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &wanted, &rest) == EINVAL);
  long usage[40];
  show(", usage", SYS(SYS___getrusage50, 0, usage));
  show(", of before", SYS(SYS_compat_50_getrusage, 0, usage));
  show(", nobody's", SYS(SYS___getrusage50, 9, usage));
  print("\n");
}

static void memory(void) {
  char *at = (char *)s_mmap(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  char pages[4] = "";
  at[0] = 1;
  show("mincore", SYS(SYS_mincore, at, PAGE, pages));
  print(" %d", pages[0] & 1);
  show(", mlock", SYS(SYS_mlock, at, PAGE));
  show(", munlock", SYS(SYS_munlock, at, PAGE));
  show(", msync", SYS(SYS___msync13, at, PAGE, 4));
  show(", bad", SYS(SYS___msync13, at, PAGE, 0x40));
  show(", of 1.2", SYS(SYS_compat_12_msync, at, PAGE));
  show(", madvise", SYS(SYS_madvise, at, PAGE, 4));
  show(", munlockall", SYS(SYS_munlockall));
  print("\n");
}

static void sockets(void) {
  int pair[2], value = 1;
  unsigned size = sizeof value;
  char one[8] = "", two[8] = "";
  s_socketpair(SOCK_DGRAM, pair);
  show("setsockopt", SYS(SYS_setsockopt, pair[0], 0xffff, 0x1002, (value = 4096, &value), sizeof value));
  show(", getsockopt", SYS(SYS_getsockopt, pair[0], 0xffff, 0x1008, &value, &size));
  print(" %d", value == SOCK_DGRAM);
  struct vector out = {"first", 5}, in = {one, 8}, other = {two, 8};
  struct {
    void *name;
    unsigned name_size;
    struct vector *parts;
    int count;
    void *control;
    unsigned control_size;
    int flags;
  } head = {0, 0, &out, 1, 0, 0, 0};
  show(", sendmsg", SYS(SYS_sendmsg, pair[0], &head, 0) - 5);
  head.parts = &in;
  show(", recvmsg", SYS(SYS_recvmsg, pair[1], &head, 0) - 5);
  print(" <%s>", one);
  struct {
    void *name;
    unsigned name_size;
    struct vector *parts;
    int count;
    void *control;
    unsigned control_size;
    int flags;
    unsigned length;
  } many[2];
  memset(many, 0, sizeof many);
  many[0].parts = many[1].parts = &out, many[0].count = many[1].count = 1;
  print(", sendmmsg %ld", SYS(SYS_sendmmsg, pair[0], many, 2, 0));
  many[0].parts = &in, many[1].parts = &other;
  print(", recvmmsg %ld", SYS(SYS_recvmmsg, pair[1], many, 2, 0, 0));
  print(" <%s> %u", two, many[1].length);
  unix_address peer;
  size = sizeof peer;
  show(", getpeername", SYS(SYS_getpeername, pair[0], &peer, &size));
  show(", socket of 2", SYS(SYS_compat_30_socket, 99, SOCK_STREAM, 0));
  print("\n");
}

static void readiness(void) {
  struct change {
    unsigned long ident;
    unsigned filter, flags, note;
    long long data __attribute__((aligned(8)));
    void *user;
  } __attribute__((aligned(8))) change = {0, 0, 1, 0, 0, (void *)77}, got[2];
  struct narrow brief = {0, 0};
  struct timespec none = {0, 0};
  int fds[2], queue = (int)SYS(SYS_kqueue1, 0x400000);
  s_pipe2(fds, 0);
  change.ident = (unsigned long)fds[0];
  print("kqueue1 closed on exec %ld", s_fcntl(queue, F_GETFD, 0));
  show(", kevent of 5", SYS(SYS_compat_50_kevent, queue, &change, 1, 0, 0, 0));
  print(", nothing %ld", SYS(SYS_compat_50_kevent, queue, 0, 0, got, 2, &brief));
  s_write(fds[1], "x", 1);
  print(", ready %ld", SYS(SYS_compat_50_kevent, queue, 0, 0, got, 2, &brief));
  print(" %d", got[0].user == (void *)77 && got[0].data == 1);
  struct {
    struct change change;
    unsigned long long more[4];
  } wide[2];
  memset(wide, 0, sizeof wide);
  print(", of 11 %ld", SYS(SYS___kevent100, queue, 0, 0, wide, 2, &none));
  print(" %d", wide[0].change.user == (void *)77 && wide[0].change.data == 1);
  unsigned set[8] = {0};
  set[fds[0] / 32] = 1u << (fds[0] % 32);
  struct timeval now = {0, 0};
  print(", select %ld", SYS(SYS___select50, fds[0] + 1, set, 0, 0, &now));
  print(", pselect %ld", SYS(SYS___pselect50, fds[0] + 1, set, 0, 0, &none, 0));
  struct poll_entry entry = {fds[0], POLLIN, 0};
  print(", pollts %ld", SYS(SYS___pollts50, &entry, 1, &none, 0));
  show(", unknown flags", SYS(SYS_kqueue1, 1));
  print("\n");
}

static volatile int touched;

static void detached(struct thread *t) {
  (void)t;
  SYS(SYS__lwp_detach, s_gettid());
  touched = 2;
}

static void scheduling(void) {
  static struct thread thread;
  int policy = -1, priority = -1;
  unsigned cpus = 7;
  show("getparam", SYS(SYS__sched_getparam, 0, 0, &policy, &priority));
  print(" policy %d", policy);
  show(", of nobody", SYS(SYS__sched_getparam, 0x3fffff, 0, &policy, &priority));
  priority = -1;
  show(", setparam", SYS(SYS__sched_setparam, 0, 0, 0, &priority));
  priority = 64;
  show(", too high", SYS(SYS__sched_setparam, 0, 0, 0, &priority));
  priority = 3;
  show(", not of the usual class", SYS(SYS__sched_setparam, 0, 0, 0, &priority));
  show(", no such class", SYS(SYS__sched_setparam, 0, 0, 7, &priority));
  show(", affinity", SYS(SYS__sched_getaffinity, 0, 0, 4, &cpus));
  print(" %u", cpus);
  print("\n");
  int semaphore = 0x50535244, shared = 0;
  struct timespec past = {1, 0}, bad = {0, 1000000000};
  show("shared semaphore", SYS(SYS__ksem_init, 0, &semaphore));
  int pid = (int)s_fork();
  if (pid == 0) {
    SYS(SYS__ksem_post, semaphore);
    quit(0);
  }
  show(", posted by a child", SYS(SYS__ksem_wait, semaphore));
  wait_text(pid);
  show(", until a time that is past", SYS(SYS__ksem_timedwait, semaphore, &past));
  show(", bad", SYS(SYS__ksem_timedwait, semaphore, &bad));
  show(", destroy", SYS(SYS__ksem_destroy, semaphore));
  show(", gone", SYS(SYS__ksem_post, semaphore));
  show(", no name", SYS(SYS__ksem_open, "/a/b", O_CREAT, 0600, 0, &shared));
  pid = (int)SYS(SYS___vfork14);
  if (pid == 0) {
    touched = 1;
    quit(4);
  }
  print(", vfork %d %s", touched, wait_text(pid));
  pid = (int)SYS(SYS_vfork);
  if (pid == 0) quit(5);
  print(" %s", wait_text(pid));
  thread_start(&thread, detached, 0);
  while (touched != 2) SYS(SYS_sched_yield);
  print(", detached");
  show(", nobody", SYS(SYS__lwp_detach, 0x3fffff));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  below();
  identity();
  times();
  memory();
  sockets();
  readiness();
  scheduling();
  return 0;
}
