package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.Buckets;
import org.yagura.core.scan.Service;

/** One watched directory and why it is watched; one inode has one watch, whatever it is watched for. */
final class Watch extends Buckets.Node<Watch> {
    final int number;

    /** It is the scan directory. */
    boolean scan;
    /** It is the directory of a service, or null. */
    @Nullable
    Service service;
    /** Every change in it is told, until the service has settled. */
    boolean settling;
    /** How many traces lead through it. */
    int traces;

    Watch(int number) {
        this.number = number;
    }

    boolean isIdle() {
        return !scan && service == null && traces == 0;
    }
}
