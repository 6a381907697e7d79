/**
 * What multilog decides: what its script means, where a line ends and which outputs it goes to, when a file is full and how it is
 * replaced. Output depends on the bytes read, the state of the line in progress and the time given, and on nothing else.
 */
@NullMarked
package org.yagura.core.log;

import org.jspecify.annotations.NullMarked;
