package org.yagura.tools.yagura.init;

import org.jspecify.annotations.Nullable;
import org.yagura.core.init.LineStamp;
import org.yagura.core.init.Rewrites;

/**
 * What {@code yagura init} was told.
 *
 * @param directory the scan directory
 * @param main the service whose end ends all, or null
 * @param state where there is room to write, or null for the usual places
 * @param stamp what time stands before each line
 * @param plain whether services write to our output themselves
 * @param graceNs how long a stop may take
 * @param rewrites signals that stand for others
 * @param finish the program that we become at the end, or null
 */
record Settings(
        byte[] directory,
        byte @Nullable [] main,
        byte @Nullable [] state,
        LineStamp stamp,
        boolean plain,
        long graceNs,
        Rewrites rewrites,
        byte @Nullable [] finish) {}
