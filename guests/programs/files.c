/* Files and directories: descriptors, offsets, metadata, links, directories, and the errors of each. */
#include <linux/stat.h>

#include "posix.h"
#include "rt.h"

static void descriptors(void) {
  char b[32];
  long long at;
  int fd = (int)s_open("a", O_RDWR | O_CREAT | O_EXCL, 0640);
  print("first descriptor %d, again %s\n", fd, result_name(s_open("a", O_RDWR | O_CREAT | O_EXCL, 0640)));
  print("write %s\n", result_name(s_write(fd, "0123456789", 10)));
  print("seek %s", result_name(s_seek(fd, 3, 0, &at)));
  print(" %lld", at);
  print(", to the end %s", result_name(s_seek(fd, -2, 2, &at)));
  print(" %lld", at);
  print(", before the start %s", result_name(s_seek(fd, -100, 1, &at)));
  print(", bad whence %s\n", result_name(s_seek(fd, 0, 77, &at)));
  long n = s_pread(fd, b, 4, 2);
  b[n] = 0;
  print("pread %ld <%s>", n, b);
  n = s_read(fd, b, 30);
  b[n] = 0;
  print(", then read %ld <%s>, at the end %s\n", n, b, result_name(s_read(fd, b, 30)));
  print("pread beyond %s, negative %s\n", result_name(s_pread(fd, b, 4, 99)), s_pread(fd, b, 4, -1) == -EINVAL ? "EINVAL" : "else");
  int twin = (int)s_dup(fd);
  s_seek(fd, 1, 0, &at);
  n = s_read(twin, b, 2);
  b[n] = 0;
  print("dup %d shares the offset <%s>\n", twin, b);
  int apart = (int)s_open("a", O_RDONLY, 0);
  n = s_read(apart, b, 2);
  b[n] = 0;
  print("open does not <%s>, write to a read-only one %s\n", b, result_name(s_write(apart, "x", 1)));
  int high = (int)s_fcntl(fd, F_DUPFD_CLOEXEC, 40);
  print("F_DUPFD %d, close-on-exec %ld, of the old one %ld\n", high, s_fcntl(high, F_GETFD, 0), s_fcntl(fd, F_GETFD, 0));
  print("dup3 %s", result_name(SYS(__NR_dup3, fd, 50, O_CLOEXEC)));
  print(", to itself %s, of nothing %s\n", result_name(SYS(__NR_dup3, fd, fd, 0)), SYS(__NR_dup3, 99, 51, 0) == -EBADF ? "EBADF" : "else");
  print("status flags %lx, ", s_fcntl(fd, F_GETFL, 0) & O_ACCMODE);
  print("set append %s", result_name(s_fcntl(fd, F_SETFL, O_APPEND)));
  print(" %d", (s_fcntl(fd, F_GETFL, 0) & O_APPEND) != 0);
  s_seek(fd, 0, 0, &at);
  s_write(fd, "AB", 2);
  s_seek(fd, 0, 1, &at);
  print(", offset after append %lld\n", at);
  print("close %s, ", result_name(s_close(twin)));
  print("again %s, read of closed %s\n", result_name(s_close(twin)), s_read(twin, b, 1) == -EBADF ? "EBADF" : "else");
  struct {
    void *at;
    unsigned long size;
  } parts[3] = {{"one ", 4}, {"two ", 4}, {"three\n", 6}};
  print("writev %s: ", result_name(SYS(__NR_writev, 1, parts, 3)));
  print("readv of 2: ");
  char x[4] = "", y[8] = "";
  parts[0].at = x, parts[0].size = 3, parts[1].at = y, parts[1].size = 7;
  s_seek(apart, 0, 0, &at);
  print("%s", result_name(SYS(__NR_readv, apart, parts, 2)));
  print(" <%s> <%s>\n", x, y);
  print("truncate to 4 %s", result_name(s_ftruncate(fd, 4)));
  print(", grow to 5000000000 %s", result_name(s_ftruncate(fd, 5000000000ll)));
  file_status st;
  s_fstat(fd, &st);
  print(", size %lld", (long long)st.st_size);
  s_seek(fd, -3, 2, &at);
  print(", end offset %lld, negative %s\n", at, result_name(s_ftruncate(fd, -1)));
  s_ftruncate(fd, 0);
}

