/* FreeBSD 11 and before: 32-bit file numbers in struct stat, nstat, statfs and directory entries. */
#include "common.h"

struct timespec64 {
  long long sec;
  long nsec, padding;
};
struct stat11 {
  unsigned dev, ino;
  unsigned short mode, nlink;
  unsigned uid, gid, rdev;
  struct timespec64 atim, mtim, ctim;
  long long size, blocks;
  unsigned blksize, flags, gen;
  int spare;
  struct timespec64 birthtim;
};
struct nstat11 {
  unsigned dev, ino, mode, nlink, uid, gid, rdev;
  struct timespec64 atim, mtim, ctim;
  long long size, blocks;
  unsigned blksize, flags, gen;
  struct timespec64 birthtim;
};
struct statfs11 {
  unsigned version, type;
  unsigned long long flags, bsize, iosize, blocks, bfree;
  long long bavail;
  unsigned long long files;
  long long ffree;
  unsigned long long counts[4], spare[10];
  unsigned namemax, owner;
  int fsid[2];
  char charspare[80], fstypename[16], mntfromname[88], mntonname[88];
};
struct dirent11 {
  unsigned fileno;
  unsigned short reclen;
  unsigned char type, namlen;
  char name[];
};

static void files(void) {
  struct stat11 a, b;
  struct nstat11 n, m;
  int fd = (int)s_open("some", O_RDWR | O_CREAT | O_TRUNC, 0640);
  s_write(fd, "12345", 5);
  show("stat", SYS(SYS_freebsd11_stat, "some", &a));
  show(", fstat", SYS(SYS_freebsd11_fstat, fd, &b));
  print(", same %d, mode %x, size %d, links %d\n", a.ino == b.ino && a.dev == b.dev, a.mode, (int)a.size, a.nlink);
  show("nstat", SYS(SYS_freebsd11_nstat, "some", &n));
  show(", nfstat", SYS(SYS_freebsd11_nfstat, fd, &m));
  print(", same %d %d, mode %x, size %d, links %d\n", n.ino == a.ino, m.mtim.sec == a.mtim.sec, n.mode, (int)n.size, n.nlink);
  show("nlstat of nothing", SYS(SYS_freebsd11_nlstat, "none", &n));
  show(", mknod", SYS(SYS_freebsd11_mknod, "pipe", 0010600, 0));
  show(", again", SYS(SYS_freebsd11_mknodat, AT_FDCWD, "pipe", 0010600, 0));
  show(", lstat", SYS(SYS_freebsd11_lstat, "pipe", &a));
  print(" mode %x\n", a.mode);
  s_close(fd);
}

static void systems(void) {
  static struct statfs11 a, b, all[64];
  int fd = (int)s_open(".", O_RDONLY, 0);
  show("statfs", SYS(SYS_freebsd11_statfs, ".", &a));
  show(", fstatfs", SYS(SYS_freebsd11_fstatfs, fd, &b));
  print(", version %x, same %d, type named %d, blocks %d\n", a.version, a.fsid[0] == b.fsid[0] && a.blocks == b.blocks,
        a.fstypename[0] != 0, a.bsize > 0 && a.blocks >= a.bfree);
  long count = SYS(SYS_freebsd11_getfsstat, 0, 0, 1);
  long got = SYS(SYS_freebsd11_getfsstat, all, sizeof all, 1);
  int root = 0;
  for (int i = 0; i < got; i++) root |= all[i].mntonname[0] == '/' && all[i].mntonname[1] == 0;
  print("file systems %d, with a root %d, room for one %ld\n", count > 0 && (got == count || got == 64), root,
        SYS(SYS_freebsd11_getfsstat, all, sizeof *all, 1));
  s_close(fd);
}

static void entries(void) {
  _Alignas(8) char room[512];
  long base = -1;
  struct stat11 a;
  SYS(SYS_freebsd11_stat, "some", &a);
  int fd = (int)s_open(".", O_RDONLY, 0), found = 0, lengths = 1, ends = 1;
  show("too small", SYS(SYS_freebsd11_getdirentries, fd, room, 8, &base));
  long n = SYS(SYS_freebsd11_getdirentries, fd, room, sizeof room, &base);
  for (long at = 0; at < n;) {
    struct dirent11 *d = (struct dirent11 *)(room + at);
    lengths &= d->reclen == ((8 + d->namlen + 1 + 3) & ~3);
    ends &= d->name[d->namlen] == 0;
    if (strcmp(d->name, "some") == 0) found += d->type == 8 && d->fileno == a.ino;
    if (strcmp(d->name, "pipe") == 0) found += d->type == 1;
    at += d->reclen;
  }
  print(", found %d, lengths %d, ends %d, from %ld\n", found, lengths, ends, base);
  show("at the end", SYS(SYS_freebsd11_getdirentries, fd, room, sizeof room, &base));
  print(" from elsewhere %d", base != 0);
  show(", no directory", SYS(SYS_freebsd11_getdents, 99, room, sizeof room));
  print("\n");
  s_close(fd);
}

static void more(void) {
  show("eaccess", SYS(SYS_eaccess, "some", 6));
  show(", of nothing", SYS(SYS_eaccess, "none", 4));
  show(", of another kind", SYS(SYS_eaccess, "some", 8));
  int a = (int)s_open("some", O_RDONLY, 0), b = (int)s_open("some", O_RDONLY, 0);
  show("\nclosefrom", SYS(SYS_freebsd12_closefrom, b));
  print(", %d %d", s_fcntl(a, F_GETFD, 0) >= 0, s_fcntl(b, F_GETFD, 0) == -EBADF);
  show(", again", SYS(SYS_freebsd12_closefrom, b));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  files();
  systems();
  entries();
  more();
  return 0;
}
