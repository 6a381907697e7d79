package org.yagura.tools.svscan;

/**
 * What supervises have left that were killed.
 *
 * @param orphans the processes that have come to us
 * @param remains what is looked for in a stop
 */
record Leftovers(Orphans orphans, Remains remains) {}
