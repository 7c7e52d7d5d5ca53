// libedit's variadic functions cannot be called from Swift: one shim function per option in use.
#ifndef LFADS_CEDITLINE_SHIM_H
#define LFADS_CEDITLINE_SHIM_H

#include <histedit.h>

static inline int lfads_el_set_signal(EditLine *el, int on) { return el_set(el, EL_SIGNAL, on); }

#endif
