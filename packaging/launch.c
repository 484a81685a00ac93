/* packaging/launch.c: bin/doorstroom of the folder to unpack. Says in one line that a glibc is too
 * old, where the loader would say so once for each library; or becomes the program,
 * lib/doorstroom/doorstroom.
 *
 * So that it starts on an old glibc itself it is begun by our own _start: the one that the compiler
 * has asks for the __libc_start_main of glibc 2.34. */
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NEEDED_MAJOR = 2, NEEDED_MINOR = 34, CANNOT_START = 3 };

int main(int argc, char **argv);

/* As the System V ABI says what is on the stack; init and fini are NULL. */
__asm__(".symver __libc_start_main, __libc_start_main@GLIBC_2.2.5\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        "    xor %ebp, %ebp\n"
        "    mov %rdx, %r9\n"
        "    pop %rsi\n"
        "    mov %rsp, %rdx\n"
        "    and $-16, %rsp\n"
        "    push %rax\n"
        "    push %rsp\n"
        "    xor %r8d, %r8d\n"
        "    xor %ecx, %ecx\n"
        "    lea main(%rip), %rdi\n"
        "    call *__libc_start_main@GOTPCREL(%rip)\n"
        "    hlt\n");

static int is_too_old(const char *version) {
    char *end;
    const long major = strtol(version, &end, 10);
    const long minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
    return major < NEEDED_MAJOR || (major == NEEDED_MAJOR && minor < NEEDED_MINOR);
}

/* Of what the environment says, as the program itself has it. */
static int is_english(void) {
    static const char *const names[] = {"DOORSTROOM_LANG", "LC_ALL", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') return strncmp(value, "en", 2) == 0;
    }
    return 0;
}

static void say_too_old(const char *version) {
    (void)fprintf(stderr,
                  is_english()
                      ? "doorstroom needs glibc %d.%d or later, and this system has %s: use a "
                        "newer Linux, or build it here (make install)\n"
                      : "doorstroom vraagt glibc %d.%d of later, en dit systeem heeft %s: neem een "
                        "nieuwer Linux, of bouw het hier (make install)\n",
                  NEEDED_MAJOR, NEEDED_MINOR, version);
}

int main(int argc, char **argv) {
    static const char program[] = "/lib/doorstroom/doorstroom";
    char path[4096 + sizeof program];
    const char *version = gnu_get_libc_version();
    ssize_t size;
    (void)argc;
    if (is_too_old(version)) {
        say_too_old(version);
        return CANNOT_START;
    }
    size = readlink("/proc/self/exe", path, 4096);
    for (int up = 0; up < 2; up++) /* off with the name, and with bin */
        while (size > 0 && path[--size] != '/')
            continue;
    if (size > 0) {
        memcpy(path + size, program, sizeof program);
        (void)execv(path, argv);
    }
    perror("doorstroom: lib/doorstroom/doorstroom");
    return CANNOT_START;
}
