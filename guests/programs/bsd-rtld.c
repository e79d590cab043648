/*
 * A run-time linker for the BSDs on ARM, of what ld-elf.so.1, ld.elf_so and ld.so do at a program's start: relocates itself, finds
 * the program by the auxiliary vector, maps the libraries that it needs, relocates all, gives the first thread its TLS, runs
 * initialisers and jumps to the program with what its start-up code expects in r0 to r2. OpenBSD's tells the kernel where the
 * library makes its calls.
 */
#include "bsd/posix.h"

typedef struct {
  unsigned char ident[16];
  unsigned short type, machine;
  unsigned version;
  unsigned long entry, phoff, shoff;
  unsigned flags;
  unsigned short ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
} elf_header;
typedef struct {
  unsigned long type, offset, vaddr, paddr, filesz, memsz, flags, align;
} program_header;
typedef struct {
  unsigned long name, value, size;
  unsigned char info, other;
  unsigned short shndx;
} symbol;
typedef struct {
  unsigned long offset, info;
} relocation;
typedef struct {
  unsigned long tag, value;
} dynamic;

enum { PT_LOAD = 1, PT_DYNAMIC, PT_TLS = 7, PT_OPENBSD_SYSCALLS = 0x65a3dbe9, PF_X = 1, PF_W, PF_R = 4 };
enum { DT_NEEDED = 1, DT_PLTRELSZ, DT_HASH = 4, DT_STRTAB, DT_SYMTAB, DT_REL = 17, DT_RELSZ, DT_JMPREL = 23, DT_INIT_ARRAY = 25, DT_INIT_ARRAYSZ = 27 };
enum { R_ARM_ABS32 = 2, R_ARM_TLS_DTPMOD32 = 17, R_ARM_TLS_DTPOFF32, R_ARM_TLS_TPOFF32, R_ARM_COPY, R_ARM_GLOB_DAT, R_ARM_JUMP_SLOT, R_ARM_RELATIVE };
/* Entries of the auxiliary vector, the same for all. */
enum { AUXV_PHDR = 3, AUXV_PHNUM = 5, AUXV_BASE = 7, AUXV_ENTRY = 9 };
#if defined __FreeBSD__
#define LINKER "ld-elf.so.1: "
enum { ARM_SET_TP = 2 };
#elif defined __NetBSD__
#define LINKER "ld.elf_so: "
#else
#define LINKER "ld.so: "
#endif

struct object {
  unsigned long base;
  dynamic *dynamic;
  symbol *symbols;
  const char *strings;
  unsigned long *hash;
  relocation *rel, *jmprel;
  unsigned long rel_count, jmprel_count, init, init_count;
  unsigned long tls_image, tls_filesz, tls_memsz, tls_align, tls_offset;
};

#define MOST 8
static struct object objects[MOST];
static int count;
static char *thread_pointer_value;

extern dynamic _DYNAMIC[] __attribute__((visibility("hidden")));
extern const char __ehdr_start[] __attribute__((visibility("hidden")));

/* NetBSD's kernel gives ps_strings in r0, which the program gets. Elsewhere r0 is a function for its end; there is none. */
#if defined __NetBSD__
#define FIRST "mov r0, r5"
#else
#define FIRST "mov r0, #0"
#endif
__asm__(".text\n.globl _start\n.type _start, %function\n_start:\n\tmov r5, r0\n\tmov r4, sp\n\tmov r0, sp\n\tbl link_program\n\tmov r12, r0\n\t"
        "mov sp, r4\n\t" FIRST "\n\tmov r1, #0\n\tmov r2, #0\n\tmov lr, r12\n\tbx r12\n");

static size_t length(const char *s) {
  size_t n = 0;
  while (s[n]) n++;
  return n;
}
static int equal(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}
static _Noreturn void give_up(const char *why, const char *what) {
  s_write(2, LINKER, sizeof LINKER - 1);
  s_write(2, why, length(why));
  s_write(2, what, length(what));
  s_write(2, "\n", 1);
  for (;;) SYS(SYS_exit, 1);
}

static void read_dynamic(struct object *o) {
  for (dynamic *d = o->dynamic; d->tag; d++) {
    unsigned long at = o->base + d->value;
    switch (d->tag) {
      case DT_HASH: o->hash = (unsigned long *)at; break;
      case DT_STRTAB: o->strings = (const char *)at; break;
      case DT_SYMTAB: o->symbols = (symbol *)at; break;
      case DT_REL: o->rel = (relocation *)at; break;
      case DT_RELSZ: o->rel_count = d->value / sizeof(relocation); break;
      case DT_JMPREL: o->jmprel = (relocation *)at; break;
      case DT_PLTRELSZ: o->jmprel_count = d->value / sizeof(relocation); break;
      case DT_INIT_ARRAY: o->init = at; break;
      case DT_INIT_ARRAYSZ: o->init_count = d->value / sizeof(void *); break;
    }
  }
}
static void read_headers(struct object *o, const program_header *ph, unsigned n) {
  for (unsigned i = 0; i < n; i++) {
    if (ph[i].type == PT_DYNAMIC) o->dynamic = (dynamic *)(o->base + ph[i].vaddr);
    if (ph[i].type == PT_TLS) {
      o->tls_image = o->base + ph[i].vaddr;
      o->tls_filesz = ph[i].filesz;
      o->tls_memsz = ph[i].memsz;
      o->tls_align = ph[i].align;
    }
  }
  if (o->dynamic) read_dynamic(o);
}