static void metadata(void) {
  file_status st;
  int fd = (int)s_open("m", O_WRONLY | O_CREAT, 0666);
  s_write(fd, "hello", 5);
  SYS(__NR_umask, 027);
  int other = (int)s_open("m2", O_WRONLY | O_CREAT, 0777);
  s_fstat(other, &st);
  print("mode under umask 027: 0%d%d%d\n", (int)(st.st_mode >> 6 & 7), (int)(st.st_mode >> 3 & 7), (int)(st.st_mode & 7));
  SYS(__NR_umask, 022);
  print("chmod %s", result_name(SYS(__NR_fchmodat, AT_FDCWD, "m", 04751)));
  s_stat("m", &st);
  print(" mode %x, size %lld, links %d, block size %d, uid own %d\n", (unsigned)st.st_mode, (long long)st.st_size, (int)st.st_nlink,
        (int)st.st_blksize, (long)st.st_uid == SYS(NR_GETUID));
  struct {
    long s, ns;
  } times[2] = {{1000000000, 123456000}, {1234567890, 987654000}}; /* to the microsecond, as host runtimes set them */
  print("utimensat %s", result_name(SYS(__NR_utimensat, AT_FDCWD, "m", times, 0)));
  s_stat("m", &st);
  print(" %ld.%09ld %ld.%09ld\n", (long)st.st_atime, (long)st.st_atime_nsec, (long)st.st_mtime, (long)st.st_mtime_nsec);
  struct statx stx;
  memset(&stx, 0, sizeof stx);
  print("statx %s", result_name(SYS(__NR_statx, AT_FDCWD, "m", 0, STATX_BASIC_STATS, &stx)));
  print(" mode %x size %lld mtime %lld.%09u\n", stx.stx_mode, (long long)stx.stx_size, (long long)stx.stx_mtime.tv_sec,
        stx.stx_mtime.tv_nsec);
  print("access: read %s, exec of m2 %s, absent %s\n", result_name(SYS(__NR_faccessat, AT_FDCWD, "m", 4)),
        SYS(__NR_faccessat, AT_FDCWD, "m2", 1) == 0 ? "0" : "else", SYS(__NR_faccessat, AT_FDCWD, "none", 0) == -ENOENT ? "ENOENT" : "else");
  print("absent %s, below a file %s, empty path %s\n", result_name(s_stat("none", &st)), s_stat("m/x", &st) == -ENOTDIR ? "ENOTDIR" : "else",
        s_stat("", &st) == -ENOENT ? "ENOENT" : "else");
  char name[4200];
  memset(name, 'n', 300);
  name[300] = 0;
  print("name of 300 %s", result_name(s_stat(name, &st)));
  memset(name, '/', 4199);
  name[4199] = 0;
  print(", path of 4199 %s, bad pointer %s\n", result_name(s_stat(name, &st)), s_stat((char *)16, &st) == -EFAULT ? "EFAULT" : "else");
  s_close(fd), s_close(other);
  s_unlink("m"), s_unlink("m2");
}

