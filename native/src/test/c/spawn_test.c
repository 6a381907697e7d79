/* What a child gets: descriptors moved as if at once, directory, limit, record, signals; and how a failure is told. */
#include "shim.h"
#include "spawn.h"
#include "events.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;

#define EXPECT(condition)                                                      \
    do {                                                                       \
        if (!(condition)) {                                                    \
            failures++;                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);    \
        }                                                                      \
    } while (0)

static int file_with(const char *content) {
    char name[] = "/tmp/spawn_test.XXXXXX";
    int fd = mkostemp(name, O_CLOEXEC);
    unlink(name);
    if (write(fd, content, strlen(content)) < 0) abort();
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Runs a shell script with what was prepared; its wait status. */
static int run(const char *script, int failure[2]) {
    char *words[] = {"sh", "-c", (char *) script};
    EXPECT(yg_vectors_begin(3, -1, 5 + 3 + (int64_t) strlen(script)) == 0);
    for (int i = 0; i < 3; i++) yg_vectors_add(words[i], (int32_t) strlen(words[i]));
    int32_t pid = yg_spawn("/bin/sh", 7, failure);
    int status = -1;
    if (pid <= 0 || waitpid(pid, &status, 0) != pid) return -1;
    return status;
}

static void moves_act_as_if_at_once(void) {
    int failure[2];
    int a = file_with("a"), b = file_with("b"), c = file_with("c");
    yg_spawn_prepare(0, -1, -1, -1, 0);
    yg_spawn_move(a, b);
    yg_spawn_move(b, c);
    yg_spawn_move(c, a);
    char script[200];
    snprintf(script, sizeof script, "[ \"$(cat <&%d)$(cat <&%d)$(cat <&%d)\" = cab ]", a, b, c);
    EXPECT(run(script, failure) == 0);
    EXPECT(failure[0] == 0);
    close(a), close(b), close(c);
}

static void a_descriptor_moved_onto_itself_is_inherited_and_others_are_not(void) {
    int failure[2];
    int kept = file_with("k"), other = file_with("o");
    yg_spawn_prepare(0, -1, -1, -1, 0);
    yg_spawn_move(kept, kept);
    char script[200];
    snprintf(script, sizeof script, "[ \"$(cat <&%d)\" = k ] && [ ! -e /proc/self/fd/%d ]", kept, other);
    EXPECT(run(script, failure) == 0);
    close(kept), close(other);
}

static void of_many_descriptors_the_child_gets_the_strays_and_we_keep_all(void) {
    int failure[2], many[100];
    for (int i = 0; i < 100; i++) many[i] = yg_above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC));
    int stray = fcntl(many[0], F_DUPFD, 90);
    for (int again = 0; again < 2; again++) {
        yg_spawn_prepare(0, -1, -1, -1, 0);
        char script[300];
        snprintf(script, sizeof script,
            "[ -e /proc/$$/fd/%d ] && [ ! -e /proc/$$/fd/%d ] && [ ! -e /proc/$$/fd/%d ] && [ ! -e /proc/$$/fd/%d ]",
            stray, many[0], many[50], many[99]);
        EXPECT(run(script, failure) == 0);
        EXPECT(failure[0] == 0);
        for (int i = 0; i < 100; i++) EXPECT(fcntl(many[i], F_GETFD) == FD_CLOEXEC);
    }
    yg_spawn_prepare(0, -1, -1, -1, 0);
    int32_t pid = yg_spawn("/nonexistent", 12, failure);
    int status = 0;
    EXPECT(pid > 0 && waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 111);
    EXPECT(failure[0] == 5 && failure[1] == ENOENT);
    for (int i = 0; i < 100; i++) EXPECT(fcntl(many[i], F_GETFD) == FD_CLOEXEC);
    close(stray);
    for (int i = 0; i < 100; i++) close(many[i]);
}

