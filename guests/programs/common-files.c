/* Files, directories, links, offsets beyond 32 bits, locks of descriptors, errors: the same source on Linux and the BSDs. */
#include "common.h"

static const char *kind(int mode) {
  switch (mode & S_IFMT) {
    case S_IFREG: return "file";
    case S_IFDIR: return "directory";
    case S_IFLNK: return "link";
    case S_IFIFO: return "fifo";
    default: return "else";
  }
}

static void tell(const char *path) {
  file_status st;
  memset(&st, 0x55, sizeof st);
  long r = s_lstat(path, &st);
  if (r)
    print("%s: %s\n", path, result_name(r));
  else
    print("%s: %s, mode %x, links %d, size %d\n", path, kind(st.st_mode), st.st_mode & 07777, (st.st_mode & S_IFMT) == S_IFDIR ? 0 : (int)st.st_nlink,
          (st.st_mode & S_IFMT) == S_IFDIR ? 0 : (int)st.st_size);
}

static void basics(void) {
  char b[64];
  file_status st, same;
  print("absent %s, ", result_name(s_open("a", O_RDWR, 0)));
  int fd = (int)s_open("a", O_RDWR | O_CREAT | O_EXCL, 0640);
  print("created %d, again %s\n", fd, result_name(s_open("a", O_RDWR | O_CREAT | O_EXCL, 0640)));
  print("write %s", result_name(s_write(fd, "0123456789", 10)));
  long long at = -1;
  s_seek(fd, 2, SEEK_SET, &at);
  b[s_read(fd, b, 3)] = 0;
  print(", at %d <%s>", (int)at, b);
  s_seek(fd, 0, SEEK_CUR, &at);
  print(", now at %d", (int)at);
  s_seek(fd, -1, SEEK_END, &at);
  print(", one before the end %d", (int)at);
  show(", negative", s_seek(fd, -100, SEEK_CUR, &at));
  print("\n");
  b[s_pread(fd, b, 4, 5)] = 0;
  print("pread <%s>, pwrite %s\n", b, result_name(s_pwrite(fd, "AB", 2, 3)));
  tell("a");
  s_fstat(fd, &st), s_stat("a", &same);
  print("fstat and stat agree %d, times run %d\n", st.st_ino == same.st_ino && st.st_dev == same.st_dev && st.st_size == same.st_size,
#if defined __linux__
        st.st_mtime > 1000000000);
#else
        st.st_mtim.tv_sec > 1000000000 && st.st_mtim.tv_nsec >= 0 && st.st_mtim.tv_nsec < 1000000000);
#endif
  int appended = (int)s_open("a", O_WRONLY | O_APPEND, 0);
  s_write(appended, "end", 3);
  print("O_APPEND is told %d", (s_fcntl(appended, F_GETFL, 0) & O_APPEND) != 0);
  show(", read of a write-only one", s_read(appended, b, 1));
  print("\n");
  print("dup %d", (int)s_dup(fd));
  print(", dup2 %d", (int)s_dup2(fd, 30));
  show(", bad", s_dup(77));
  print("\n");
  print("F_DUPFD %d\n", (int)s_fcntl(fd, F_DUPFD, 40));
  print("ftruncate %s, ", result_name(s_ftruncate(fd, 4)));
  s_fstat(fd, &st);
  print("size %d\n", (int)st.st_size);
  show("close", s_close(fd));
  show(", again", s_close(fd));
  print("\n");
}

static void wide(void) {
  const long long far = 5ll << 30;
  long long at = 0;
  char b[8];
  file_status st;
  int fd = (int)s_open("far", O_RDWR | O_CREAT, 0600);
  print("seek to 5 GiB %s, ", result_name(s_seek(fd, far, SEEK_SET, &at)));
  print("there %d, write %ld, ", at == far, s_write(fd, "here", 4));
  s_fstat(fd, &st);
  print("size %d\n", st.st_size == far + 4);
  b[s_pread(fd, b, 4, far)] = 0;
  print("pread there <%s>, ", b);
  s_pwrite(fd, "HE", 2, far);
  b[s_pread(fd, b, 4, far)] = 0;
  print("pwrite there <%s>, ", b);
  print("in the hole %d\n", (int)s_pread(fd, b, 2, far - 7) == 2 && b[0] == 0);
  print("ftruncate to 4 GiB + 1 %s, ", result_name(s_ftruncate(fd, (4ll << 30) + 1)));
  s_fstat(fd, &st);
  print("size %d, end at %d\n", st.st_size == (4ll << 30) + 1, s_seek(fd, 0, SEEK_END, &at) == 0 && at == (4ll << 30) + 1);
  s_close(fd);
  s_unlink("far");
}

