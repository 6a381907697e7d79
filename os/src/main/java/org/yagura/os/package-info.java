/**
 * The port between Yagura and an operating system.
 *
 * <p>Conventions that hold for every method here, so that one loop can run natively and in the simulator:
 *
 * <ul>
 *   <li>A result below zero is a negated {@link org.yagura.os.Errno}; no method throws for an operating error.
 *   <li>Names of files are bytes without a terminating NUL. A name with a NUL inside, or longer than 4,095 bytes, is refused
 *       with {@code ENOENT} or {@code ENAMETOOLONG}.
 *   <li>Data is (array, offset, length); the adapter never keeps an array after the call.
 *   <li>Only {@link org.yagura.os.Poller#await} blocks, and those calls whose name says so.
 *   <li>Descriptors that a call opens are close-on-exec and above 2, unless it says otherwise.
 * </ul>
 */
@NullMarked
package org.yagura.os;

import org.jspecify.annotations.NullMarked;
