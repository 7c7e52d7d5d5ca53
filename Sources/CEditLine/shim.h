// libedit's variadic functions cannot be called from Swift: one shim function per option in use.
#ifndef LFADS_CEDITLINE_SHIM_H
#define LFADS_CEDITLINE_SHIM_H

#include <histedit.h>

typedef unsigned char (*lfads_el_function)(EditLine *, int);
typedef char *(*lfads_el_prompt)(EditLine *);

// What keys do

static inline int lfads_el_add_function(EditLine *el, const char *name, const char *help, lfads_el_function body) {
  return el_set(el, EL_ADDFN, name, help, body);
}
static inline int lfads_el_bind(EditLine *el, const char *key, const char *command) {
  return el_set(el, EL_BIND, key, command, NULL);
}
// In vi's command mode.
static inline int lfads_el_bind_command_mode(EditLine *el, const char *key, const char *command) {
  return el_set(el, EL_BIND, "-a", key, command, NULL);
}
static inline int lfads_el_set_editor(EditLine *el, const char *name) { return el_set(el, EL_EDITOR, name); }
static inline const char *lfads_el_editor(EditLine *el) {
  const char *name = NULL;
  return el_get(el, EL_EDITOR, &name) == 0 ? name : NULL;
}

// What is shown; `marker` stands before and after what takes no room

static inline int lfads_el_set_prompt(EditLine *el, lfads_el_prompt text, char marker) {
  return el_set(el, EL_PROMPT_ESC, text, marker);
}
static inline int lfads_el_set_right_prompt(EditLine *el, lfads_el_prompt text, char marker) {
  return el_set(el, EL_RPROMPT_ESC, text, marker);
}
static inline int lfads_el_set_capability(EditLine *el, const char *name, const char *value) {
  return el_set(el, EL_SETTC, name, value, NULL);
}
static inline int lfads_el_refresh(EditLine *el) { return el_set(el, EL_REFRESH); }

// Where characters come from, and whose the editor is

static inline int lfads_el_set_reader(EditLine *el, int (*read)(EditLine *, wchar_t *)) {
  return el_set(el, EL_GETCFN, read);
}
// Whether the terminal is in the editor's hands or as the program found it.
static inline int lfads_el_take_terminal(EditLine *el, int on) { return el_set(el, EL_PREP_TERM, on); }
static inline int lfads_el_set_owner(EditLine *el, void *owner) { return el_set(el, EL_CLIENTDATA, owner); }
static inline void *lfads_el_owner(EditLine *el) {
  void *owner = NULL;
  return el_get(el, EL_CLIENTDATA, &owner) == 0 ? owner : NULL;
}

// The list that Ctrl-R searches

static inline int lfads_el_use_history(EditLine *el, History *entries) {
  return el_set(el, EL_HIST, history, entries);
}
static inline int lfads_history_set_size(History *entries, int size) {
  HistEvent event;
  return history(entries, &event, H_SETSIZE, size);
}
static inline int lfads_history_enter(History *entries, const char *text) {
  HistEvent event;
  return history(entries, &event, H_ENTER, text);
}

#endif
