// CommonMark's own library. Nothing of it is beyond Swift's reach but its headers.
#include <cmark.h>
