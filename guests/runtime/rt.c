#include "rt.h"

#if defined __linux__
#include <asm/signal.h>

unsigned long *initial_stack;

#if defined __arm__
__asm__(".text\n.globl _start\n.type _start, %function\n"
#ifdef __thumb__
        ".thumb_func\n"
#endif
        "_start:\n\tmov r0, sp\n\tbl rt_start\n");
#elif defined __mips__
__asm__(".text\n.globl _start\n.type _start, @function\n.ent _start\n_start:\n\t.set noreorder\n\tmove $4, $29\n\t"
        "addiu $29, $29, -32\n\tjal rt_start\n\tnop\n\t.set reorder\n.end _start\n");
#elif defined __x86_64__
__asm__(".text\n.globl _start\n_start:\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n\tcall rt_start\n");
#endif

__attribute__((used)) _Noreturn void rt_start(unsigned long *stack) {
  int argc = (int)stack[0];
  char **argv = (char **)(stack + 1);
  initial_stack = stack;
  quit(guest_main(argc, argv, argv + argc + 1));
}
#endif

_Noreturn void quit(int status) {
  for (;;) SYS(__NR_exit_group, status);
}

_Noreturn void fail(const char *what, long result) {
  print("FAILED: %s: %s\n", what, result_name(result));
  quit(1);
}

void *memcpy(void *to, const void *from, size_t n) {
  unsigned char *t = to;
  const unsigned char *f = from;
  while (n--) *t++ = *f++;
  return to;
}

void *memmove(void *to, const void *from, size_t n) {
  unsigned char *t = to;
  const unsigned char *f = from;
  if (t < f) return memcpy(to, from, n);
  while (n--) t[n] = f[n];
  return to;
}

void *memset(void *to, int byte, size_t n) {
  unsigned char *t = to;
  while (n--) *t++ = (unsigned char)byte;
  return to;
}

int memcmp(const void *a, const void *b, size_t n) {
  const unsigned char *x = a, *y = b;
  for (; n--; x++, y++)
    if (*x != *y) return *x - *y;
  return 0;
}

size_t strlen(const char *s) {
  const char *end = s;
  while (*end) end++;
  return (size_t)(end - s);
}

int strcmp(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return (unsigned char)*a - (unsigned char)*b;
}

char *strstr(const char *s, const char *part) {
  size_t n = strlen(part);
  for (; *s; s++)
    if (strlen(s) >= n && memcmp(s, part, n) == 0) return (char *)s;
  return 0;
}

struct sink {
  char *at, *end;
};

static void put(struct sink *to, char c) {
  if (to->at < to->end) *to->at++ = c;
}

static void put_number(struct sink *to, unsigned long long value, unsigned base, int width, char pad, int negative) {
  char digits[24];
  int n = 0;
  do {
    digits[n++] = "0123456789abcdef"[value % base];
    value /= base;
  } while (value);
  if (negative && pad == '0') put(to, '-');
  for (int i = n + negative; i < width; i++) put(to, pad);
  if (negative && pad != '0') put(to, '-');
  while (n) put(to, digits[--n]);
}

static void put_formatted(struct sink *to, const char *f, va_list args) {
  for (; *f; f++) {
    if (*f != '%') {
      put(to, *f);
      continue;
    }
    f++;
    char pad = ' ';
    int width = 0, longs = 0;
    if (*f == '0') pad = '0', f++;
    while (*f >= '0' && *f <= '9') width = width * 10 + (*f++ - '0');
    while (*f == 'l') longs++, f++;
    if (*f == 's') {
      const char *s = va_arg(args, const char *);
      for (int i = (int)strlen(s); i < width; i++) put(to, ' ');
      while (*s) put(to, *s++);
    } else if (*f == 'c') {
      put(to, (char)va_arg(args, int));
    } else if (*f == 'd') {
      long long v = longs == 2 ? va_arg(args, long long) : longs ? va_arg(args, long) : va_arg(args, int);
      put_number(to, v < 0 ? 0ull - (unsigned long long)v : (unsigned long long)v, 10, width, pad, v < 0);
    } else if (*f == 'u' || *f == 'x') {
      unsigned long long v =
          longs == 2 ? va_arg(args, unsigned long long) : longs ? va_arg(args, unsigned long) : va_arg(args, unsigned);
      put_number(to, v, *f == 'u' ? 10 : 16, width, pad, 0);
    } else if (*f == 'p') {
      put_number(to, (uintptr_t)va_arg(args, void *), 16, width, pad, 0);
    } else {
      put(to, *f);
    }
  }
}

