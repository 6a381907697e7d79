/** {@code yagura import}: other programs' ways of starting services become service directories. */
@NullMarked
package org.yagura.tools.yagura.importing;

import org.jspecify.annotations.NullMarked;
