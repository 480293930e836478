/* Stands in for Microsoft's: as much as lean.h needs. */
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
typedef struct file FILE;
extern FILE *stderr;
int fprintf(FILE *stream, const char *format, ...);
#ifdef __cplusplus
}
#endif
