/** The tool {@code tcprulescheck}. */
@NullMarked
package org.yagura.tools.tcprulescheck;

import org.jspecify.annotations.NullMarked;
