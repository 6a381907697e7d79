/*
 * The check of null. There is nothing at address 0 and shortly behind it, so that a look at what is there is the check, of two or three
 * bytes; and where a field is read or written at once, that is the look. What the kernel then says to the process ends it in the words
 * and with the code of an exception that nobody caught.
 */
#pragma once

#if defined(__SANITIZE_ADDRESS__)
/* It has its own words for it: a comparison. */
#elif defined(__x86_64__)
#define YG_LOOK(object) __asm__ volatile("cmpb %%al, (%0)" : : "r"(object) : "cc")
#elif defined(__aarch64__)
#define YG_LOOK(object) __asm__ volatile("ldrb wzr, [%0]" : : "r"(object))
#endif

/* Before the first check. */
void yg_checks_begin(void);
