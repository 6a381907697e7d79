/* The heap: what is given back of it. org.yagura.nativeos.NativeMemory. */
#pragma once
#include <stdint.h>

/* Addresses right behind the program that the heap leaves to one mapping; 0 where it does not fit. */
void *yg_place_for_mapping(int32_t length);

/* Whole pages of these bytes are given back: they will read as 0. */
void yg_forget(void *from, int32_t length);

/* What is free in the heap, in the collector's notes and on the stack is given back. */
void yg_spare(void);