int format(char *to, size_t size, const char *f, ...) {
  struct sink sink = {to, to + size - 1};
  va_list args;
  va_start(args, f);
  put_formatted(&sink, f, args);
  va_end(args);
  *sink.at = 0;
  return (int)(sink.at - to);
}

void print(const char *f, ...) {
  char line[1024];
  struct sink sink = {line, line + sizeof line};
  va_list args;
  va_start(args, f);
  put_formatted(&sink, f, args);
  va_end(args);
  for (char *from = line; from < sink.at;) {
    long n = SYS(__NR_write, 1, from, sink.at - from);
    if (n <= 0 && n != -EINTR) return;
    if (n > 0) from += n;
  }
}

#define NAME(e) \
  case -e: return #e;

const char *result_name(long result) {
  static char number[24];
  switch (result) {
    NAME(EPERM) NAME(ENOENT) NAME(ESRCH) NAME(EINTR) NAME(EIO) NAME(ENXIO) NAME(E2BIG) NAME(ENOEXEC) NAME(EBADF)
    NAME(ECHILD) NAME(EAGAIN) NAME(ENOMEM) NAME(EACCES) NAME(EFAULT) NAME(ENOTBLK) NAME(EBUSY) NAME(EEXIST)
    NAME(EXDEV) NAME(ENODEV) NAME(ENOTDIR) NAME(EISDIR) NAME(EINVAL) NAME(ENFILE) NAME(EMFILE) NAME(ENOTTY)
    NAME(ETXTBSY) NAME(EFBIG) NAME(ENOSPC) NAME(ESPIPE) NAME(EROFS) NAME(EMLINK) NAME(EPIPE) NAME(EDOM) NAME(ERANGE)
    NAME(EDEADLK) NAME(ENAMETOOLONG) NAME(ENOLCK) NAME(ENOSYS) NAME(ENOTEMPTY) NAME(ELOOP) NAME(ENODATA) NAME(ETIME)
    NAME(EPROTO) NAME(EOVERFLOW) NAME(ENOTSOCK) NAME(EDESTADDRREQ) NAME(EMSGSIZE) NAME(EPROTOTYPE) NAME(ENOPROTOOPT)
    NAME(EPROTONOSUPPORT) NAME(ESOCKTNOSUPPORT) NAME(EOPNOTSUPP) NAME(EAFNOSUPPORT) NAME(EADDRINUSE)
    NAME(EADDRNOTAVAIL) NAME(ENETUNREACH) NAME(ECONNABORTED) NAME(ECONNRESET) NAME(ENOBUFS) NAME(EISCONN)
    NAME(ENOTCONN) NAME(ETIMEDOUT) NAME(ECONNREFUSED) NAME(EHOSTUNREACH) NAME(EALREADY) NAME(EINPROGRESS)
    NAME(ECANCELED) NAME(EOWNERDEAD) NAME(ENOTRECOVERABLE)
#if !defined __linux__
    NAME(EFTYPE) NAME(ENOATTR) NAME(ENOTCAPABLE) NAME(ECAPMODE) NAME(ENOTSUP_)
#endif
  }
  format(number, sizeof number, "%ld", result);
  return number;
}

#undef NAME
#define NAME(s) \
  case s: return #s;

const char *signal_name(int number) {
  static char text[16];
  switch (number) {
    NAME(SIGHUP) NAME(SIGINT) NAME(SIGQUIT) NAME(SIGILL) NAME(SIGTRAP) NAME(SIGABRT) NAME(SIGBUS) NAME(SIGFPE)
    NAME(SIGKILL) NAME(SIGUSR1) NAME(SIGSEGV) NAME(SIGUSR2) NAME(SIGPIPE) NAME(SIGALRM) NAME(SIGTERM) NAME(SIGCHLD)
    NAME(SIGCONT) NAME(SIGSTOP) NAME(SIGTSTP) NAME(SIGTTIN) NAME(SIGTTOU) NAME(SIGURG) NAME(SIGXCPU) NAME(SIGXFSZ)
    NAME(SIGVTALRM) NAME(SIGPROF) NAME(SIGWINCH) NAME(SIGIO) NAME(SIGPWR) NAME(SIGSYS)
  }
  format(text, sizeof text, number >= 32 ? "SIG%d" : "signal %d", number);
  return text;
}

#if defined __x86_64__
__asm__(".text\n.globl signal_restorer\nsignal_restorer:\n\tmov $15, %eax\n\tsyscall\n");
#endif

#if defined __linux__
/* What libgcc calls for a division by zero. */
int raise(int number);
int raise(int number) { return (int)SYS(__NR_tgkill, SYS(__NR_getpid), SYS(__NR_gettid), number); }
#endif