static void the_record_is_written_even_where_a_move_takes_its_descriptor(void) {
    int failure[2];
    unsigned char record[64] = "yagura\0\1", read_back[64];
    int source = file_with("s"), to = file_with("");
    int again = fcntl(to, F_DUPFD_CLOEXEC, 3);
    yg_spawn_prepare(0, -1, -1, to, 0);
    yg_spawn_record(record);
    yg_spawn_move(source, to);
    char script[100];
    snprintf(script, sizeof script, "[ \"$(cat <&%d)\" = s ]", to);
    EXPECT(run(script, failure) == 0);
    EXPECT(pread(again, read_back, 64, 0) == 64);
    EXPECT(memcmp(record, read_back, 8) == 0);
    uint64_t hash = UINT64_C(0xcbf29ce484222325), written = 0;
    for (int i = 0; i < 56; i++) hash = (hash ^ read_back[i]) * UINT64_C(0x100000001b3);
    for (int i = 7; i >= 0; i--) written = written << 8 | read_back[56 + i];
    EXPECT(hash == written);
    close(source), close(to), close(again);
}

static void the_limit_is_soft_and_not_above_the_hard_one(void) {
    int failure[2];
    yg_spawn_prepare(0, -1, 100, -1, 0);
    EXPECT(run("[ $(ulimit -Sn) = 100 ] && [ $(ulimit -Hn) != 100 ]", failure) == 0);
}

static void the_child_puts_its_pid_into_a_variable(void) {
    int failure[2];
    const char *words[] = {"sh", "-c", "[ \"$P\" = $$ ] && [ \"$A$Z\" = az ]", "A=a", "P=          ", "Z=z"};
    int64_t bytes = 0;
    for (int i = 0; i < 6; i++) bytes += (int64_t) strlen(words[i]) + 1;
    EXPECT(yg_vectors_begin(3, 3, bytes) == 0);
    for (int i = 0; i < 6; i++) yg_vectors_add((void *) words[i], (int32_t) strlen(words[i]));
    yg_spawn_prepare(0, -1, -1, -1, 0);
    yg_spawn_pid_variable(1);
    int32_t pid = yg_spawn("/bin/sh", 7, failure);
    int status = -1;
    EXPECT(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0);
}

static void failures_name_their_step(void) {
    int failure[2];
    yg_spawn_prepare(0, 9999, -1, -1, 0);
    EXPECT(WEXITSTATUS(run("exit 0", failure)) == 111);
    EXPECT(failure[0] == 1 && failure[1] == EBADF);
    yg_spawn_prepare(0, -1, -1, -1, 0);
    yg_spawn_move(9999, 1);
    EXPECT(WEXITSTATUS(run("exit 0", failure)) == 111);
    EXPECT(failure[0] == 2 && failure[1] == EBADF);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    unsigned char record[64] = {0};
    yg_spawn_prepare(0, -1, -1, full, 0);
    yg_spawn_record(record);
    EXPECT(WEXITSTATUS(run("exit 0", failure)) == 111);
    EXPECT(failure[0] == 4 && failure[1] == ENOSPC);
    close(full);
    yg_spawn_prepare(0, -1, -1, -1, 0);
    int32_t pid = yg_spawn("/nonexistent", 12, failure);
    int status = 0;
    EXPECT(pid > 0 && waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 111);
    EXPECT(failure[0] == 5 && failure[1] == ENOENT);
}

/* Run with USR2 blocked and USR1 ignored at start, as main says. */
static void the_child_gets_the_signals_that_we_were_given(void) {
    int failure[2];
    int fd = yg_signals_open((int64_t) (yg_signal_bit(SIGTERM) | yg_signal_bit(SIGCHLD) | yg_signal_bit(SIGUSR1)));
    EXPECT(fd > 2);
    yg_spawn_prepare(1, -1, -1, -1, (int64_t) yg_signal_bit(SIGCHLD));
    /* The lowest 28 signals: real-time ones are as whoever started this test left them. */
    EXPECT(run("set -- $(grep -E 'SigBlk|SigIgn' /proc/$$/status); "
               "case $2,$4 in 0*0000800,0*0000200) exit 0;; esac; echo \"blocked $2 ignored $4\" >&2; exit 1", failure) == 0);
    yg_spawn_prepare(1, -1, -1, -1, (int64_t) (yg_signal_bit(SIGUSR1) | yg_signal_bit(SIGUSR2)));
    EXPECT(run("set -- $(grep -E 'SigBlk|SigIgn' /proc/$$/status); [ $2 = 0000000000000000 ]", failure) == 0);
    close(fd);
}

