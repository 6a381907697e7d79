/** What all tools share: how they are called, how they speak, wait and end. */
@NullMarked
package org.yagura.tools;

import org.jspecify.annotations.NullMarked;
