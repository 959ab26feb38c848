// What is written to the terminal, without ever waiting for it.
//
// A terminal that nobody reads (a tmux client that was stopped, C-s, a dead link) makes write(2) wait, and a program
// that waits there hears no signal's request to end. So ncurses draws into memory; what it drew waits in a queue, which is
// written as far as the terminal takes it.
//
// Not with O_NONBLOCK on the descriptor that was inherited: the flag belongs to the open file description, which the
// shell and every program started from it share, and some of them would lose output. The terminal is opened once more,
// which makes a description of our own.
#define _GNU_SOURCE 1
#include "cncurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

static int terminal = -1, inherited = -1;

static char *queue;
static size_t capacity, first, last;
static unsigned long long total;
// Whether a sequence may have been cut in the middle.
static volatile sig_atomic_t is_torn;

// What ncurses has drawn.
static int drawn = -1;
static FILE *drawn_file;

static bool is_same_terminal(int one, int other) {
  unsigned int devices[2];
  if (ioctl(one, TIOCGDEV, &devices[0]) == 0 && ioctl(other, TIOCGDEV, &devices[1]) == 0) return devices[0] == devices[1];
  struct stat facts[2];
  if (fstat(one, &facts[0]) != 0 || fstat(other, &facts[1]) != 0) return false;
  // /dev/tty stands for whichever terminal it is.
  dev_t any = makedev(5, 0);
  return facts[0].st_rdev == facts[1].st_rdev || facts[0].st_rdev == any || facts[1].st_rdev == any;
}

bool cn_output_is(int descriptor) { return isatty(descriptor) && is_same_terminal(descriptor, cn_output_descriptor()); }

void cn_output_open(int descriptor) {
  cn_output_close();
  inherited = descriptor;
  enum { how = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };
  // /dev/tty may be opened also by who the terminal does not belong to (su), but is the controlling terminal only.
  int tty = open("/dev/tty", how);
  if (tty >= 0 && !is_same_terminal(tty, descriptor)) {
    close(tty);
    tty = -1;
  }
  if (tty < 0) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    tty = open(path, how);
  }
  terminal = tty;
}

void cn_output_close(void) {
  if (terminal >= 0) close(terminal);
  terminal = inherited = -1;
  first = last = 0;
  is_torn = 0;
}

int cn_output_descriptor(void) { return terminal >= 0 ? terminal : inherited; }

unsigned long long cn_output_total(void) { return total; }

bool cn_output_waits(void) { return first < last; }

// As much as the terminal takes now; -1 with errno.
static ssize_t write_some(const char *bytes, size_t count) {
  if (terminal < 0) {
    // It cannot be opened again: in small pieces, and only while it takes some.
    struct pollfd wish = {.fd = inherited, .events = POLLOUT};
    if (poll(&wish, 1, 0) == 0) {
      errno = EAGAIN;
      return -1;
    }
    if (count > 256) count = 256;
  }
  return write(cn_output_descriptor(), bytes, count);
}

size_t cn_output_flush(void) {
  while (first < last) {
    ssize_t count = write_some(queue + first, last - first);
    if (count > 0) {
      first += (size_t)count;
    } else if (count < 0 && errno == EINTR) {
      continue;
    } else if (count == 0 || errno == EAGAIN) {
      break;
    } else {
      // The terminal is gone; who reads from it hears so.
      first = last;
    }
  }
  if (first == last) first = last = 0;
  return last - first;
}

// Room for more behind what waits; NULL when there is no memory.
static char *room(size_t count) {
  if (first > 0) {
    memmove(queue, queue + first, last - first);
    last -= first;
    first = 0;
  }
  if (capacity - last < count) {
    char *larger = realloc(queue, last + count);
    if (!larger) return NULL;
    queue = larger;
    capacity = last + count;
  }
  return queue + last;
}

void cn_output_add(const void *bytes, size_t count) {
  char *place = room(count + 1);
  if (!place) return;
  if (is_torn) {
    // CAN ends a sequence that was begun.
    is_torn = 0;
    *place++ = 0x18;
    last++;
  }
  memcpy(place, bytes, count);
  last += count;
  total += count;
  cn_output_flush();
}

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

bool cn_output_drain(int patience) {
  long long deadline = milliseconds() + patience;
  size_t waiting = last - first;
  for (size_t left; (left = cn_output_flush()) > 0;) {
    // Only what is taken shows that somebody reads: a terminal may say that it has room, and take nothing.
    if (left < waiting) deadline = milliseconds() + patience;
    waiting = left;
    long long rest = deadline - milliseconds();
    struct pollfd wish = {.fd = cn_output_descriptor(), .events = POLLOUT};
    int ready = rest > 0 ? poll(&wish, 1, (int)rest) : 0;
    if (ready > 0 || (ready < 0 && errno == EINTR)) continue;
    first = last = 0;
    is_torn = 1;
    return false;
  }
  return true;
}

bool cn_output_urgent(const void *bytes, size_t count) {
  static const char cancel = 0x18;
  const char *rest = bytes;
  bool cancels = first < last || is_torn;
  // Also where a terminal says again and again that it has room, and takes nothing.
  long long deadline = milliseconds() + 200;
  while (count > 0) {
    ssize_t written = cancels ? write_some(&cancel, 1) : write_some(rest, count);
    if (written > 0 && cancels) {
      cancels = false;
    } else if (written > 0) {
      rest += written;
      count -= (size_t)written;
      deadline = milliseconds() + 200;
    } else if (written < 0 && errno == EINTR) {
      continue;
    } else if (written < 0 && errno != EAGAIN) {
      return false;
    } else {
      struct pollfd wish = {.fd = cn_output_descriptor(), .events = POLLOUT};
      long long left = deadline - milliseconds();
      if (left <= 0 || poll(&wish, 1, (int)left) <= 0) return false;
    }
  }
  return true;
}

FILE *cn_output_drawing(void) {
  if (drawn_file) return drawn_file;
  drawn = memfd_create("screen", MFD_CLOEXEC);
  if (drawn < 0) return NULL;
  drawn_file = fdopen(drawn, "w");
  if (!drawn_file) {
    close(drawn);
    drawn = -1;
  }
  return drawn_file;
}

void cn_output_take_drawn(void) {
  enum { most_kept = 1 << 20 };
  if (!drawn_file) return;
  fflush(drawn_file);
  off_t end = lseek(drawn, 0, SEEK_CUR);
  if (end <= 0) return;
  char *bytes = malloc((size_t)end);
  ssize_t count = bytes ? pread(drawn, bytes, (size_t)end, 0) : 0;
  if (count > 0) cn_output_add(bytes, (size_t)count);
  free(bytes);
  lseek(drawn, 0, SEEK_SET);
  if (end > most_kept && ftruncate(drawn, 0) != 0) {
    // It stays as large as it is.
  }
}
