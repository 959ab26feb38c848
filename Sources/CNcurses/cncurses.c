#define _GNU_SOURCE 1
#include "cncurses.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

// term.h makes words of everyday life macros.
#undef columns
#undef lines

bool cn_locale(void) {
  const char *name = setlocale(LC_CTYPE, "");
  // A bare SSH session often has no locale at all, or C, in a terminal that shows UTF-8.
  if (!name || !strcmp(name, "C") || !strcmp(name, "POSIX")) {
    if (!setlocale(LC_CTYPE, "C.UTF-8")) setlocale(LC_CTYPE, "en_US.UTF-8");
  }
  return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

SCREEN *cn_open(const char *type, const char *terminfo, int input) {
  FILE *out_file = cn_output_drawing();
  int in = out_file ? dup(input) : -1;
  FILE *in_file = in < 0 ? NULL : fdopen(in, "r");
  SCREEN *screen = NULL;
  if (in_file) {
    char *before = getenv("TERMINFO") ? strdup(getenv("TERMINFO")) : NULL;
    if (terminfo) setenv("TERMINFO", terminfo, 1);
    cn_signals_remember();
    screen = newterm(type, out_file, in_file);
    if (terminfo) {
      // Programs that are started from here must see what the user has.
      if (before) setenv("TERMINFO", before, 1); else unsetenv("TERMINFO");
    }
    free(before);
  }
  if (!screen) {
    if (in_file) fclose(in_file); else if (in >= 0) close(in);
    return NULL;
  }
  // These tell ncurses what cn_modes_take() does: its output is no terminal whose modes it could change.
  raw();
  noecho();
  nonl();
  // A frame is drawn whole, whatever was typed meanwhile: the rest of it would never be asked for.
  typeahead(-1);
  return screen;
}

void cn_refresh(int y, int x) {
  leaveok(stdscr, y < 0);
  if (y >= 0) wmove(stdscr, y, x);
  wrefresh(stdscr);
  cn_output_take_drawn();
}

void cn_end(void) {
  endwin();
  cn_output_take_drawn();
}

void cn_delete(SCREEN *screen) {
  // The streams stay open: ncurses may still look at them, and there is one screen in a program's life.
  delscreen(screen);
}

bool cn_terminfo_load(const char *type, int descriptor) {
  int problem = 0;
  return setupterm(type, descriptor, &problem) == OK;
}

int cn_terminfo_number(const char *name) {
  int number = tigetnum((char *)name);
  return number < 0 ? -1 : number;
}

const char *cn_terminfo_string(const char *name) {
  const char *string = tigetstr((char *)name);
  return string == (const char *)-1 ? NULL : string;
}

void cn_terminfo_unload(void) {
  if (cur_term) del_curterm(cur_term);
}

bool cn_window_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}

bool cn_erases_with_control_h(int descriptor) {
  struct termios modes;
  return tcgetattr(descriptor, &modes) == 0 && modes.c_cc[VERASE] == 8;
}