static unsigned long page_up(unsigned long n) { return (n + PAGE - 1) & ~(PAGE - 1ul); }

#if defined __OpenBSD__
/* Where a library's code may make calls: by its table, an offset for each number, or anywhere in it before there were tables. */
static void allow_calls(int fd, unsigned long base, const program_header *ph, unsigned n) {
  unsigned long start = 0, size = 0;
  for (unsigned i = 0; i < n; i++)
    if (ph[i].type == PT_LOAD && ph[i].flags & PF_X) start = base + ph[i].vaddr - ph[i].vaddr % PAGE, size = page_up(ph[i].vaddr % PAGE + ph[i].memsz);
  for (unsigned i = 0; i < n; i++) {
    if (ph[i].type != PT_OPENBSD_SYSCALLS) continue;
    struct {
      unsigned offset, number;
    } table[64];
    static unsigned places[331];
    long bytes = s_pread(fd, table, sizeof table, ph[i].offset);
    if (bytes > (long)ph[i].filesz) bytes = (long)ph[i].filesz;
    for (long k = 0; k < bytes / (long)sizeof *table; k++) {
      unsigned number = table[k].number;
      places[number] = places[number] ? 0xffffffffu : table[k].offset + (unsigned)(base - start);
    }
    if (SYS(SYS_pinsyscalls, start, size, places, sizeof places / sizeof *places)) give_up("pinsyscalls: ", "");
    return;
  }
  if (SYS(SYS_msyscall, start, size)) give_up("msyscall: ", "");
}
#endif

