/* Stands in for Microsoft's: as much as lean.h needs. */
#define assert(condition) ((void)(condition))
