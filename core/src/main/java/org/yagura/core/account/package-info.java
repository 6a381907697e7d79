/** Accounts as {@code /etc/passwd} and {@code getent} spell them. */
@NullMarked
package org.yagura.core.account;

import org.jspecify.annotations.NullMarked;