static void links(void) {
  file_status st;
  char b[64];
  int fd = (int)s_open("l", O_WRONLY | O_CREAT, 0600);
  s_write(fd, "link", 4);
  s_close(fd);
  print("link %s, ", result_name(SYS(__NR_linkat, AT_FDCWD, "l", AT_FDCWD, "l2", 0)));
  print("again %s\n", result_name(SYS(__NR_linkat, AT_FDCWD, "l", AT_FDCWD, "l2", 0)));
  s_stat("l2", &st);
  print("links %d\n", (int)st.st_nlink);
  print("symlink %s\n", result_name(SYS(__NR_symlinkat, "l2", AT_FDCWD, "s")));
  long n = SYS(__NR_readlinkat, AT_FDCWD, "s", b, sizeof b);
  b[n] = 0;
  print("readlink %ld <%s>, cut to 1: %s, of a file %s\n", n, b, SYS(__NR_readlinkat, AT_FDCWD, "s", b, 1) == 1 ? "1" : "else",
        SYS(__NR_readlinkat, AT_FDCWD, "l", b, 9) == -EINVAL ? "EINVAL" : "else");
  s_lstat("s", &st);
  print("lstat is a link %d, size %lld", S_ISLNK(st.st_mode), (long long)st.st_size);
  s_stat("s", &st);
  print("; stat is a file %d\n", S_ISREG(st.st_mode));
  SYS(__NR_symlinkat, "loop", AT_FDCWD, "loop");
  print("loop %s, O_NOFOLLOW %s\n", result_name(s_open("loop", O_RDONLY, 0)), s_open("s", O_RDONLY | O_NOFOLLOW, 0) == -ELOOP ? "ELOOP" : "else");
  SYS(__NR_symlinkat, "nowhere", AT_FDCWD, "d");
  print("dangling %s", result_name(s_open("d", O_RDONLY, 0)));
  print(", created through it %d\n", (s_close((int)s_open("d", O_WRONLY | O_CREAT, 0600)), s_stat("nowhere", &st)) == 0);
  print("rename over %s", result_name(SYS(__NR_renameat, AT_FDCWD, "nowhere", AT_FDCWD, "l2")));
  s_stat("l2", &st);
  print(", now size %lld; of nothing %s\n", (long long)st.st_size, SYS(__NR_renameat, AT_FDCWD, "none", AT_FDCWD, "x") == -ENOENT ? "ENOENT" : "else");
  print("RENAME_NOREPLACE %s\n", result_name(SYS(__NR_renameat2, AT_FDCWD, "l", AT_FDCWD, "l2", 1)));
  fd = (int)s_open("l", O_RDONLY, 0);
  s_unlink("l");
  n = s_read(fd, b, 10);
  s_fstat(fd, &st);
  print("unlinked but open reads %ld, links %d\n", n, (int)st.st_nlink);
  s_close(fd);
  s_unlink("l2"), s_unlink("s"), s_unlink("loop"), s_unlink("d");
}

/* Names of a directory in order of the alphabet, with the letter of their type. */
static void list(const char *path) {
  static char buffer[4096];
  struct entry {
    unsigned long long ino, off;
    unsigned short size;
    unsigned char type;
    char name[];
  };
  const char *names[32];
  int types[32], count = 0;
  int fd = (int)s_open(path, O_RDONLY | O_DIRECTORY, 0);
  long n = SYS(__NR_getdents64, fd, buffer, sizeof buffer);
  for (long at = 0; at < n;) {
    struct entry *e = (struct entry *)(buffer + at);
    int i = count++;
    for (; i > 0 && strcmp(names[i - 1], e->name) > 0; i--) names[i] = names[i - 1], types[i] = types[i - 1];
    names[i] = e->name, types[i] = e->type;
    at += e->size;
  }
  print("%s:", path);
  for (int i = 0; i < count; i++) print(" %s/%d", names[i], types[i]);
  print(", end %s\n", result_name(SYS(__NR_getdents64, fd, buffer, sizeof buffer)));
  long long at;
  s_seek(fd, 0, 0, &at);
  print("after rewind as many bytes %d, buffer of 1 %s\n", SYS(__NR_getdents64, fd, buffer, sizeof buffer) == n,
        (s_seek(fd, 0, 0, &at), SYS(__NR_getdents64, fd, buffer, 1) == -EINVAL) ? "EINVAL" : "else");
  s_close(fd);
}

