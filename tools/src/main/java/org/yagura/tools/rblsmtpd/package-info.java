/** The tool {@code rblsmtpd}. */
@NullMarked
package org.yagura.tools.rblsmtpd;

import org.jspecify.annotations.NullMarked;
