/** What is said to mail clients that are not let in. */
@NullMarked
package org.yagura.core.smtp;

import org.jspecify.annotations.NullMarked;
