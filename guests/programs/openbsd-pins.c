/* A program whose file says where its calls are: they come from there and nowhere else, and its mappings stay as they are. */
#include "common.h"

enum { MADV_FREE = 6 };

static void in_child(const char *what, void (*run)(void)) {
  long pid = s_fork();
  if (!pid) {
    run();
    quit(0);
  }
  print("%s: %s\n", what, wait_text((int)pid));
}

/* A call that no table names; and one that a table names for another number. */
static void unpinned(void) { __asm__ volatile("mov r12, #20\n\tswi #0\n\tudf #0\n\tudf #0" ::: "r0", "r1", "r12", "cc", "memory"); }
static void renumbered(void) {
  __asm__ volatile("mov r12, #20\n\t97: swi #0\n\tudf #0\n\tudf #0\n\t.pushsection .openbsd.syscalls, \"a\", %%progbits\n\t"
                   ".p2align 2\n\t.long 97b\n\t.long 24\n\t.popsection" ::
                       : "r0", "r1", "r12", "cc", "memory");
}
static void indirect(void) { SYS(SYS_syscall, SYS_getpid), quit(1); }
static void padded(void) { SYS(SYS_pad_lseek, 0, 0, PAIR(0), 0), quit(1); }
static void forgotten(void) { SYS(SYS_msyscall, 0, 0), quit(1); }

static char fixed[PAGE] __attribute__((aligned(4096)));
__attribute__((section(".openbsd.mutable"), aligned(4096))) static char loose[PAGE];

static int note_count;
static void note(int number) {
  (void)number;
  note_count++;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  char release[16];
  size_t n = sizeof release;
  int mib[2] = {CTL_KERN, KERN_OSRELEASE};
  SYS(SYS_sysctl, mib, 2, release, &n, 0, 0);
  print("release <%s>\n", release);
  signal_set none = {{0}};
  on_signal(SIGUSR1, (void *)note, 0, none);
  s_raise(SIGUSR1);
  print("handlers return %d\n", note_count);
  in_child("call from elsewhere", unpinned);
  in_child("call of another number", renumbered);
  in_child("indirect call", indirect);
  in_child("padded call", padded);
  in_child("msyscall", forgotten);
  print("text: munmap %s, mprotect %s\n", result_name(s_munmap((void *)((uintptr_t)unpinned & ~4095ul), PAGE)),
        result_name(s_mprotect((void *)((uintptr_t)unpinned & ~4095ul), PAGE, PROT_READ | PROT_WRITE)));
  print("data: mprotect %s, mmap over it %s, minherit %s\n", result_name(s_mprotect(fixed, PAGE, PROT_READ)),
        result_name(s_mmap(fixed, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)),
        result_name(SYS(SYS_minherit, fixed, PAGE, MAP_INHERIT_ZERO)));
  print("what stays mutable: mprotect %s", result_name(s_mprotect(loose, PAGE, PROT_READ)));
  print(", then not: %s", result_name(SYS(SYS_mimmutable, loose, PAGE)));
  print(" %s\n", result_name(s_mprotect(loose, PAGE, PROT_READ | PROT_WRITE)));
  char *own = (char *)s_mmap(0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  print("mimmutable %s, munmap of it %s, of its neighbour %s\n", result_name(SYS(SYS_mimmutable, own, PAGE)),
        result_name(s_munmap(own, 2 * PAGE)), result_name(s_munmap(own + PAGE, PAGE)));
  own[0] = 'x';
  print("its pages let go %s", result_name(SYS(SYS_madvise, own, PAGE, MADV_DONTNEED)));
  print(" %s, of what is not there %s, only looked at in order %s, and it still holds %c\n", result_name(SYS(SYS_madvise, own, PAGE, MADV_FREE)),
        result_name(SYS(SYS_madvise, own + PAGE, PAGE, MADV_FREE)), result_name(SYS(SYS_madvise, own, PAGE, 2)), own[0]);
  return 0;
}
