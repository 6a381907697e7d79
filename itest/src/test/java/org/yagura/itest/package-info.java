/** Tests that run the built binary as its users do; Debian's daemontools runs the same tests as the oracle. */
@NullMarked
package org.yagura.itest;

import org.jspecify.annotations.NullMarked;
