/** Bytes that people read: building and reading them without going through {@code String}. */
@NullMarked
package org.yagura.core.text;

import org.jspecify.annotations.NullMarked;
