/* Pipes and FIFOs: order, capacity, atomic writes, end of file, broken pipes, and the calls that move bytes between them. */
#include <asm/ioctls.h>

#include "posix.h"
#include "signals.h"

static const signal_set NONE;
static volatile int hits;
static char block[70000];

static void count(int number, siginfo_t *info, void *context) {
  (void)number, (void)info, (void)context;
  hits++;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  int p[2], q[2], waiting = -1;
  char b[64];
  print("pipe %s", result_name(s_pipe2(p, 0)));
  print(" %d %d, bad flags %s\n", p[0], p[1], result_name(s_pipe2(q, 0x10)));
  print("write %s, ", result_name(s_write(p[1], "hello", 5)));
  SYS(__NR_ioctl, p[0], FIONREAD, &waiting);
  print("waiting %d, read 2 ", waiting);
  long n = s_read(p[0], b, 2);
  b[n] = 0;
  print("<%s> ", b);
  n = s_read(p[0], b, 60);
  b[n] = 0;
  print("then <%s>\n", b);
  print("read from the write end %s, write to the read end %s\n", result_name(s_read(p[1], b, 1)), s_write(p[0], b, 1) == -EBADF ? "EBADF" : "else");
  long long at;
  print("seek %s, pread %s\n", result_name(s_seek(p[0], 0, 0, &at)), s_pread(p[0], b, 1, 0) == -ESPIPE ? "ESPIPE" : "else");

  s_fcntl(p[0], F_SETFL, O_NONBLOCK);
  print("empty and non-blocking %s\n", result_name(s_read(p[0], b, 1)));
  s_fcntl(p[1], F_SETFL, O_NONBLOCK);
  long total = 0;
  while ((n = s_write(p[1], block, 4096)) > 0) total += n;
  print("capacity %ld then %s, F_GETPIPE_SZ %ld\n", total, result_name(n), s_fcntl(p[1], 1032, 0));
  s_read(p[0], block, 4095);
  print("an atomic write does not fit %s\n", result_name(s_write(p[1], block, 4096)));
  s_read(p[0], block, 1);
  print("with room for it %s\n", result_name(s_write(p[1], block, 4096)));
  s_close(p[0]), s_close(p[1]);

  s_pipe2(p, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    s_close(p[0]);
    for (unsigned i = 0; i < sizeof block; i++) block[i] = (char)(i * 7);
    quit(s_write(p[1], block, sizeof block) == (long)sizeof block);
  }
  s_close(p[1]);
  unsigned sum = 0, length = 0;
  while ((n = s_read(p[0], b, sizeof b)) > 0)
    for (long i = 0; i < n; i++) sum = sum * 31 + (unsigned char)b[i], length++;
  print("large write through a small hole: %u bytes, sum %u, end %s, writer %s\n", length, sum, result_name(n), wait_text(pid));
  s_close(p[0]);

  s_pipe2(p, 0);
  s_close(p[0]);
  on_signal(SIGPIPE, (void *)count, SA_SIGINFO, NONE);
  print("no reader %s, ", result_name(s_write(p[1], "x", 1)));
  print("signals %d\n", hits);
  on_signal(SIGPIPE, SIG_IGN, 0, NONE);
  print("ignored %s\n", result_name(s_write(p[1], "x", 1)));
  on_signal(SIGPIPE, SIG_DFL, 0, NONE);
  pid = (int)s_fork();
  if (pid == 0) {
    s_write(p[1], "x", 1);
    quit(0);
  }
  print("default %s\n", wait_text(pid));
  s_close(p[1]);

  s_pipe2(p, 0), s_pipe2(q, 0);
  s_write(p[1], "splice me", 9);
  print("tee %s, ", result_name(SYS(__NR_tee, p[0], q[1], 9, 0)));
  n = s_read(q[0], b, 60);
  b[n] = 0;
  print("<%s>; splice %s, ", b, result_name(SYS(__NR_splice, p[0], 0, q[1], 0, 6, 0)));
  n = s_read(q[0], b, 60);
  b[n] = 0;
  print("<%s>, left ", b);
  n = s_read(p[0], b, 60);
  b[n] = 0;
  print("<%s>\n", b);

  print("mkfifo %s\n", result_name(SYS(__NR_mknodat, AT_FDCWD, "fifo", 0010600, 0)));
  print("no reader yet %s\n", result_name(s_open("fifo", O_WRONLY | O_NONBLOCK, 0)));
  pid = (int)s_fork();
  if (pid == 0) {
    int out = (int)s_open("fifo", O_WRONLY, 0);
    s_write(out, "through a fifo", 14);
    quit(0);
  }
  int in = (int)s_open("fifo", O_RDONLY, 0);
  n = s_read(in, b, 60);
  b[n] = 0;
  print("<%s>, ", b);
  print("end %s, %s\n", result_name(s_read(in, b, 60)), wait_text(pid));
  s_unlink("fifo");
  return 0;
}
