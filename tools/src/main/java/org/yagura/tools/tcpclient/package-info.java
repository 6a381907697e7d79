/** The tool {@code tcpclient}, and the small clients that the originals made of it with a shell. */
@NullMarked
package org.yagura.tools.tcpclient;

import org.jspecify.annotations.NullMarked;
