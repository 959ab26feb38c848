// The C door to ncursesw: what Swift cannot see or say itself, and the guard that gives the terminal back.
#ifndef CNCURSES_H
#define CNCURSES_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <wchar.h>

// ---- Screen ----

static const attr_t CN_BOLD = A_BOLD;
static const attr_t CN_DIM = A_DIM;
static const attr_t CN_ITALIC = A_ITALIC;
static const attr_t CN_UNDERLINE = A_UNDERLINE;
static const attr_t CN_REVERSE = A_REVERSE;
static const attr_t CN_BLINK = A_BLINK;

// Takes the locale of the environment, or UTF-8 where it names none. Answers whether characters are UTF-8 now.
bool cn_locale(void);

// Starts ncurses, which draws into memory; NULL when the terminal is not known. `terminfo`, when not NULL, is a
// description "b64:..." to find the type in.
SCREEN *cn_open(const char *type, const char *terminfo, int input);

// Forgets a screen after endwin().
void cn_delete(SCREEN *screen);

static inline int cn_colors(void) { return COLORS; }
static inline int cn_color_pairs(void) { return COLOR_PAIRS; }

// One cell: text is the spacing character and up to four marks, ended by 0. Pairs above 32767 are welcome.
static inline int cn_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, 0, &pair);
}

// Puts cells on a row.
static inline int cn_put(int y, int x, const cchar_t *cells, int count) {
  return mvwadd_wchnstr(stdscr, y, x, cells, count);
}

// Empties the window; with `repaint` the next refresh writes everything again.
static inline void cn_erase(bool repaint) {
  werase(stdscr);
  if (repaint) clearok(curscr, TRUE);
}

// Sends what has changed. With y < 0 it does not matter where the cursor ends.
void cn_refresh(int y, int x);
// Sends what ends the screen.
void cn_end(void);

// ---- Descriptions of terminals ----

// Loads the description of a type of terminal; false when there is none.
bool cn_terminfo_load(const char *type, int descriptor);
// A number of the loaded description; -1 when it has none.
int cn_terminfo_number(const char *name);
// A string of the loaded description; NULL when it has none.
const char *cn_terminfo_string(const char *name);
void cn_terminfo_unload(void);

// ---- Terminal ----

// Columns and rows; false when the terminal does not know.
bool cn_window_size(int descriptor, int *columns, int *rows);
// Whether the key that erases is C-h.
bool cn_erases_with_control_h(int descriptor);

// ---- Output ----

// From now on output goes to the terminal at this descriptor, which is never waited for.
void cn_output_open(int descriptor);
void cn_output_close(void);
// What to wait on with poll(2) until the terminal takes more.
int cn_output_descriptor(void);
// Whether a descriptor is the same terminal.
bool cn_output_is(int descriptor);
// Whether there are bytes that the terminal has not taken.
bool cn_output_waits(void);
// How many bytes there were for the terminal since the start.
unsigned long long cn_output_total(void);
// Puts bytes behind those that wait, and writes as many as the terminal takes.
void cn_output_add(const void *bytes, size_t count);
// Writes as much as the terminal takes; answers how many bytes still wait.
size_t cn_output_flush(void);
// Writes what waits. Answers false, and gives it up, when the terminal takes nothing for `patience` milliseconds.
bool cn_output_drain(int patience);
// Writes past what waits, for at most a moment; false when the terminal has not taken all. Safe in a signal handler.
bool cn_output_urgent(const void *bytes, size_t count);
// Where ncurses draws, and what puts what it has drawn behind what waits.
FILE *cn_output_drawing(void);
void cn_output_take_drawn(void);

// ---- Modes ----

// Notes how the terminal at `input` was found.
void cn_modes_remember(int input);
// Keys unprocessed and unechoed, output unprocessed, no flow control. What C-s has stopped goes on.
void cn_modes_take(void);
// As it was found. Safe in a signal handler.
void cn_modes_give_back(void);

// ---- Signals ----

enum { CN_RESIZED = 0, CN_CONTINUED, CN_STOP, CN_TERMINATE, CN_INTERRUPT, CN_HANGUP, CN_SIGNALS };

// Notes what signals do now, for cn_signals_restore(). Before newterm(3): it puts handlers of its own where there are
// none, and those end the program with status 1 and no words.
void cn_signals_remember(void);
// From now on signals set flags and ring `wake`, an eventfd (or -1). A second SIGTERM, SIGINT or SIGHUP before
// the first one was taken gives the terminal back and ends the program.
void cn_signals_install(int wake);
// Puts back what was there before.
void cn_signals_restore(void);
// Whether the signal came since the last time.
bool cn_signals_take(int signal);
// Rings the eventfd.
void cn_signals_ring(void);
// Stops the program as C-z does, until it is continued.
void cn_stop(void);
// Whether another job has the terminal: who changes its modes then is stopped (SIGTTOU).
bool cn_is_behind(int terminal);
// Stops the program as who takes the terminal from behind is stopped; at once back where no shell could continue it.
void cn_stop_behind(void);
// While another program has the terminal: C-z stops both, as the shell expects of one job, C-c and C-\ are the other's;
// and afterwards.
void cn_stop_together(bool together);

// ---- Guard ----

// From now on a crash, an exit and every signal that ends a program write `leave` to the terminal and give it the modes
// that cn_modes_remember() noted, before anything else. What is written to standard error meanwhile, when that is a terminal, is kept back until the screen
// is given back, so that it neither spoils the screen nor is lost with it.
void cn_guard_prepare(const char *leave, size_t count);
// The screen is taken: the guard is on.
void cn_guard_enter(void);
// The screen was given back: the guard is off, and what was kept back is written.
void cn_guard_leave(void);
// What a crash does: gives the terminal back without ncurses, if it is taken. Safe in a signal handler.
void cn_guard_restore(void);

#endif
