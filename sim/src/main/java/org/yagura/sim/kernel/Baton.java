package org.yagura.sim.kernel;

import java.util.concurrent.locks.LockSupport;

/**
 * The right to run. Each simulated process has a (virtual) thread, but only the one that holds its baton runs, so that a simulation is
 * as good as single-threaded: a process can be left in the middle of any system call, and nothing depends on the JVM's scheduling.
 */
final class Baton {
    private final Thread thread;
    private volatile boolean given;

    Baton(Thread thread) {
        this.thread = thread;
    }

    /** A baton for a thread that starts when it first gets it. */
    static Baton forNew(Runnable body) {
        return new Baton(Thread.ofVirtual().unstarted(body));
    }

    void give() {
        given = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** To be called by the thread itself. */
    void await() {
        while (!given) {
            LockSupport.park(this);
        }
        given = false;
    }

    boolean started() {
        return thread.getState() != Thread.State.NEW;
    }
}