static void directories(void) {
  char b[256];
  show("mkdir", s_mkdir("d", 0755));
  show(", again", s_mkdir("d", 0755));
  show(", under a file", s_mkdir("a/b", 0755));
  print("\n");
  s_close((int)s_open("d/one", O_CREAT | O_WRONLY, 0600));
  s_mkdir("d/two", 0700);
  s_symlink("one", "d/three");
  s_mkfifo("d/four", 0600);
  print("entries: %s\n", directory_text("d", b, sizeof b));
  for (int i = 0; i < 40; i++) {
    format(b, sizeof b, "d/two/a-rather-long-name-%d", i);
    s_close((int)s_open(b, O_CREAT | O_WRONLY, 0600));
  }
  char buffer[512] __attribute__((aligned(8)));
  int fd = (int)s_open("d/two", O_RDONLY | O_DIRECTORY, 0), entries = 0, reads = 0;
  long n;
  while ((n = s_getdents(fd, buffer, sizeof buffer)) > 0 && ++reads < 99)
    for (long at = 0; at < n; at += ((struct directory_entry *)(buffer + at))->d_reclen) entries++;
  print("40 files and two dots: %d entries, more than one read %d\n", entries, reads > 1);
  s_close(fd);
  for (int i = 0; i < 40; i++) {
    format(b, sizeof b, "d/two/a-rather-long-name-%d", i);
    s_unlink(b);
  }
  show("rmdir of a full one", s_rmdir("d"));
  show(", of a file", s_rmdir("a"));
  show(", of an absent one", s_rmdir("none"));
  print("\n");
  show("O_DIRECTORY on a file", s_open("a", O_RDONLY | O_DIRECTORY, 0));
  show(", write to a directory", s_open("d", O_WRONLY, 0));
  print("\n");
  print("chdir %s, ", result_name(s_chdir("d/two")));
  show("to a file", s_chdir("../one"));
  show(", up", s_chdir("../.."));
  print("\n");
}

static void links(void) {
  char b[64];
  tell("d/three");
  long n = s_readlink("d/three", b, sizeof b);
  b[n < 0 ? 0 : n] = 0;
  print("readlink <%s>, of a file %s\n", b, result_name(s_readlink("a", b, sizeof b)));
  print("link %s, ", result_name(s_link("a", "hard")));
  tell("hard");
  s_symlink("loop2", "loop1"), s_symlink("loop1", "loop2");
  print("a loop %s\n", result_name(s_open("loop1", O_RDONLY, 0)));
  s_unlink("loop1"), s_unlink("loop2");
  print("rename %s, ", result_name(s_rename("hard", "d/soft")));
  show("absent", s_rename("hard", "x"));
  show(", a directory into itself", s_rename("d", "d/two/d"));
  print("\n");
  show("over a directory", s_rename("a", "d"));
  show(", a directory over a file", s_rename("d", "a"));
  print("\n");
  print("chmod %s, ", result_name(s_chmod("a", 0400)));
  tell("a");
  show("access", s_access("a", R_OK));
  show("", s_access("none", F_OK));
  print("\n");
  int old = (int)s_umask(027);
  s_close((int)s_open("masked", O_CREAT | O_WRONLY, 0777));
  tell("masked");
  print("umask was set %x\n", (int)s_umask(old));
  static char name[300];
  memset(name, 'n', 299);
  show("a long name", s_open(name, O_RDONLY, 0));
  show(", an empty one", s_open("", O_RDONLY, 0));
  show(", a bad pointer", s_open((char *)16, O_RDONLY, 0));
  print("\n");
  s_unlink("masked"), s_unlink("a"), s_unlink("d/soft"), s_unlink("d/one"), s_unlink("d/three"), s_unlink("d/four");
  print("left: %s\n", directory_text("d", name, sizeof name));
  show("rmdir", s_rmdir("d/two"));
  show("", s_rmdir("d"));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  s_umask(022);
  basics();
  wide();
  directories();
  links();
  return 0;
}
