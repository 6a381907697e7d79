/** Facts for people: tables in columns. */
@NullMarked
package org.yagura.core.table;

import org.jspecify.annotations.NullMarked;
