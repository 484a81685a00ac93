/* duck/no_memory.h: noting that memory was refused; see no_memory.c. */
#ifndef DS_DUCK_NO_MEMORY_H
#define DS_DUCK_NO_MEMORY_H

/* A sanitizer has calls of its own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define DS_SANITIZED 1
#endif
#endif
#ifndef DS_SANITIZED
#define DS_SANITIZED 0
#endif

/* From here on the process ends with DS_DATABASE_NO_MEMORY where it would abort and was refused
 * memory. At the beginning of main(). */
void ds_duck_watch_memory(void);

#endif
