/** What is wrong with service directories, as far as their files tell. */
@NullMarked
package org.yagura.core.checking;

import org.jspecify.annotations.NullMarked;
