/** Scripts of the POSIX shell, read into a tree. Nothing here runs or expands anything. */
@NullMarked
package org.yagura.core.shell;

import org.jspecify.annotations.NullMarked;