static void names_are_checked(void) {
    char to[YG_NAME_MAX];
    static char longest[YG_NAME_MAX];
    memset(longest, 'x', sizeof longest);
    EXPECT(yg_name(to, "a\0b", 3) == -ENOENT);
    EXPECT(yg_name(to, longest, YG_NAME_MAX) == -ENAMETOOLONG);
    EXPECT(yg_name(to, longest, YG_NAME_MAX - 1) == 0 && to[YG_NAME_MAX - 1] == 0);
}

static void an_announcement_has_the_pid_and_comes_first(void) {
    int failure[2];
    int out = file_with("");
    yg_spawn_prepare(0, -1, -1, -1, 0);
    yg_spawn_move(out, 2);
    yg_spawn_announce("pid \0, again \0\n", 15);
    EXPECT(run("echo $$ >&2", failure) == 0);
    char text[100] = "", expected[100];
    EXPECT(pread(out, text, sizeof text - 1, 0) > 0);
    const char *last = strchr(text, '\n');
    int pid = last ? atoi(last) : 0;
    snprintf(expected, sizeof expected, "pid %d, again %d\n%d\n", pid, pid, pid);
    EXPECT(pid > 0 && !strcmp(text, expected));
    close(out);
}

/* The program lives: a SIGPIPE that is pending would kill it. */
static void an_announcement_that_nobody_hears_harms_nobody(void) {
    int failure[2], ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) abort();
    close(ends[0]);
    yg_spawn_prepare(0, -1, -1, -1, 0);
    yg_spawn_move(ends[1], 2);
    yg_spawn_announce("x\n", 2);
    EXPECT(run("exit 0", failure) == 0);
    close(ends[1]);
}

static void the_child_is_told_before_all_else(void) {
    int failure[2];
    setenv("SPAWN_TEST", "x", 1);
    yg_spawn_prepare(0, -1, -1, -1, 0);
    yg_spawn_tell("a b", 3);
    EXPECT(run("[ \"$YAGURA_TOLD$SPAWN_TEST\" = 'a bx' ] && tr '\\0' '\\n' </proc/$$/environ | head -1 | grep -q '^YAGURA_TOLD='", failure) == 0);
    yg_spawn_prepare(0, -1, -1, -1, 0);
    EXPECT(run("[ -z \"$YAGURA_TOLD\" ]", failure) == 0);
}

int main(void) {
    uint64_t blocked = yg_signal_bit(SIGUSR2);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, 0, sizeof blocked);
    signal(SIGUSR1, SIG_IGN);
    for (int number = 1; number < 32; number++) {
        if (number != SIGUSR1) signal(number, SIG_DFL);
    }
    yg_mask_at_start = blocked;
    moves_act_as_if_at_once();
    a_descriptor_moved_onto_itself_is_inherited_and_others_are_not();
    of_many_descriptors_the_child_gets_the_strays_and_we_keep_all();
    the_record_is_written_even_where_a_move_takes_its_descriptor();
    the_limit_is_soft_and_not_above_the_hard_one();
    the_child_puts_its_pid_into_a_variable();
    failures_name_their_step();
    the_child_gets_the_signals_that_we_were_given();
    names_are_checked();
    the_child_is_told_before_all_else();
    if (failures) fprintf(stderr, "spawn_test: %d expectations failed\n", failures);
    an_announcement_has_the_pid_and_comes_first();
    an_announcement_that_nobody_hears_harms_nobody();
    return failures ? 1 : 0;
}
