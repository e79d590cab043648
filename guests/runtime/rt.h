/*
 * A run-time of a few kilobytes for the test programs: no C library, so that each program exercises exactly the system
 * calls that its source shows, and stays small enough to be committed.
 */
#ifndef GUESTS_RT_H
#define GUESTS_RT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#if defined __linux__
#if defined __mips__
/* Names the ABIs by which other headers choose. */
#include <asm/sgidefs.h>
#endif
#include <asm/errno.h>
#include <linux/types.h>

#include "syscall.h"
#else
#include "bsd/syscall.h"
#endif

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What each program defines. The result is the exit status. */
int guest_main(int argc, char **argv, char **envp);

/* First word of the initial stack: argc, and above it argv, envp and the auxiliary vector. */
extern unsigned long *initial_stack;

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
char *strstr(const char *s, const char *part);

/* %d %u %x (with l and ll, 0 and a width), %s %c %p %%. One write per call, so that lines of several processes stay whole. */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same into a buffer; returns the length. */
int format(char *to, size_t size, const char *format, ...);

/* "ENOENT" for -ENOENT, "0" for 0, and a decimal number for anything else. */
const char *result_name(long result);
const char *signal_name(int number);

_Noreturn void quit(int status);
_Noreturn void fail(const char *what, long result);

#endif
