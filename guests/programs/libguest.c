/* A shared library: the run-time, data that the program copies, variables of each thread, and an initialiser. */
#include "rt.h"

int shared_counter = 40;
static __thread int mine = 7;
__thread int exported_variable = 5;
static int initialised;
static int *const pointer = &shared_counter;

__attribute__((constructor)) static void initialise(void) { initialised = shared_counter - 17; }

int library_state(void) { return initialised; }
int next_of_thread(void) { return ++mine; }
int next_shared(void) { return ++*pointer; }
int same_address(const int *theirs) { return theirs == &shared_counter; }
int called_back(int (*function)(int), int argument) { return function(argument); }
