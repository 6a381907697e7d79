/** The tool {@code tcpserver}. */
@NullMarked
package org.yagura.tools.tcpserver;

import org.jspecify.annotations.NullMarked;