static void directories(void) {
  file_status st;
  char b[256];
  print("mkdir %s, ", result_name(s_mkdir("dir", 0755)));
  print("again %s\n", result_name(s_mkdir("dir", 0755)));
  s_close((int)s_open("dir/file", O_CREAT | O_WRONLY, 0644));
  s_mkdir("dir/sub", 0700);
  SYS(__NR_symlinkat, "file", AT_FDCWD, "dir/link");
  SYS(__NR_mknodat, AT_FDCWD, "dir/fifo", 0010600, 0);
  list("dir");
  print("rmdir of a full one %s, of a file %s\n", result_name(s_rmdir("dir")), s_rmdir("dir/file") == -ENOTDIR ? "ENOTDIR" : "else");
  print("unlink of a directory %s\n", result_name(s_unlink("dir/sub")));
  print("open for writing %s, with O_DIRECTORY a file %s\n", result_name(s_open("dir", O_RDWR, 0)),
        s_open("dir/file", O_RDONLY | O_DIRECTORY, 0) == -ENOTDIR ? "ENOTDIR" : "else");
  int fd = (int)s_open("dir", O_RDONLY, 0);
  print("read of a directory %s\n", result_name(s_read(fd, b, 10)));
  print("relative to a descriptor %s", result_name(SYS(NR_FSTATAT, fd, "sub", &st, 0)));
  print(", directory %d\n", S_ISDIR(st.st_mode));
  print("AT_EMPTY_PATH %s", result_name(SYS(NR_FSTATAT, fd, "", &st, AT_EMPTY_PATH)));
  print(", relative to a file ");
  int file = (int)s_open("dir/file", O_RDONLY, 0);
  print("%s\n", result_name(SYS(NR_FSTATAT, file, "x", &st, 0)));
  char before[256];
  SYS(__NR_getcwd, before, sizeof before);
  print("chdir %s", result_name(SYS(__NR_chdir, "dir/sub")));
  long n = SYS(__NR_getcwd, b, sizeof b);
  print(", getcwd %s, small buffer %s\n", b + strlen(before), n > 0 && SYS(__NR_getcwd, b, 2) == -ERANGE ? "ERANGE" : "else");
  print("fchdir %s, back ", result_name(SYS(__NR_fchdir, fd)));
  print("%s\n", result_name(SYS(__NR_chdir, "..")));
  print("rename a directory %s", result_name(SYS(__NR_renameat, AT_FDCWD, "dir", AT_FDCWD, "dir2")));
  print(", into itself %s\n", result_name(SYS(__NR_renameat, AT_FDCWD, "dir2", AT_FDCWD, "dir2/sub/x")));
  s_close(fd), s_close(file);
  s_unlink("dir2/file"), s_unlink("dir2/link"), s_unlink("dir2/fifo"), s_rmdir("dir2/sub");
  print("rmdir at last %s\n", result_name(s_rmdir("dir2")));
}

static void special(void) {
  char b[64];
  int null = (int)s_open("/dev/null", O_RDWR, 0), zero = (int)s_open("/dev/zero", O_RDWR, 0);
  int full = (int)s_open("/dev/full", O_RDWR, 0), random = (int)s_open("/dev/urandom", O_RDONLY, 0);
  print("/dev/null reads %s, writes %s\n", result_name(s_read(null, b, 9)), s_write(null, b, 9) == 9 ? "9" : "else");
  memset(b, 1, sizeof b);
  print("/dev/zero reads %s", result_name(s_read(zero, b, 9)));
  print(", bytes %d\n", b[0] + b[8]);
  print("/dev/full writes %s\n", result_name(s_write(full, b, 9)));
  print("/dev/urandom reads %s\n", result_name(s_read(random, b, 60)));
  print("ioctl of a terminal on null %s\n", result_name(SYS(__NR_ioctl, null, 0x5401, b)));
  int in = (int)s_open("from", O_RDWR | O_CREAT, 0600), out = (int)s_open("to", O_RDWR | O_CREAT, 0600);
  long long at;
  s_write(in, "copied bytes", 12);
  s_seek(in, 0, 0, &at);
  print("sendfile %s", result_name(SYS(__NR_sendfile, out, in, 0, 100)));
  long n = s_pread(out, b, 60, 0);
  b[n] = 0;
  print(" <%s>\n", b);
  print("flock %s, fsync %s, fdatasync %s\n", result_name(SYS(__NR_flock, in, 2)), SYS(__NR_fsync, in) == 0 ? "0" : "else",
        SYS(__NR_fdatasync, in) == 0 ? "0" : "else");
  s_close(null), s_close(zero), s_close(full), s_close(random), s_close(in), s_close(out);
  s_unlink("from"), s_unlink("to"), s_unlink("a");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  SYS(__NR_umask, 022);
  descriptors();
  metadata();
  links();
  directories();
  special();
  return 0;
}