/* Maps a library as its program headers say: room for the whole of it first, then its segments over that. */
static void load(const char *name) {
  static const char *const places[] = {"/lib/", "/usr/lib/"};
  char path[128];
  int fd = -1;
  for (int i = 0; i < 2 && fd < 0; i++) {
    size_t n = length(places[i]);
    memcpy(path, places[i], n);
    memcpy(path + n, name, length(name) + 1);
    fd = (int)s_open(path, O_RDONLY | O_CLOEXEC, 0);
  }
  if (fd < 0) give_up("Shared object not found: ", name);
  union {
    elf_header header;
    char bytes[PAGE];
  } first;
  if (s_pread(fd, &first, sizeof first, 0) < (long)sizeof first.header) give_up("too short: ", name);
  program_header *ph = (program_header *)(first.bytes + first.header.phoff);
  unsigned n = first.header.phnum;
  unsigned long end = 0;
  for (unsigned i = 0; i < n; i++)
    if (ph[i].type == PT_LOAD && ph[i].vaddr + ph[i].memsz > end) end = ph[i].vaddr + ph[i].memsz;
  long room = s_mmap(0, page_up(end), PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (is_error(room)) give_up("no room: ", name);
  unsigned long base = (unsigned long)room;
  for (unsigned i = 0; i < n; i++) {
    if (ph[i].type != PT_LOAD) continue;
    unsigned long within = ph[i].vaddr % PAGE, start = base + ph[i].vaddr - within;
    int prot = (ph[i].flags & PF_R ? PROT_READ : 0) | (ph[i].flags & PF_W ? PROT_WRITE : 0) | (ph[i].flags & PF_X ? PROT_EXEC : 0);
    unsigned long file_end = page_up(within + ph[i].filesz), memory_end = page_up(within + ph[i].memsz);
    if (file_end && is_error(s_mmap((void *)start, file_end, prot, MAP_PRIVATE | MAP_FIXED, fd, ph[i].offset - within)))
      give_up("cannot map: ", name);
    if (ph[i].flags & PF_W) {
      char *bss = (char *)(base + ph[i].vaddr + ph[i].filesz);
      for (char *p = bss; p < (char *)start + file_end; p++) *p = 0;
    }
    if (memory_end > file_end)
      s_mmap((void *)(start + file_end), memory_end - file_end, prot, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0);
  }
#if defined __OpenBSD__
  allow_calls(fd, base, ph, n);
#endif
  s_close(fd);
  if (count == MOST) give_up("too many: ", name);
  struct object *o = &objects[count++];
  o->base = base;
  /* The program headers lie in the first segment. */
  read_headers(o, (const program_header *)(base + first.header.phoff), n);
}

__attribute__((visibility("default"))) void *__tls_get_addr(unsigned long *index);
void *__tls_get_addr(unsigned long *index) { return thread_pointer_value + objects[index[0] - 1].tls_offset + index[1]; }

/* The first definition of a name, in the order of the objects; `except` is passed over. */
static symbol *find(const char *name, const struct object *except, struct object **whose) {
  for (int i = 0; i < count; i++) {
    struct object *o = &objects[i];
    if (o == except || !o->hash) continue;
    for (unsigned long n = 1; n < o->hash[1]; n++) {
      symbol *s = &o->symbols[n];
      if (s->shndx && (s->info >> 4) && equal(o->strings + s->name, name)) {
        *whose = o;
        return s;
      }
    }
  }
  return 0;
}

static void relocate(struct object *o, relocation *rel, unsigned long n) {
  for (unsigned long i = 0; i < n; i++) {
    unsigned long *where = (unsigned long *)(o->base + rel[i].offset), type = rel[i].info & 0xff, number = rel[i].info >> 8;
    if (type == R_ARM_RELATIVE) {
      *where += o->base;
      continue;
    }
    symbol *own = &o->symbols[number], *s = own;
    struct object *whose = o;
    const char *name = o->strings + own->name;
    unsigned long value = 0;
    if (number && equal(name, "__tls_get_addr"))
      value = (unsigned long)__tls_get_addr;
    else if (number) {
      s = find(name, type == R_ARM_COPY ? o : 0, &whose);
      if (!s && own->info >> 4 == 2)
        value = 0; /* weak */
      else if (!s)
        give_up("Undefined symbol ", name);
      else
        value = (s->info & 15) == 6 ? s->value : whose->base + s->value;
    }
    switch (type) {
      case R_ARM_ABS32: *where += value; break;
      case R_ARM_GLOB_DAT:
      case R_ARM_JUMP_SLOT: *where = value; break;
      case R_ARM_COPY: memcpy(where, (void *)value, own->size); break;
      case R_ARM_TLS_DTPMOD32: *where = (unsigned long)(whose - objects) + 1; break;
      case R_ARM_TLS_DTPOFF32: *where += number ? value : 0; break;
      case R_ARM_TLS_TPOFF32: *where += (number ? value : 0) + whose->tls_offset; break;
      default: give_up("Unsupported relocation for ", name);
    }
  }
}

/* Variant I: two words for the system, then the data of the program and of each library. */
static void set_thread_pointer(void) {
  unsigned long offset = 8;
  for (int i = 0; i < count; i++) {
    struct object *o = &objects[i];
    if (!o->tls_memsz) continue;
    offset = (offset + o->tls_align - 1) & ~(o->tls_align - 1);
    o->tls_offset = offset;
    offset += o->tls_memsz;
  }
  thread_pointer_value = (char *)s_mmap(0, page_up(offset), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  for (int i = 0; i < count; i++)
    if (objects[i].tls_memsz) memcpy(thread_pointer_value + objects[i].tls_offset, (void *)objects[i].tls_image, objects[i].tls_filesz);
#if defined __FreeBSD__
  SYS(SYS_sysarch, ARM_SET_TP, thread_pointer_value);
#elif defined __NetBSD__
  SYS(SYS__lwp_setprivate, thread_pointer_value);
#else
  SYS(SYS___set_tcb, thread_pointer_value);
#endif
}

__attribute__((used)) unsigned long link_program(unsigned long *stack);
unsigned long link_program(unsigned long *stack) {
  unsigned long *p = stack + 1 + stack[0] + 1;
  while (*p) p++;
  unsigned long aux[40] = {0};
  for (p++; *p; p += 2)
    if (*p < 40) aux[*p] = p[1];
  unsigned long base = aux[AUXV_BASE];
  if (base != (unsigned long)__ehdr_start) give_up("AT_BASE is wrong", "");
  for (dynamic *d = _DYNAMIC; d->tag; d++)
    if (d->tag == DT_REL)
      for (relocation *r = (relocation *)(base + d->value); (r->info & 0xff) == R_ARM_RELATIVE; r++)
        *(unsigned long *)(base + r->offset) += base;

  struct object *program = &objects[count++];
  const program_header *ph = (const program_header *)aux[AUXV_PHDR];
  for (unsigned i = 0; i < aux[AUXV_PHNUM]; i++)
    if (ph[i].type == 6) program->base = aux[AUXV_PHDR] - ph[i].vaddr;
  read_headers(program, ph, aux[AUXV_PHNUM]);
  for (int i = 0; i < count; i++)
    for (dynamic *d = objects[i].dynamic; d->tag; d++)
      if (d->tag == DT_NEEDED) load(objects[i].strings + d->value);
  set_thread_pointer();
  for (int i = count - 1; i >= 0; i--) {
    relocate(&objects[i], objects[i].rel, objects[i].rel_count);
    relocate(&objects[i], objects[i].jmprel, objects[i].jmprel_count);
  }
  /* crt1 runs those of the program. */
  for (int i = count - 1; i > 0; i--)
    for (unsigned long n = 0; n < objects[i].init_count; n++) ((void (**)(void))objects[i].init)[n]();
  return aux[AUXV_ENTRY];
}

void *memcpy(void *to, const void *from, size_t n) {
  char *t = to;
  const char *f = from;
  while (n--) *t++ = *f++;
  return to;
}
void *memset(void *to, int byte, size_t n) {
  char *t = to;
  while (n--) *t++ = (char)byte;
  return to;
}
/* What compilers call for structures. */
void __aeabi_memclr8(void *to, size_t n);
void __aeabi_memclr8(void *to, size_t n) { memset(to, 0, n); }
