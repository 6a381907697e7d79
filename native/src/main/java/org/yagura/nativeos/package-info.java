/**
 * The port on Linux, for the program compiled ahead of time: each part calls the C functions of {@code src/main/c} that have its
 * name. Every one of them gives a negated errno for a failure. The collector moves objects, but only while something is allocated:
 * the address of an array is taken last and is dead after the call.
 */
@NullMarked
package org.yagura.nativeos;

import org.jspecify.annotations.NullMarked;
