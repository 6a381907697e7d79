/** The command {@code yagura} for people: its words, options and what all of them share. */
@NullMarked
package org.yagura.tools.yagura;

import org.jspecify.annotations.NullMarked;
